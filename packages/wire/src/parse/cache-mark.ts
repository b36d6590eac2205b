import type { CacheControl } from "../canonical/request.ts";
import { isRecord } from "../json/record.ts";

/** A cache marker, spread into what carries it. */
export function cacheMark(value: unknown): { cacheControl?: CacheControl } {
	if (!isRecord(value) || value.type !== "ephemeral") return {};
	const ttl = value.ttl === "5m" || value.ttl === "1h" ? value.ttl : undefined;
	return { cacheControl: { type: "ephemeral", ...(ttl !== undefined && { ttl }) } };
}
