import { useQuery } from "@tanstack/react-query";
import { creditsQuery } from "../../api/credits.ts";
import { isSome } from "../../money/split-usd.ts";
import { Usd } from "../../money/usd.tsx";
import { clockText } from "../../time/time-text.ts";
import { Card } from "../../ui/card.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { balanceParts } from "./balance-parts.ts";

/** What is left, and what of it is set aside for calls. */
export function BalanceCard() {
	const credits = useQuery(creditsQuery);
	if (credits.isError && credits.data === undefined) {
		return (
			<Card title="Balance">
				<ErrorState what="The balance could not be loaded." error={credits.error} onRetry={() => credits.refetch()} />
			</Card>
		);
	}
	const { data } = credits;
	const parts = balanceParts(data);
	return (
		<Card title="Balance">
			<p className="flex h-10 items-center font-semibold text-3xl tracking-tight">
				{data ? <Usd value={data.spendable_usd} /> : <Skeleton className="h-8 w-40" />}
			</p>
			<div className="mt-4 flex h-2 gap-0.5 overflow-hidden rounded-full bg-line" aria-hidden="true">
				{parts.map(({ name, share, colour }) => (
					<span key={name} className={colour} style={{ width: `${share}%` }} />
				))}
			</div>
			<div className="mt-4 grid gap-x-8 gap-y-2.5 text-sm sm:grid-cols-2">
				<dl className="flex flex-col gap-2.5">
					<Line name="Available" dot="bg-accent" value={data?.available_usd} />
					<Line name="Reserved for calls" dot="bg-(--chart-2)" value={data?.reserved_usd} />
					{data && isSome(data.promotional_usd) && (
						<Line name="Of it given, and spent first" value={data.promotional_usd} />
					)}
				</dl>
				<dl className="flex flex-col gap-2.5">
					<Line name="Bought and given, in all" value={data?.total_credits_usd} />
					<Line name="Used, in all" value={data?.total_usage_usd} />
					{data && isSome(data.debt_usd) && <Line name="Owed, and repaid first" value={data.debt_usd} />}
				</dl>
			</div>
			<p className="mt-4 min-h-10 text-faint sm:min-h-5 text-sm">
				{data && (
					<>
						As of <time dateTime={data.as_of}>{clockText(data.as_of)}</time>.{" "}
						{isSome(data.unposted_usd) && (
							<>
								<Usd value={data.unposted_usd} /> is used and not posted yet; it is counted as used here.
							</>
						)}
					</>
				)}
			</p>
		</Card>
	);
}

interface LineProps {
	readonly name: string;
	/** The colour that stands for it in the bar. */
	readonly dot?: string;
	readonly value: string | undefined;
}

function Line({ name, dot, value }: LineProps) {
	return (
		<div className="flex justify-between gap-4">
			<dt className="flex items-center gap-2 text-muted">
				{dot !== undefined && <span className={`size-2.5 rounded-xs ${dot}`} aria-hidden="true" />}
				{name}
			</dt>
			<dd>{value === undefined ? <Skeleton className="w-20" /> : <Usd value={value} />}</dd>
		</div>
	);
}
