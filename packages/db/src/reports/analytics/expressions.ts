import { INPUT_CLASSES, OUTPUT_CLASSES, type UsageClass } from "@turnpike/wire";
import { type AnalyticsDimension, type AnalyticsMetric, CLASS_METRICS, type Granularity } from "@turnpike/wire/account";
import type { AnalyticsQuery } from "./analytics-query.ts";
import { type AnalyticsSource, fineDimensionOf } from "./source-of.ts";

/** SQL of ours alone: nothing a caller sends ever becomes part of it. */
interface Expressions {
	readonly dimensions: Readonly<Partial<Record<AnalyticsDimension, string>>>;
	readonly metrics: Readonly<Partial<Record<AnalyticsMetric, string>>>;
	/** The instant a row is counted at. */
	readonly at: string;
}

const share = (part: string, whole: string) => `(${part})::float8 / nullif(${whole}, 0)`;

const OF_ROLLUPS: Expressions = {
	at: "hour",
	dimensions: { model: "model", provider: "provider", key: "key_id", project: "project_id" },
	metrics: {
		request_count: "coalesce(sum(generations), 0)::bigint",
		total_usage: "coalesce(sum(charge_nano_usd), 0)::bigint",
		tokens_total: "coalesce(sum(prompt_tokens + completion_tokens), 0)::bigint",
		tokens_prompt: "coalesce(sum(prompt_tokens), 0)::bigint",
		tokens_completion: "coalesce(sum(completion_tokens), 0)::bigint",
		cached_tokens: "coalesce(sum(cached_tokens), 0)::bigint",
		reasoning_tokens: "coalesce(sum(reasoning_tokens), 0)::bigint",
		cache_hit_rate: share("sum(cached_tokens)", "sum(prompt_tokens)"),
	},
};

const units = (name: UsageClass) => `coalesce((usage->>'${name}')::bigint, 0)`;
const PROMPT = `(${INPUT_CLASSES.map(units).join(" + ")})`;
const COMPLETION = `(${OUTPUT_CLASSES.map(units).join(" + ")})`;
const total = (expression: string) => `coalesce(sum(${expression}), 0)::bigint`;
const countOf = (condition: string) => `count(*) filter (where ${condition})`;
const percentile = (fraction: number, of: string, where = "true") =>
	`(percentile_disc(${fraction}) within group (order by ${of}) filter (where ${where}))::float8`;
const mean = (of: string, where = "true") => `(avg(${of}) filter (where ${where}))::float8`;

/** Tokens a second between the first byte and the last, where there was time between them. */
const THROUGHPUT = `${COMPLETION} * 1000.0 / (latency_ms - ttft_ms)`;
const HAS_THROUGHPUT = "streamed and latency_ms > ttft_ms";
const ERROR = "status = 'interrupted'";
const ABORT = "status = 'aborted'";
const CUT = "status = 'cut'";
const FALLBACK = "jsonb_array_length(attempts) > 1";

const byClass = Object.fromEntries(
	Object.entries(CLASS_METRICS).map(([metric, name]) => [metric, total(units(name))]),
) as Record<keyof typeof CLASS_METRICS, string>;

const OF_GENERATIONS: Required<Expressions> = {
	at: "admitted_at",
	dimensions: {
		...OF_ROLLUPS.dimensions,
		member: "coalesce(member_id, '')",
		end_user: "end_user",
		app: "app",
		tag: "coalesce(tag, '')",
		endpoint: "endpoint_id",
		status: "status",
		finish_reason: "finish_reason",
		format: "format",
	},
	metrics: {
		...byClass,
		request_count: "count(*)",
		total_usage: total("posted_nano_usd"),
		tokens_total: total(`${PROMPT} + ${COMPLETION}`),
		tokens_prompt: total(PROMPT),
		tokens_completion: total(COMPLETION),
		cached_tokens: total(units("cache_read")),
		reasoning_tokens: total(units("reasoning")),
		cache_hit_rate: share(`sum(${units("cache_read")})`, `sum(${PROMPT})`),
		avg_latency: mean("latency_ms"),
		p50_latency: percentile(0.5, "latency_ms"),
		p90_latency: percentile(0.9, "latency_ms"),
		p95_latency: percentile(0.95, "latency_ms"),
		p99_latency: percentile(0.99, "latency_ms"),
		avg_ttft: mean("ttft_ms", "streamed"),
		p50_ttft: percentile(0.5, "ttft_ms", "streamed"),
		p90_ttft: percentile(0.9, "ttft_ms", "streamed"),
		p95_ttft: percentile(0.95, "ttft_ms", "streamed"),
		p99_ttft: percentile(0.99, "ttft_ms", "streamed"),
		avg_throughput: mean(THROUGHPUT, HAS_THROUGHPUT),
		p50_throughput: percentile(0.5, THROUGHPUT, HAS_THROUGHPUT),
		p90_throughput: percentile(0.9, THROUGHPUT, HAS_THROUGHPUT),
		p99_throughput: percentile(0.99, THROUGHPUT, HAS_THROUGHPUT),
		error_count: countOf(ERROR),
		abort_count: countOf(ABORT),
		cut_count: countOf(CUT),
		fallback_count: countOf(FALLBACK),
		error_rate: share(countOf(ERROR), "count(*)"),
		abort_rate: share(countOf(ABORT), "count(*)"),
		cut_rate: share(countOf(CUT), "count(*)"),
		fallback_rate: share(countOf(FALLBACK), "count(*)"),
	},
};

/** What a source knows. */
export function expressionsOf(query: AnalyticsQuery, source: AnalyticsSource): Expressions {
	if (source === "generations") return OF_GENERATIONS;
	const fine = source === "fine_rollups" ? fineDimensionOf(query) : undefined;
	return fine === undefined ? OF_ROLLUPS : { ...OF_ROLLUPS, dimensions: { ...OF_ROLLUPS.dimensions, [fine]: "value" } };
}

/** The beginning of the bucket an instant lies in, as text, in UTC. */
export function bucketOf(at: string, granularity: Granularity): string {
	const form = granularity === "minute" || granularity === "hour" ? 'YYYY-MM-DD"T"HH24:MI:SS"Z"' : "YYYY-MM-DD";
	return `to_char(date_trunc('${granularity}', ${at}, 'UTC') at time zone 'UTC', '${form}')`;
}
