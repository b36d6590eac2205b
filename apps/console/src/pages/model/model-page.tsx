import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { EndpointsObject } from "@turnpike/catalog";
import { ApiError } from "../../api/api-error.ts";
import { configuredQuery, endpointsQuery, modelQuery } from "../../api/catalog.ts";
import { CodeSamples } from "../../code/code-samples.tsx";
import { Card } from "../../ui/card.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Skeleton, SkeletonRows } from "../../ui/skeleton.tsx";
import { MissingPage } from "../missing/missing-page.tsx";
import { kindOf } from "../models/filter-models.ts";
import { EndpointTable } from "./endpoint-table.tsx";
import { ModelFacts } from "./model-facts.tsx";
import { ModelHeader } from "./model-header.tsx";

const route = getRouteApi("/models/$author/$name");

const NONE: ReadonlySet<string> = new Set();

/** One model: what it is, who serves it at which price, and the code to call it. */
export function ModelPage() {
	const { author, name } = route.useParams();
	const id = `${author}/${name}`;
	const model = useQuery(modelQuery(id));
	const endpoints = useQuery(endpointsQuery(id));
	if (model.error instanceof ApiError && model.error.status === 404) return <MissingPage />;
	return (
		<div className="mx-auto w-full max-w-7xl px-4 py-8 sm:px-6 sm:py-10">
			{model.isError ? (
				<ErrorState what={`${id} could not be loaded.`} error={model.error} onRetry={() => model.refetch()} />
			) : (
				<>
					<ModelHeader id={id} model={model.data} />
					<div className="mt-8 grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
						<div className="flex min-w-0 flex-col gap-6">
							<Endpoints endpoints={endpoints} />
							{/* It waits for what is above it, so that it does not move. */}
							{model.data && !endpoints.isPending && (
								<Card title="Call it" description="The SDK you have already, with another base URL.">
									<CodeSamples model={id} kind={kindOf(model.data)} />
								</Card>
							)}
						</div>
						{model.data ? <ModelFacts model={model.data} /> : <FactsSkeleton />}
					</div>
				</>
			)}
		</div>
	);
}

function Endpoints({ endpoints }: { readonly endpoints: UseQueryResult<EndpointsObject["data"]> }) {
	const configured = useQuery(configuredQuery);
	return (
		<Card title="Providers" description="Each call goes to one of these; the cheapest that fits is tried first." flush>
			{endpoints.isError ? (
				<ErrorState
					what="The providers could not be loaded."
					error={endpoints.error}
					onRetry={() => endpoints.refetch()}
				/>
			) : endpoints.data === undefined || configured.isPending ? (
				<SkeletonRows rows={2} label="Loading the providers" />
			) : (
				<EndpointTable endpoints={endpoints.data.endpoints} configured={configured.data ?? NONE} />
			)}
		</Card>
	);
}

function FactsSkeleton() {
	return (
		<Card title="Facts" className="h-fit">
			<div className="flex flex-col gap-3">
				{["a", "b", "c", "d", "e", "f"].map((row) => (
					<Skeleton key={row} className="h-5" />
				))}
			</div>
		</Card>
	);
}
