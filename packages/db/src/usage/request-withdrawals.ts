import type { UsageEvent } from "@turnpike/ledger";
import type { Queries } from "../connect.ts";
import { toRecord } from "./usage-columns.ts";

/**
 * Asks that generations cost nothing, whose records were given up: a billing worker sees to it, in whatever state it finds
 * them. Asked again, nothing changes.
 */
export async function requestWithdrawals(sql: Queries, events: readonly UsageEvent[]): Promise<void> {
	if (events.length === 0) return;
	const requests = events.map((event) => ({ generation_id: event.generationId, event: toRecord(event) }));
	await sql`insert into usage_withdrawal (generation_id, event)
		select generation_id, event from json_to_recordset(${JSON.stringify(requests)}::text::json)
			as r (generation_id uuid, event jsonb)
		on conflict (generation_id) do nothing`;
}
