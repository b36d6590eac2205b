import type { UsageEvent } from "@turnpike/ledger";
import type { Database } from "../connect.ts";
import { requestWithdrawals } from "./request-withdrawals.ts";
import { COLUMN_NAMES, COLUMN_TYPES, storable, toRecord } from "./usage-columns.ts";

/** Records that the second log took while this database was away. */
export interface SecondLogBatch {
	readonly finals: readonly UsageEvent[];
	readonly checkpoints: readonly UsageEvent[];
	/** Of generations that are to cost nothing. */
	readonly withdrawals: readonly UsageEvent[];
	readonly unreadable: readonly { readonly source: string; readonly payload: string; readonly reason: string }[];
}

/**
 * Takes over a batch of the second log, all or nothing. Repeating it changes nothing: usage is named by its generation,
 * and a checkpoint that comes behind its final record is dropped.
 */
export async function takeOverUsage(sql: Database, batch: SecondLogBatch): Promise<void> {
	const ids = batch.finals.map((event) => event.generationId);
	const finals = JSON.stringify(batch.finals.map(toRecord));
	// Of several checkpoints of one stream the last one stands.
	const last = new Map(batch.checkpoints.map((event) => [event.generationId, event]));
	const checkpoints = JSON.stringify(
		[...last.values()].map((event) => ({
			generation_id: event.generationId,
			allowance_id: event.allowanceId,
			event: toRecord(event),
		})),
	);
	const unreadable = JSON.stringify(
		batch.unreadable.map(({ source, payload, reason }) => ({
			source: storable(source),
			payload: storable(payload),
			reason: storable(reason),
		})),
	);
	await sql.begin(async (tx) => {
		await tx`insert into usage_event (${tx.unsafe(COLUMN_NAMES)})
			select ${tx.unsafe(COLUMN_NAMES)} from json_to_recordset(${finals}::text::json) as r (${tx.unsafe(COLUMN_TYPES)})
			on conflict (generation_id) do nothing`;
		await tx`delete from usage_checkpoint where generation_id = any (${ids}::uuid[])`;
		await tx`insert into usage_checkpoint (generation_id, allowance_id, event)
			select generation_id, allowance_id, event from json_to_recordset(${checkpoints}::text::json)
				as r (generation_id uuid, allowance_id uuid, event jsonb)
			where not exists (select 1 from usage_event e where e.generation_id = r.generation_id)
			on conflict (generation_id) do update set event = excluded.event, recorded_at = clock_timestamp()`;
		await requestWithdrawals(tx, batch.withdrawals);
		await tx`insert into unreadable_usage (source, payload, reason)
			select source, payload, reason from json_to_recordset(${unreadable}::text::json)
				as r (source text, payload text, reason text)
			on conflict (source) do nothing`;
	});
}
