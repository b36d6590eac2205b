import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { EndpointsObject } from "@turnpike/catalog";
import { Fragment, type ReactNode } from "react";
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
	const configured = useQuery(configuredQuery);
	if (model.error instanceof ApiError && model.error.status === 404) return <MissingPage />;
	return (
		<div className="mx-auto w-full max-w-7xl px-4 py-8 sm:px-6 sm:py-10">
			{model.isError ? (
				<ErrorState what={`${id} could not be loaded.`} error={model.error} onRetry={() => model.refetch()} />
			) : model.isPending || endpoints.isPending || configured.isPending ? (
				// It comes as a whole: what has come first does not move for what comes last.
				<ModelSkeleton key="skeleton" id={id} />
			) : (
				<Fragment key="model">
					<ModelHeader id={id} model={model.data} />
					<Columns facts={<ModelFacts model={model.data} />}>
						<Endpoints endpoints={endpoints} configured={configured.data ?? NONE} />
						<Card title="Call it" description="The SDK you have already, with another base URL.">
							<CodeSamples model={id} kind={kindOf(model.data)} />
						</Card>
					</Columns>
				</Fragment>
			)}
		</div>
	);
}

function Columns({ children, facts }: { readonly children: ReactNode; readonly facts: ReactNode }) {
	return (
		<div className="mt-8 grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
			<div className="flex min-w-0 flex-col gap-6">{children}</div>
			{facts}
		</div>
	);
}

interface EndpointsProps {
	readonly endpoints: UseQueryResult<EndpointsObject["data"]>;
	readonly configured: ReadonlySet<string>;
}

function Endpoints({ endpoints, configured }: EndpointsProps) {
	return (
		<ProvidersCard>
			{endpoints.data ? (
				<EndpointTable endpoints={endpoints.data.endpoints} configured={configured} />
			) : (
				<ErrorState
					what="The providers could not be loaded."
					error={endpoints.error}
					onRetry={() => endpoints.refetch()}
				/>
			)}
		</ProvidersCard>
	);
}

function ProvidersCard({ children }: { readonly children: ReactNode }) {
	return (
		<Card title="Providers" description="Each call goes to one of these; the cheapest that fits is tried first." flush>
			{children}
		</Card>
	);
}

function ModelSkeleton({ id }: { readonly id: string }) {
	return (
		<>
			<ModelHeader id={id} model={undefined} />
			<Columns facts={<FactsSkeleton />}>
				<ProvidersCard>
					<SkeletonRows rows={2} label="Loading the providers" />
				</ProvidersCard>
			</Columns>
		</>
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
