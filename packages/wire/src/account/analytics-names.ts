import type { UsageClass } from "../usage.ts";

/** How a figure is to be shown; `currency` is USD, `latency` milliseconds, `throughput` tokens a second. */
export type DisplayFormat = "number" | "currency" | "percent" | "latency" | "throughput";

export interface Metric {
	readonly label: string;
	readonly format: DisplayFormat;
	/** A share, a mean or a percentile: it is not summed. */
	readonly isRate: boolean;
	/** Known to the hourly rollups, and so to any period; the others are counted out of single generations. */
	readonly rolledUp: boolean;
}

const sum = (label: string, format: DisplayFormat = "number"): Metric => ({
	label,
	format,
	isRate: false,
	rolledUp: true,
});
const counted = (label: string): Metric => ({ label, format: "number", isRate: false, rolledUp: false });
const share = (label: string): Metric => ({ label, format: "percent", isRate: true, rolledUp: false });
const latency = (label: string): Metric => ({ label, format: "latency", isRate: true, rolledUp: false });
const throughput = (label: string): Metric => ({ label, format: "throughput", isRate: true, rolledUp: false });

/**
 * What analytics can be asked for. Names that OpenRouter has are meant as there (its `analytics/meta`); `*_ttft`, the
 * counts by class and the shares of what went wrong are Turnpike's.
 */
export const ANALYTICS_METRICS = {
	request_count: sum("Requests"),
	total_usage: sum("Cost", "currency"),
	tokens_total: sum("Tokens"),
	tokens_prompt: sum("Prompt tokens"),
	tokens_completion: sum("Completion tokens"),
	cached_tokens: sum("Cached prompt tokens"),
	reasoning_tokens: sum("Reasoning tokens"),
	cache_hit_rate: { label: "Cache hit rate", format: "percent", isRate: true, rolledUp: true },
	tokens_input: counted("Input tokens, not cached"),
	tokens_cache_read: counted("Input tokens read from cache"),
	tokens_cache_write_5m: counted("Input tokens cached for 5 minutes"),
	tokens_cache_write_1h: counted("Input tokens cached for an hour"),
	tokens_output: counted("Output tokens, not reasoning"),
	tokens_reasoning: counted("Hidden reasoning tokens"),
	tokens_input_audio: counted("Audio input tokens"),
	tokens_output_audio: counted("Audio output tokens"),
	tokens_input_image: counted("Image input tokens"),
	tokens_output_image: counted("Image output tokens"),
	web_search_count: counted("Web searches"),
	avg_latency: latency("Latency, mean"),
	p50_latency: latency("Latency, median"),
	p90_latency: latency("Latency, 90th percentile"),
	p95_latency: latency("Latency, 95th percentile"),
	p99_latency: latency("Latency, 99th percentile"),
	avg_ttft: latency("First byte of streams, mean"),
	p50_ttft: latency("First byte of streams, median"),
	p90_ttft: latency("First byte of streams, 90th percentile"),
	p95_ttft: latency("First byte of streams, 95th percentile"),
	p99_ttft: latency("First byte of streams, 99th percentile"),
	avg_throughput: throughput("Throughput of streams, mean"),
	p50_throughput: throughput("Throughput of streams, median"),
	p90_throughput: throughput("Throughput of streams, 90th percentile"),
	p99_throughput: throughput("Throughput of streams, 99th percentile"),
	error_count: counted("Interrupted by the provider"),
	abort_count: counted("Aborted by the caller"),
	cut_count: counted("Cut by funds or cost bound"),
	fallback_count: counted("Served after a failed attempt"),
	error_rate: share("Interrupted by the provider, share"),
	abort_rate: share("Aborted by the caller, share"),
	cut_rate: share("Cut by funds or cost bound, share"),
	fallback_rate: share("Served after a failed attempt, share"),
} as const satisfies Record<string, Metric>;

export type AnalyticsMetric = keyof typeof ANALYTICS_METRICS;

/** Metrics that count units of one usage class. */
export const CLASS_METRICS = {
	tokens_input: "input",
	tokens_cache_read: "cache_read",
	tokens_cache_write_5m: "cache_write_5m",
	tokens_cache_write_1h: "cache_write_1h",
	tokens_output: "output",
	tokens_reasoning: "reasoning",
	tokens_input_audio: "input_audio",
	tokens_output_audio: "output_audio",
	tokens_input_image: "input_image",
	tokens_output_image: "output_image",
	web_search_count: "web_search",
} as const satisfies Partial<Record<AnalyticsMetric, UsageClass>>;

/** By what analytics can be broken down, and whether the hourly rollups know it. */
export const ANALYTICS_DIMENSIONS = {
	model: { label: "Model", rolledUp: true },
	provider: { label: "Provider", rolledUp: true },
	key: { label: "Key", rolledUp: true },
	project: { label: "Project", rolledUp: true },
	member: { label: "Member", rolledUp: false },
	end_user: { label: "End user", rolledUp: false },
	app: { label: "App", rolledUp: false },
	tag: { label: "Tag", rolledUp: false },
	endpoint: { label: "Endpoint", rolledUp: false },
	status: { label: "Status", rolledUp: false },
	finish_reason: { label: "Finish reason", rolledUp: false },
	format: { label: "Format", rolledUp: false },
} as const satisfies Record<string, { readonly label: string; readonly rolledUp: boolean }>;

export type AnalyticsDimension = keyof typeof ANALYTICS_DIMENSIONS;

/** OpenRouter's names of dimensions that Turnpike calls otherwise. */
export const DIMENSION_ALIASES = {
	api_key_id: "key",
	workspace: "project",
	user: "member",
	external_user: "end_user",
} as const satisfies Record<string, AnalyticsDimension>;

export type DimensionName = AnalyticsDimension | keyof typeof DIMENSION_ALIASES;

export function dimensionOf(name: DimensionName): AnalyticsDimension {
	return name in DIMENSION_ALIASES
		? DIMENSION_ALIASES[name as keyof typeof DIMENSION_ALIASES]
		: (name as AnalyticsDimension);
}

export const GRANULARITIES = ["minute", "hour", "day", "week", "month"] as const;
export type Granularity = (typeof GRANULARITIES)[number];
