import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { BarChart3 } from "lucide-react";
import { lazy, Suspense, useMemo } from "react";
import { GROUPS, type Group, type Usage, usageQuery } from "../../api/analytics.ts";
import { RangePicker } from "../../time/range-picker.tsx";
import { readRange, writeRange } from "../../time/time-range.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Skeleton, SkeletonRows } from "../../ui/skeleton.tsx";
import { GroupTable } from "./group-table.tsx";
import { MeasureSwitch } from "./measure-switch.tsx";
import { UsageExport } from "./usage-export.tsx";
import { groupOf, measureOf } from "./usage-search.ts";
import { type Measure, seriesOf } from "./usage-series.ts";
import { UsageTotals } from "./usage-totals.tsx";

const UsageChart = lazy(() => import("./usage-chart.tsx"));
const route = getRouteApi("/in/usage");

export const GROUP_WORDS: Readonly<Record<Group, string>> = {
	model: "By model",
	key: "By key",
	project: "By project",
	provider: "By provider",
	member: "By member",
};

/** What was spent and used, over time and by what. */
export function UsagePage() {
	const search = route.useSearch();
	const navigate = route.useNavigate();
	const change = (part: Partial<typeof search>) =>
		navigate({ search: (before) => ({ ...before, ...part }), replace: true });
	const [range, group, measure] = [readRange(search.time), groupOf(search), measureOf(search)];
	const usage = useQuery(usageQuery(range, group));
	return (
		<Page
			title="Usage"
			actions={
				<>
					<Link to="/generations" search={{ time: writeRange(range) }} className={buttonClass("secondary")}>
						Single generations
					</Link>
					<UsageExport range={range} group={group} />
				</>
			}
		>
			<div className="mb-4 flex flex-wrap items-center gap-2">
				<RangePicker range={range} onChange={(next) => change({ time: writeRange(next) })} />
				<SelectField
					label="Group"
					hideLabel
					value={group}
					choices={GROUPS.map((value) => ({ value, label: GROUP_WORDS[value] }))}
					onChange={(by) => change({ by })}
					className="w-full sm:w-40"
				/>
				<MeasureSwitch measure={measure} onChange={(next) => change({ measure: next })} />
			</div>
			{usage.isError && usage.data === undefined ? (
				<Card>
					<ErrorState what="The usage could not be loaded." error={usage.error} onRetry={() => usage.refetch()} />
				</Card>
			) : (
				<UsageView usage={usage.data} group={group} measure={measure} time={writeRange(range)} />
			)}
		</Page>
	);
}

interface UsageViewProps {
	/** undefined while it is on its way. */
	readonly usage: Usage | undefined;
	readonly group: Group;
	readonly measure: Measure;
	readonly time: string;
}

function UsageView({ usage, group, measure, time }: UsageViewProps) {
	const chart = useMemo(() => usage && seriesOf(usage, measure), [usage, measure]);
	return (
		<div className="flex flex-col gap-6">
			<UsageTotals usage={usage} />
			<Card>
				{usage && chart && chart.series.length > 0 ? (
					<Suspense fallback={<ChartSkeleton />}>
						<UsageChart series={chart.series} bars={chart.bars} measure={measure} bucket={usage.bucket} />
					</Suspense>
				) : usage ? (
					<NothingUsed />
				) : (
					<ChartSkeleton />
				)}
			</Card>
			<Card flush>
				{usage ? (
					<GroupTable usage={usage} group={group} measure={measure} series={chart?.series ?? []} time={time} />
				) : (
					<SkeletonRows rows={5} label="Loading the usage" />
				)}
			</Card>
		</div>
	);
}

function ChartSkeleton() {
	return <Skeleton className="h-65" />;
}

function NothingUsed() {
	return (
		<div className="grid h-65 place-items-center">
			<EmptyState icon={BarChart3} title="Nothing used in this time">
				Usage appears here within a second or two of a call.
			</EmptyState>
		</div>
	);
}
