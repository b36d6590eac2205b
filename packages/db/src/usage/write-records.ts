import type { Queries } from "../connect.ts";
import { requestWithdrawals } from "./request-withdrawals.ts";
import type { ReadableRecord } from "./second-log-record.ts";
import { COLUMN_NAMES, COLUMN_TYPES, toRecord } from "./usage-columns.ts";

/** Writes records of the second log into the book, in the caller's transaction; those it has already change nothing. */
export async function writeRecords(tx: Queries, records: readonly ReadableRecord[]): Promise<void> {
	const of = (kind: ReadableRecord["kind"]) =>
		records.flatMap((record) => (record.kind === kind ? [record.event] : []));
	const finals = of("final");
	const ids = finals.map((event) => event.generationId);
	// Of several checkpoints of one stream the last one stands.
	const last = new Map(of("checkpoint").map((event) => [event.generationId, event]));
	const checkpoints = [...last.values()].map((event) => ({
		generation_id: event.generationId,
		allowance_id: event.allowanceId,
		event: toRecord(event),
	}));
	await tx`insert into usage_event (${tx.unsafe(COLUMN_NAMES)})
		select ${tx.unsafe(COLUMN_NAMES)} from json_to_recordset(${JSON.stringify(finals.map(toRecord))}::text::json)
			as r (${tx.unsafe(COLUMN_TYPES)})
		on conflict (generation_id) do nothing`;
	await tx`delete from usage_checkpoint where generation_id = any (${ids}::uuid[])`;
	await tx`insert into usage_checkpoint (generation_id, allowance_id, event)
		select generation_id, allowance_id, event from json_to_recordset(${JSON.stringify(checkpoints)}::text::json)
			as r (generation_id uuid, allowance_id uuid, event jsonb)
		where not exists (select 1 from usage_event e where e.generation_id = r.generation_id)
		on conflict (generation_id) do update set event = excluded.event, recorded_at = clock_timestamp()`;
	await requestWithdrawals(tx, of("withdrawal"));
}
