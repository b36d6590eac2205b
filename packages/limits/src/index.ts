export { assertLimits } from "./assert-limits.ts";
export { emissionIntervalUs, type GcraDecision, gcra } from "./gcra.ts";
export {
	type Admission,
	CONCURRENCY_RETRY_MS,
	type LimitCode,
	type LimitRefusal,
	type Limits,
	type LimitsRequest,
	MAX_REQUESTS_PER_MINUTE,
	type Permit,
	type RequestAllowance,
	SLOT_TTL_MS,
} from "./limits.ts";
export { MemoryLimits, type MemoryLimitsOptions } from "./memory-limits.ts";
