import type { UsageEvent } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { Database } from "../connect.ts";
import { readUsageEvent, type UsageEventRow } from "../usage/read-usage-event.ts";
import { withOrg } from "../with-org.ts";

/** One generation's record, and its debit once it is posted. */
export interface GenerationRecord {
	readonly event: UsageEvent;
	readonly transactionId: string | undefined;
	readonly posted: NanoUsd | undefined;
	/** The part of its price that is the house's, once it is posted. */
	readonly overrun: NanoUsd | undefined;
	readonly parkedReason: string | undefined;
	/** JSON text of the price version in force when it was admitted. */
	readonly prices: string | undefined;
}

/** @returns undefined when the organisation has no such generation: another's looks exactly the same. */
export async function findGeneration(
	sql: Database,
	organisationId: string,
	generationId: string,
): Promise<GenerationRecord | undefined> {
	const [row] = await withOrg(
		sql,
		organisationId,
		(tx) => tx<(UsageEventRow & { prices: string | null })[]>`
			select u.*, p.prices::text as prices from usage_event u left join price_version p on p.id = u.price_version_id
			where u.generation_id = ${generationId} and u.organisation_id = ${organisationId}`,
	);
	if (!row) return undefined;
	return {
		event: readUsageEvent(row),
		transactionId: row.transaction_id ?? undefined,
		posted: row.posted_nano_usd === null ? undefined : nanoUsd(row.posted_nano_usd),
		overrun: row.overrun_nano_usd === null ? undefined : nanoUsd(row.overrun_nano_usd),
		parkedReason: row.parked_reason ?? undefined,
		prices: row.prices ?? undefined,
	};
}
