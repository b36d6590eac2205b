import type { UsageEvent } from "@turnpike/ledger";
import type { NanoUsd } from "@turnpike/money";
import { nanoUsd } from "@turnpike/money";
import type { Database, Queries } from "../connect.ts";
import { readUsageEvent, type UsageEventRow } from "../usage/read-usage-event.ts";

export interface AuditScope {
	readonly organisationId: string | undefined;
	/** Unix milliseconds of admission. */
	readonly from: number;
	readonly to: number;
}

/** A posted generation and what was debited for it. */
export interface PostedUsage {
	readonly event: UsageEvent;
	readonly posted: NanoUsd;
	/** The part of its price the house bears. */
	readonly overrun: NanoUsd;
}

/** Every posted generation of a period in batches, each read once, from the snapshot of one transaction. */
export async function* postedUsage(tx: Queries, scope: AuditScope): AsyncGenerator<PostedUsage[]> {
	const rows = tx<UsageEventRow[]>`select * from usage_event where transaction_id is not null
		and admitted_at >= ${new Date(scope.from)} and admitted_at < ${new Date(scope.to)}
		and (${scope.organisationId ?? null}::text is null or organisation_id = ${scope.organisationId ?? null})`.cursor(
		1000,
	);
	for await (const batch of rows) {
		yield batch.map((row) => ({
			event: readUsageEvent(row),
			posted: nanoUsd(row.posted_nano_usd ?? 0n),
			overrun: nanoUsd(row.overrun_nano_usd ?? 0n),
		}));
	}
}

/** Runs reads that must agree with each other: one snapshot, nothing written. */
export function inSnapshot<T>(sql: Database, read: (tx: Queries) => Promise<T>): Promise<T> {
	return sql.begin("isolation level repeatable read read only", read) as Promise<T>;
}
