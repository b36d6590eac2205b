import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Scale } from "lucide-react";
import { modelsQuery } from "../../api/catalog.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { listOf, textOf } from "../../url-search.ts";
import { MOST_COMPARED } from "../models/most-compared.ts";
import { AddModel } from "./add-model.tsx";
import { ComparisonTable } from "./comparison-table.tsx";

const route = getRouteApi("/compare");

/** Up to four models side by side. */
export function ComparePage() {
	const navigate = route.useNavigate();
	const ids = listOf(route.useSearch().models).slice(0, MOST_COMPARED);
	const models = useQuery(modelsQuery);
	const show = (next: readonly string[]) => navigate({ search: { models: textOf(next) }, replace: true });
	const chosen = ids.flatMap((id) => models.data?.find((model) => model.id === id) ?? []);
	return (
		<Page
			title="Compare models"
			description={`Up to ${MOST_COMPARED} side by side. The best of a row is marked.`}
			actions={
				<AddModel
					models={models.data ?? []}
					without={ids}
					disabled={ids.length >= MOST_COMPARED}
					onAdd={(id) => show([...ids, id])}
				/>
			}
		>
			<Card flush>
				{models.isError ? (
					<ErrorState what="The models could not be loaded." error={models.error} onRetry={() => models.refetch()} />
				) : models.data === undefined ? (
					<SkeletonRows rows={8} label="Loading the models" />
				) : chosen.length === 0 ? (
					<EmptyState
						icon={Scale}
						title="Nothing to compare yet"
						action={
							<Link to="/models" className={buttonClass("secondary")}>
								Choose in the list
							</Link>
						}
					>
						Add models here, or tick them in the list of all models.
					</EmptyState>
				) : (
					<ComparisonTable models={chosen} onRemove={(id) => show(ids.filter((each) => each !== id))} />
				)}
			</Card>
		</Page>
	);
}
