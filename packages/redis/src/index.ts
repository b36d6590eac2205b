export { RedisAllowances, type RedisAllowancesOptions } from "./allowances/redis-allowances.ts";
export { TIMINGS, type Timings } from "./allowances/timings.ts";
export { connectIoredis, type IoredisOptions } from "./client/ioredis-client.ts";
export { type RedisClient, RedisError, type RedisReply } from "./client/redis-client.ts";
export { connectUpstash, type UpstashOptions } from "./client/upstash-client.ts";
export { RedisLimits, type RedisLimitsOptions } from "./limits/redis-limits.ts";
export { type DrainOptions, drainUsage } from "./usage/drain-usage.ts";
export { RedisUsageLog, USAGE_STREAM } from "./usage/redis-usage-log.ts";
export type { UsageRecord } from "./usage/stream-entry.ts";
