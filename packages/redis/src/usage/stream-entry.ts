import { parseUsageEvent, type UsageEvent } from "@turnpike/ledger";
import type { RedisReply } from "../client/redis-client.ts";
import { asList, asText } from "../client/reply.ts";

const KINDS = ["final", "checkpoint", "withdrawal"] as const;

/** One record of the stream as billing gets it. */
export type UsageRecord =
	| { readonly kind: (typeof KINDS)[number]; readonly entryId: string; readonly event: UsageEvent }
	/** It could not be read; `raw` is all there is of it beside the kind it says it is, to be parked with the reason. */
	| {
			readonly kind: "poison";
			readonly entryId: string;
			readonly said: string | undefined;
			readonly raw: string;
			readonly reason: string;
	  };

/** Reads `[id, [field, value, …]]`. Nothing that lies in the stream can make it throw. */
export function readEntry(entry: RedisReply): UsageRecord {
	const [id, fields] = asList(entry);
	const entryId = asText(id);
	const values = fieldsOf(fields);
	const said = values.get("kind");
	const kind = KINDS.find((known) => known === said);
	const raw = values.get("event") ?? JSON.stringify(Object.fromEntries(values));
	if (!kind) return { kind: "poison", entryId, said, raw, reason: `kind ${said}` };
	try {
		return { kind, entryId, event: parseUsageEvent(raw) };
	} catch (error) {
		return { kind: "poison", entryId, said, raw, reason: error instanceof Error ? error.message : String(error) };
	}
}

/** Redis answers null for an entry that was deleted while it was pending. */
function fieldsOf(fields: RedisReply | undefined): Map<string, string> {
	const values = new Map<string, string>();
	if (fields === null || typeof fields !== "object") return values;
	for (let n = 0; n + 1 < fields.length; n += 2) values.set(asText(fields[n]), asText(fields[n + 1]));
	return values;
}
