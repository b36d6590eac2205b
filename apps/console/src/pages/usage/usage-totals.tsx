import type { ReactNode } from "react";
import type { Usage } from "../../api/analytics.ts";
import { Usd } from "../../money/usd.tsx";
import { clockText } from "../../time/time-text.ts";
import { wholeCount } from "../../ui/count-text.ts";
import { Skeleton } from "../../ui/skeleton.tsx";

/** The sums of the time, and how much of what was used is not in them yet. */
export function UsageTotals({ usage }: { readonly usage: Usage | undefined }) {
	const total = usage?.total;
	const cached = total && total.promptTokens > 0 ? Math.round((total.cachedTokens / total.promptTokens) * 100) : 0;
	return (
		<section aria-label="Totals">
			<dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line lg:grid-cols-4">
				<Figure name="Cost">{usage && <Usd value={total?.costUsd ?? "0"} />}</Figure>
				<Figure name="Requests">{usage && wholeCount(total?.requests ?? 0)}</Figure>
				<Figure name="Tokens in" note={usage && `${cached}% from cache`}>
					{usage && wholeCount(total?.promptTokens ?? 0)}
				</Figure>
				<Figure name="Tokens out">{usage && wholeCount(total?.completionTokens ?? 0)}</Figure>
			</dl>
			<p className="mt-2 min-h-10 text-faint sm:min-h-5 text-sm">{usage && <Freshness usage={usage} />}</p>
		</section>
	);
}

function Freshness({ usage }: { readonly usage: Usage }) {
	const { unposted, asOf } = usage;
	return (
		<>
			Posted until <time dateTime={asOf}>{clockText(asOf)}</time>.{" "}
			{unposted.requests > 0 ? (
				<>
					<Usd value={unposted.costUsd} /> of {wholeCount(unposted.requests)}{" "}
					{unposted.requests === 1 ? "call is" : "calls are"} not posted yet, and in no sum here.
				</>
			) : (
				"Nothing is waiting to be posted."
			)}
		</>
	);
}

interface FigureProps {
	readonly name: string;
	/** undefined: on its way. */
	readonly children: ReactNode;
	readonly note?: string | undefined;
}

function Figure({ name, children, note }: FigureProps) {
	return (
		<div className="bg-surface p-4 sm:p-5">
			<dt className="text-muted text-sm">{name}</dt>
			<dd className="mt-1">
				<span className="tabular flex h-8 items-center font-semibold text-xl sm:text-2xl">
					{children ?? <Skeleton className="h-6 w-24" />}
				</span>
				<span className="block h-5 text-faint text-xs">{note}</span>
			</dd>
		</div>
	);
}
