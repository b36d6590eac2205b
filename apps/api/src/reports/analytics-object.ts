import type { Analytics, AnalyticsQuery, AnalyticsRow, MetricValue } from "@turnpike/db";
import { approximateUsd, formatUsd } from "@turnpike/money";
import {
	ANALYTICS_DIMENSIONS,
	ANALYTICS_METRICS,
	type AnalyticsAnswer,
	type AnalyticsDimension,
	type AnalyticsMeta,
	type AnalyticsRequest,
	DIMENSION_ALIASES,
	type DimensionName,
	dimensionOf,
	GRANULARITIES,
} from "@turnpike/wire/account";
import { LONGEST_GENERATIONS_DAYS } from "./analytics-query.ts";
import { csvText } from "./csv.ts";

const HOUR_MS = 3_600_000;

/** Names by id, of the dimensions whose values are ids. */
export type NamesOf = Readonly<Partial<Record<AnalyticsDimension, ReadonlyMap<string, string>>>>;

type Cells = AnalyticsAnswer["data"]["data"][number];

/** `POST /analytics/query`: OpenRouter's shape, exact amounts and what is not posted yet beside. */
export function analyticsObject(
	asked: AnalyticsRequest,
	query: AnalyticsQuery,
	found: Analytics,
	names: NamesOf,
	tookMs: number,
): AnalyticsAnswer {
	const hours = found.source === "rollups";
	const from = hours ? query.from - (query.from % HOUR_MS) : query.from;
	const to = hours ? Math.ceil(query.to / HOUR_MS) * HOUR_MS : query.to;
	return {
		data: {
			data: found.rows.map((row) => cellsOf(asked, row, names)),
			metadata: {
				query_time_ms: Math.round(tookMs),
				row_count: found.rows.length,
				truncated: found.truncated,
				source: found.source,
				time_range: { start: new Date(from).toISOString(), end: new Date(to).toISOString() },
			},
			as_of: new Date(found.asOf).toISOString(),
			unposted: {
				request_count: found.unposted.generations,
				total_usage: approximateUsd(found.unposted.charge),
				total_usage_usd: formatUsd(found.unposted.charge),
			},
		},
	};
}

/** Dimensions by the names they were asked by, then the bucket, then the metrics. */
function cellsOf(
	{ dimensions = [], granularity, metrics }: AnalyticsRequest,
	row: AnalyticsRow,
	names: NamesOf,
): Cells {
	const cells: Cells = {};
	for (const name of dimensions) {
		const dimension = dimensionOf(name);
		const value = row.dimensions[dimension] ?? "";
		cells[name] = value;
		const known = names[dimension];
		if (known) cells[`${name}_name`] = known.get(value) ?? "";
	}
	if (granularity) cells[`date__${granularity}`] = row.date ?? null;
	for (const metric of metrics) Object.assign(cells, figure(metric, row.metrics[metric] ?? null));
	return cells;
}

function figure(metric: string, value: MetricValue): Cells {
	if (typeof value !== "bigint") return { [metric]: value };
	return { [metric]: approximateUsd(value), [`${metric}_usd`]: formatUsd(value) };
}

/** The same rows as CSV; amounts as exact text alone. */
export function analyticsCsv(asked: AnalyticsRequest, found: Analytics, names: NamesOf): string {
	const rows = found.rows.map((row) => cellsOf(asked, row, names));
	const groups = (asked.dimensions ?? []).flatMap((name) =>
		names[dimensionOf(name)] ? [name, `${name}_name`] : [name],
	);
	const date = asked.granularity ? [`date__${asked.granularity}`] : [];
	const figures = asked.metrics.map((metric) => (metric === "total_usage" ? "total_usage_usd" : metric));
	const heads = [...groups, ...date, ...figures];
	return csvText([heads, ...rows.map((row) => heads.map((head) => String(row[head] ?? "")))]);
}

const OPERATORS = [
	{ name: "eq", value_type: "scalar" },
	{ name: "neq", value_type: "scalar" },
	{ name: "in", value_type: "array" },
	{ name: "not_in", value_type: "array" },
] as const;

const longestDays = (rolledUp: boolean) => (rolledUp ? null : LONGEST_GENERATIONS_DAYS);

/** `GET /analytics/meta`: all that may be asked. */
export function analyticsMetaObject(): AnalyticsMeta {
	const aliases = Object.entries(DIMENSION_ALIASES) as [keyof typeof DIMENSION_ALIASES, AnalyticsDimension][];
	const dimensions: [DimensionName, AnalyticsDimension][] = [...pairsOf(ANALYTICS_DIMENSIONS), ...aliases];
	return {
		data: {
			metrics: (Object.keys(ANALYTICS_METRICS) as (keyof typeof ANALYTICS_METRICS)[]).map((name) => {
				const { label, isRate, format, rolledUp } = ANALYTICS_METRICS[name];
				const longest_days = longestDays(rolledUp);
				return { name, display_label: label, is_rate: isRate, display_format: format, longest_days };
			}),
			dimensions: dimensions.map(([name, dimension]) => {
				const { label, rolledUp } = ANALYTICS_DIMENSIONS[dimension];
				return { name, display_label: label, longest_days: longestDays(rolledUp) };
			}),
			operators: [...OPERATORS],
			granularities: GRANULARITIES.map((name) => ({
				name,
				display_label: name.replace(/^./, (first) => first.toUpperCase()),
			})),
		},
	};
}

function pairsOf(dimensions: typeof ANALYTICS_DIMENSIONS): [AnalyticsDimension, AnalyticsDimension][] {
	return (Object.keys(dimensions) as AnalyticsDimension[]).map((name) => [name, name]);
}
