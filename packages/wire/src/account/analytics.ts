import * as z from "zod";
import {
	ANALYTICS_DIMENSIONS,
	ANALYTICS_METRICS,
	type AnalyticsMetric,
	DIMENSION_ALIASES,
	type DimensionName,
	GRANULARITIES,
} from "./analytics-names.ts";
import { count, instantText, usdNumber, usdText } from "./fields.ts";
import { moment, reportForm } from "./query-fields.ts";

const metricNames = Object.keys(ANALYTICS_METRICS) as [AnalyticsMetric, ...AnalyticsMetric[]];
const dimensionNames = [...Object.keys(ANALYTICS_DIMENSIONS), ...Object.keys(DIMENSION_ALIASES)] as [
	DimensionName,
	...DimensionName[],
];

const LARGEST_ANSWER = 10_000;
const rows = z.int().min(1).max(LARGEST_ANSWER);
const value = z.union([z.string(), z.number()]).transform(String);

const filter = z.strictObject({
	field: z.enum(dimensionNames),
	operator: z.enum(["eq", "neq", "in", "not_in"]),
	value: z
		.union([value, z.array(value).max(100)])
		.meta({ description: 'One value for eq and neq, a list for in and not_in; "" is what has none.' }),
	include_unset: z.boolean().optional().meta({ description: "With in: also what has no value." }),
});

/** The body of `POST /analytics/query`, as OpenRouter's; what it does not know is refused, not overlooked. */
export const analyticsRequest = z.strictObject({
	metrics: z.array(z.enum(metricNames)).min(1).max(metricNames.length),
	dimensions: z.array(z.enum(dimensionNames)).max(2).optional().meta({ description: "By what; at most two." }),
	granularity: z.enum(GRANULARITIES).optional().meta({
		description: "The width of a time bucket, in UTC; weeks begin on Monday. Absent: one row for the whole time.",
	}),
	time_range: z
		.strictObject({ start: moment, end: moment })
		.optional()
		.meta({ description: "From `start` up to `end`, which is not in it; the last seven days by default." }),
	filters: z.array(filter).max(20).optional().meta({ description: "All of them must hold." }),
	order_by: z
		.strictObject({ field: z.string(), direction: z.enum(["asc", "desc"]).optional() })
		.optional()
		.meta({ description: "A metric, a dimension of the query, or `date`. The latest, else the largest first." }),
	limit: rows.optional().meta({ description: "Most rows; 1,000 by default." }),
	group_limit: rows.optional().meta({ description: "Most rows for each combination of the dimensions." }),
});

export const analyticsForm = z.object({ format: reportForm.optional() });

/** `GET /analytics/meta`. */
export const analyticsMeta = z.object({
	data: z.object({
		metrics: z.array(
			z.object({
				name: z.enum(metricNames),
				display_label: z.string(),
				is_rate: z.boolean(),
				display_format: z.enum(["number", "currency", "percent", "latency", "throughput"]),
				longest_days: count.nullable().meta({ description: "The longest period it can be asked for." }),
			}),
		),
		dimensions: z.array(
			z.object({ name: z.enum(dimensionNames), display_label: z.string(), longest_days: count.nullable() }),
		),
		operators: z.array(z.object({ name: z.string(), value_type: z.enum(["scalar", "array"]) })),
		granularities: z.array(z.object({ name: z.enum(GRANULARITIES), display_label: z.string() })),
	}),
});

/** A row has the dimensions asked for (and `<dimension>_name` where one has a name), `date__<granularity>`, the metrics. */
const row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** The answer of `POST /analytics/query`. */
export const analyticsAnswer = z.object({
	data: z.object({
		data: z.array(row),
		metadata: z.object({
			query_time_ms: z.number(),
			row_count: count,
			truncated: z.boolean().meta({ description: "There are more rows than `limit`." }),
			source: z.enum(["rollups", "generations"]).meta({
				description:
					"`rollups`: whole hours, written with the ledger, to the nano-dollar; `generations`: counted out of single ones.",
			}),
			time_range: z
				.object({ start: instantText, end: instantText })
				.meta({ description: "What was counted: of rollups, whole hours." }),
		}),
		as_of: instantText.meta({ description: "Everything posted until then is in the rows." }),
		unposted: z
			.object({ request_count: count, total_usage: usdNumber, total_usage_usd: usdText })
			.meta({ description: "Durable usage that is not posted yet, and so in no row." }),
	}),
});

export type AnalyticsRequest = z.output<typeof analyticsRequest>;
export type AnalyticsMeta = z.infer<typeof analyticsMeta>;
export type AnalyticsAnswer = z.infer<typeof analyticsAnswer>;
