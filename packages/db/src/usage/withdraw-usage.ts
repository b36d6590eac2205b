import type { UsageEvent } from "@turnpike/ledger";
import type { Database } from "../connect.ts";
import { claimKey } from "../ledger/posting-store.ts";
import { COLUMN_NAMES, COLUMN_TYPES, toRecord } from "./usage-columns.ts";

/**
 * Makes a generation cost nothing whose answer ended with an error because its record seemed lost: the commit may have
 * come through all the same, or a checkpoint may stand for it. A repeat changes nothing.
 *
 * @returns false when it was posted already: then it was debited, and a person must make it good.
 */
export async function withdrawUsage(sql: Database, event: UsageEvent): Promise<boolean> {
	const free = { ...event, status: "interrupted", usage: {}, chargeNanoUsd: 0n } as UsageEvent;
	return sql.begin(async (tx) => {
		// Posting reads an account's events under this claim: none may change between its reading and its writing.
		await tx`select pg_advisory_xact_lock(${claimKey(tx, event.accountId)})`;
		const withdrawn = await tx`insert into usage_event (${tx.unsafe(COLUMN_NAMES)})
			select ${tx.unsafe(COLUMN_NAMES)} from json_to_recordset(${JSON.stringify([toRecord(free)])}::text::json)
				as r (${tx.unsafe(COLUMN_TYPES)})
			on conflict (generation_id) do update set status = excluded.status, usage = excluded.usage, charge_nano_usd = 0
			where usage_event.transaction_id is null`;
		await tx`delete from usage_checkpoint where generation_id = ${event.generationId}`;
		return withdrawn.count === 1;
	});
}
