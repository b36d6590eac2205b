import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";
import { usdText } from "../../money/split-usd.ts";
import type { Bucket } from "../../time/time-range.ts";
import { countText, wholeCount } from "../../ui/count-text.ts";
import { useSize } from "../../ui/use-size.ts";
import { axisTicks, usdTick } from "./axis-ticks.ts";
import { bucketText, tickText } from "./bucket-text.ts";
import { type Bar as BarData, colourOf, type Measure, type Series } from "./usage-series.ts";

interface UsageChartProps {
	readonly series: readonly Series[];
	readonly bars: readonly BarData[];
	readonly measure: Measure;
	readonly bucket: Bucket;
}

export const CHART_PX = 260;

/** Use over time, a colour for each group. Arrow keys go from bar to bar. */
export default function UsageChart({ series, bars, measure, bucket }: UsageChartProps) {
	const [ref, width] = useSize();
	const highest = Math.max(
		0,
		...bars.map(({ heights }) => Object.values(heights).reduce((sum, each) => sum + each, 0)),
	);
	const { step, values } = axisTicks(highest, measure === "cost" ? 0 : 1);
	const markOf = (value: number) => (measure === "cost" ? usdTick(value, step) : countText(value));
	return (
		<div ref={ref} className="w-full" style={{ height: CHART_PX }}>
			{width > 0 && (
				<BarChart
					width={width}
					height={CHART_PX}
					data={[...bars]}
					margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
					barCategoryGap="18%"
					accessibilityLayer
					title="Use over time"
				>
					<CartesianGrid vertical={false} stroke="var(--line)" />
					<XAxis
						dataKey="start"
						tickFormatter={(start: number) => tickText(start, bucket)}
						tickLine={false}
						axisLine={{ stroke: "var(--line-strong)" }}
						tick={TICK}
						minTickGap={24}
					/>
					<YAxis
						width={Math.max(...values.map((value) => markOf(value).length)) * TICK_LETTER_PX + 12}
						ticks={[...values]}
						domain={[0, values.at(-1) ?? 0]}
						interval={0}
						tickFormatter={markOf}
						tickLine={false}
						axisLine={false}
						tick={TICK}
					/>
					<Tooltip
						cursor={{ fill: "var(--sunken)" }}
						isAnimationActive={false}
						content={({ active, payload }) => (
							<BarTooltip
								bar={active ? payload?.[0]?.payload : undefined}
								series={series}
								measure={measure}
								bucket={bucket}
							/>
						)}
					/>
					{series.map(({ id, name }, index) => (
						<Bar
							key={id}
							name={name}
							dataKey={(bar: BarData) => bar.heights[id] ?? 0}
							stackId="all"
							fill={colourOf(id, index)}
							isAnimationActive={false}
							maxBarSize={48}
						/>
					))}
				</BarChart>
			)}
		</div>
	);
}

const TICK = { fill: "var(--faint)", fontSize: 12 };
const TICK_LETTER_PX = 7.5;

interface BarTooltipProps {
	/** The bar that is pointed at; undefined: none is. */
	readonly bar: BarData | undefined;
	readonly series: readonly Series[];
	readonly measure: Measure;
	readonly bucket: Bucket;
}

/** What a bar is made of, exactly. */
function BarTooltip({ bar, series, measure, bucket }: BarTooltipProps) {
	if (!bar) return null;
	const parts = series.filter(({ id }) => bar.texts[id] !== undefined);
	return (
		<div className="max-w-60 rounded-lg border border-line bg-raised p-3 text-sm shadow-float sm:max-w-72">
			<p className="font-medium">{bucketText(bar.start, bucket)}</p>
			{parts.length === 0 && <p className="text-muted">Nothing</p>}
			<dl className="mt-1 grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5">
				{parts.map(({ id, name }) => (
					<div key={id} className="contents">
						<dt className="flex min-w-0 items-center gap-2 text-muted">
							<span
								className="size-2.5 shrink-0 rounded-xs"
								style={{
									background: colourOf(
										id,
										series.findIndex((each) => each.id === id),
									),
								}}
								aria-hidden="true"
							/>
							<span className="truncate">{name}</span>
						</dt>
						<dd className="tabular text-right">{valueText(bar.texts[id] ?? "0", measure)}</dd>
					</div>
				))}
			</dl>
		</div>
	);
}

function valueText(text: string, measure: Measure): string {
	return measure === "cost" ? usdText(text) : wholeCount(Number(text));
}
