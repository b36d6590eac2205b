import type { Database } from "../connect.ts";
import { COLUMN_NAMES, COLUMN_TYPES } from "../usage/usage-columns.ts";

export interface ReapReport {
	readonly holders: number;
	/** Streams whose process was lost: billed by their last checkpoint. */
	readonly checkpoints: number;
	/** Allowances whose remainder went back to the account. */
	readonly returned: number;
}

/** A closed allowance whose events are all posted owes nothing; one with a remainder waits this long for a late log. */
const CLOSED_GRACE = "5 minutes";

/**
 * Gives up holders whose lease ended long enough ago that no call of theirs can still be running, and returns what
 * their allowances have left. Idempotent, and safe from several workers at once.
 *
 * @param graceMs after the lease's end: the longest call and five minutes.
 */
export async function reap(sql: Database, graceMs: number): Promise<ReapReport> {
	const lost = await sql`update holder set state = 'reaped'
		where state = 'live' and lease_until < clock_timestamp() - ${graceMs} * interval '1 ms'`;
	return { holders: lost.count, ...(await settleLost(sql)) };
}

/**
 * The same at once, for an instance known to be dead: its place (a locked data directory) is ours now.
 *
 * @param exceptHolderIds holders of that place that live.
 */
export async function reclaim(
	sql: Database,
	instance: string,
	exceptHolderIds: readonly string[],
): Promise<ReapReport> {
	const lost = await sql`update holder set state = 'reaped'
		where state = 'live' and instance = ${instance} and instance <> '' and id <> all (${[...exceptHolderIds]}::text[])`;
	return { holders: lost.count, ...(await settleLost(sql)) };
}

async function settleLost(sql: Database): Promise<Omit<ReapReport, "holders">> {
	await sql`update allowance a set state = 'reaped', closed_at = clock_timestamp()
		from holder h where h.id = a.holder_id and h.state <> 'live' and a.state = 'open'`;
	const checkpoints = await settleCheckpoints(sql);
	return { checkpoints, returned: await returnRemainders(sql) };
}

/** The last state a lost stream left becomes its final usage; the log's own record, where it came after all, stands. */
async function settleCheckpoints(sql: Database): Promise<number> {
	const settled = await sql`with lost as (
			delete from usage_checkpoint c using allowance a where a.id = c.allowance_id and a.state = 'reaped' returning c.event
		)
		insert into usage_event (${sql.unsafe(COLUMN_NAMES)})
		select ${sql.unsafe(COLUMN_NAMES)} from lost, jsonb_to_record(lost.event) as r (${sql.unsafe(COLUMN_TYPES)})
		on conflict (generation_id) do nothing`;
	return settled.count;
}

async function returnRemainders(sql: Database): Promise<number> {
	const rows = await sql<{ returned: boolean }[]>`select settle_remainder(a.id) as returned from (
		select id from allowance where granted_nano_usd > returned_nano_usd + charged_nano_usd
			and (state = 'reaped' or (state = 'closed' and closed_at < clock_timestamp() - ${CLOSED_GRACE}::interval))
		order by account_id, id limit 1000) a`;
	return rows.filter((row) => row.returned).length;
}
