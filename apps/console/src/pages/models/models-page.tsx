import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { configuredQuery, modelsQuery } from "../../api/catalog.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { listOf, textOf } from "../../url-search.ts";
import { CompareBar } from "./compare-bar.tsx";
import { filterModels } from "./filter-models.ts";
import { FilterDialog, FilterPanel } from "./filter-panel.tsx";
import { ModelList } from "./model-list.tsx";
import { filtersOf, type ModelsSearch } from "./models-search.ts";
import { MOST_COMPARED } from "./most-compared.ts";
import { SearchBar } from "./search-bar.tsx";

const route = getRouteApi("/models");

/** Every model there is, to search and to filter as one types. */
export function ModelsPage() {
	const search = route.useSearch();
	const navigate = route.useNavigate();
	const models = useQuery(modelsQuery);
	const change = (part: ModelsSearch) =>
		navigate({ search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
	const filters = useDeferredValue(useMemo(() => filtersOf(search), [search]));
	const { data: configured } = useQuery(configuredQuery);
	const onlyHere = search.here !== undefined && configured !== undefined;
	const offered = useMemo(
		() =>
			onlyHere ? models.data?.filter(({ providers }) => providers.some((slug) => configured.has(slug))) : models.data,
		[models.data, configured, onlyHere],
	);
	const found = useMemo(() => filterModels(offered ?? [], filters), [offered, filters]);
	const compared = listOf(search.compare).slice(0, MOST_COMPARED);
	const clear = () => navigate({ search: search.compare ? { compare: search.compare } : {}, replace: true });
	const panel = { search, onChange: change, models: models.data ?? [] };
	return (
		<Page title="Models" description="Every model behind the one endpoint, at its provider's own price per token.">
			<div className="flex gap-8">
				<aside aria-label="Filters" className="hidden w-56 shrink-0 lg:block">
					<FilterPanel {...panel} />
				</aside>
				<div className="min-w-0 flex-1">
					<SearchBar
						search={search}
						onChange={change}
						count={models.data && found.length}
						filters={<FilterDialog {...panel} />}
					/>
					{models.isError ? (
						<ErrorState what="The models could not be loaded." error={models.error} onRetry={() => models.refetch()} />
					) : models.data === undefined ? (
						<SkeletonRows rows={12} label="Loading the models" />
					) : found.length === 0 ? (
						<EmptyState
							icon={SearchX}
							title="No model fits"
							action={
								<Button kind="secondary" onClick={clear}>
									Clear search and filters
								</Button>
							}
						>
							Try fewer words, or lift one of the filters.
						</EmptyState>
					) : (
						<ModelList models={found} compared={compared} onCompare={(ids) => change({ compare: textOf(ids) })} />
					)}
				</div>
			</div>
			<CompareBar compared={compared} models={models.data ?? []} onChange={(ids) => change({ compare: textOf(ids) })} />
		</Page>
	);
}
