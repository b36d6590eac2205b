import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ScrollText } from "lucide-react";
import { useMemo } from "react";
import { generationsQuery } from "../../api/generations.ts";
import { intervalOf, readRange } from "../../time/time-range.ts";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { OlderButton } from "../../ui/older-button.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { ExportButton } from "./export-button.tsx";
import { GenerationFiltersBar } from "./generation-filters-bar.tsx";
import { GenerationTable } from "./generation-table.tsx";
import { filtersFor } from "./generations-search.ts";

const route = getRouteApi("/in/generations");

/** Every single generation, newest first, with what it cost. */
export function GenerationsPage() {
	const search = route.useSearch();
	const navigate = route.useNavigate();
	const filters = useMemo(() => filtersFor(search, intervalOf(readRange(search.time), Date.now())), [search]);
	const list = useInfiniteQuery(generationsQuery(filters));
	const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
	return (
		<Page
			title="Generations"
			description="Call by call: what it used, how long it took, and what it cost."
			actions={<ExportButton filters={filters} disabled={rows.length === 0} />}
		>
			<GenerationFiltersBar
				search={search}
				onChange={(part) => navigate({ search: (before) => ({ ...before, ...part }), replace: true })}
				onClear={() => navigate({ search: search.time ? { time: search.time } : {}, replace: true })}
			/>
			<Card flush>
				{list.isError && rows.length === 0 ? (
					<ErrorState what="The generations could not be loaded." error={list.error} onRetry={() => list.refetch()} />
				) : list.data === undefined ? (
					<SkeletonRows rows={10} label="Loading the generations" />
				) : rows.length === 0 ? (
					<EmptyState icon={ScrollText} title="Nothing in this time">
						Choose a longer time, lift a filter, or make a call.
					</EmptyState>
				) : (
					<GenerationTable rows={rows} />
				)}
			</Card>
			<OlderButton list={list} />
		</Page>
	);
}
