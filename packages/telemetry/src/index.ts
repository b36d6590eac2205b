export { LOG_LEVELS, type LogFields, type LogLevel } from "./log/log-record.ts";
export { createLogger, type Logger, type LoggerOptions } from "./log/logger.ts";
export { redactText } from "./log/redact.ts";
export type { Counter } from "./metrics/counter.ts";
export { METRICS_CONTENT_TYPE } from "./metrics/expose.ts";
export type { Family, FamilyOptions } from "./metrics/family.ts";
export type { Gauge } from "./metrics/gauge.ts";
export { DURATION_BUCKETS_MS, type Histogram } from "./metrics/histogram.ts";
export { createMetrics, type Metrics } from "./metrics/registry.ts";
export { ATTRIBUTES } from "./trace/attributes.ts";
export {
	type AttemptFacts,
	type GenerationFacts,
	openAttemptSpan,
	openGenerationSpan,
} from "./trace/open-generation-span.ts";
export { type OpenSpan, openSpan } from "./trace/open-span.ts";
export { parentFrom } from "./trace/parent-from.ts";
export { errorType, withSpan } from "./trace/with-span.ts";
