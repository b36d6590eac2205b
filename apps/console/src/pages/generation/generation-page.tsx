import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { GenerationRecordObject } from "@turnpike/wire/account";
import { ChevronLeft } from "lucide-react";
import { ApiError } from "../../api/api-error.ts";
import { generationQuery } from "../../api/generation.ts";
import { Usd } from "../../money/usd.tsx";
import { momentText } from "../../time/time-text.ts";
import { Badge, SandboxBadge } from "../../ui/badge.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { StatusBadge } from "../generations/status-badge.tsx";
import { MissingPage } from "../missing/missing-page.tsx";
import { AttemptsCard } from "./attempts-card.tsx";
import { CostCard } from "./cost-card.tsx";
import { FactsCard } from "./facts-card.tsx";

const route = getRouteApi("/in/generations/$id");

/** One generation: how its cost comes about, who was tried, how long it took. */
export function GenerationPage() {
	const { id } = route.useParams();
	const generation = useQuery(generationQuery(id));
	if (generation.error instanceof ApiError && generation.error.status === 404) return <MissingPage />;
	return (
		<div className="mx-auto w-full max-w-5xl px-4 py-8 sm:px-6 sm:py-10">
			<PageTitle title="Generation" />
			<Link
				to="/generations"
				className="-ml-1 inline-flex items-center gap-1 rounded text-muted text-sm hover:text-ink"
			>
				<ChevronLeft className="size-4" aria-hidden="true" />
				Generations
			</Link>
			{generation.isError && generation.data === undefined ? (
				<ErrorState
					what="The generation could not be loaded."
					error={generation.error}
					onRetry={() => generation.refetch()}
				/>
			) : generation.data === undefined ? (
				<SkeletonRows rows={8} label="Loading the generation" />
			) : (
				<GenerationView generation={generation.data} />
			)}
		</div>
	);
}

function GenerationView({ generation }: { readonly generation: GenerationRecordObject }) {
	return (
		<>
			<header className="mt-3 flex flex-wrap items-end justify-between gap-4">
				<div className="min-w-0">
					<h1 className="flex flex-wrap items-center gap-2 font-semibold text-2xl tracking-tight">
						{generation.model}
						{generation.sandbox && <SandboxBadge />}
						<StatusBadge status={generation.status} />
					</h1>
					<p className="mt-1 text-muted text-sm">
						{momentText(generation.created_at)} · served by {generation.provider_name}
					</p>
					<p className="flex items-center gap-1 text-faint text-sm">
						<code className="truncate font-mono">{generation.id}</code>
						<CopyButton text={generation.id} label="Copy the id of the generation" />
					</p>
				</div>
				<div className="sm:text-right">
					<p className="font-semibold text-2xl">
						<Usd value={generation.total_cost_usd} />
					</p>
					<p className="mt-1 text-sm">
						<Posting generation={generation} />
					</p>
				</div>
			</header>
			<div className="mt-6 grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<div className="flex min-w-0 flex-col gap-6">
					<CostCard generation={generation} />
					<AttemptsCard attempts={generation.attempts} />
				</div>
				<FactsCard generation={generation} />
			</div>
		</>
	);
}

function Posting({ generation }: { readonly generation: GenerationRecordObject }) {
	if (generation.posted) return <Badge tone="good">Posted</Badge>;
	return generation.parked ? <Badge tone="bad">Waits for a person</Badge> : <Badge>Not posted yet</Badge>;
}
