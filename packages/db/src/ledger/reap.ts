import type { Database } from "../connect.ts";
import { isPoison } from "../transient.ts";
import { COLUMN_NAMES, COLUMN_TYPES } from "../usage/usage-columns.ts";

/** A type and no interface, so that it goes into a log as it is. */
export type ReapReport = {
	readonly holders: number;
	/** Streams whose process was lost: billed by their last checkpoint. */
	readonly checkpoints: number;
	/** Lost streams whose last checkpoint cannot become usage; kept as `unreadable_usage` for a person. */
	readonly unreadable: number;
	/** Calls that were lost with what they had set aside for their end user and tags. */
	readonly calls: number;
	/** Allowances whose remainder went back to the account. */
	readonly returned: number;
};

/** A closed allowance whose events are all posted owes nothing; one with a remainder waits this long for a late log. */
const CLOSED_GRACE = "5 minutes";

/** Of an allowance `a`: no call of it can still be running, and a late log has had its time. */
const IS_OVER = `(a.state = 'reaped'
	or (a.state = 'closed' and a.closed_at < clock_timestamp() - interval '${CLOSED_GRACE}'))`;

/** The longest call, and five minutes. */
const LONGEST_CALL = "20 minutes";

/** A checkpoint that was on its way when its stream ended stays behind the final record; after this long it is cleared. */
const LATE_CHECKPOINT = "1 hour";

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
	await sql`delete from recall_answer a using holder h where h.id = a.holder_id and h.state <> 'live'`;
	const settled = await settleCheckpoints(sql);
	return { ...settled, calls: await releaseLostCalls(sql), returned: await returnRemainders(sql) };
}

/**
 * The last state a lost stream left becomes its final usage; the log's own record, where it came after all, stands. A holder
 * of many processes (Redis) lives on when one of them dies: it closes the allowance once the lost hold has expired.
 */
async function settleCheckpoints(sql: Database): Promise<Pick<ReapReport, "checkpoints" | "unreadable">> {
	await sql`delete from usage_checkpoint c where recorded_at < clock_timestamp() - ${LATE_CHECKPOINT}::interval
		and exists (select 1 from usage_event e where e.generation_id = c.generation_id)`;
	try {
		return { checkpoints: await settleCheckpoint(sql, undefined), unreadable: 0 };
	} catch (error) {
		if (!isPoison(error)) throw error;
		return settleEachCheckpoint(sql);
	}
}

/** @param generationId undefined: all of them. */
async function settleCheckpoint(sql: Database, generationId: string | undefined): Promise<number> {
	const settled = await sql`with lost as (
			delete from usage_checkpoint c using allowance a where a.id = c.allowance_id and ${sql.unsafe(IS_OVER)}
				and (${generationId ?? null}::uuid is null or c.generation_id = ${generationId ?? null}) returning c.event
		)
		insert into usage_event (${sql.unsafe(COLUMN_NAMES)})
		select ${sql.unsafe(COLUMN_NAMES)} from lost, jsonb_to_record(lost.event) as r (${sql.unsafe(COLUMN_TYPES)})
		on conflict (generation_id) do nothing`;
	return settled.count;
}

/** One that cannot become usage does not keep the others: it is kept, as it is, for a person. */
async function settleEachCheckpoint(sql: Database): Promise<Pick<ReapReport, "checkpoints" | "unreadable">> {
	const lost = await sql<{ id: string }[]>`select c.generation_id as id from usage_checkpoint c
		join allowance a on a.id = c.allowance_id where ${sql.unsafe(IS_OVER)} order by 1 limit 1000`;
	let checkpoints = 0;
	let unreadable = 0;
	for (const { id } of lost) {
		try {
			checkpoints += await settleCheckpoint(sql, id);
		} catch (error) {
			if (!isPoison(error)) throw error;
			const kept = await sql`with bad as (delete from usage_checkpoint where generation_id = ${id} returning *)
				insert into unreadable_usage (source, kind, payload, reason)
				select 'checkpoint:' || generation_id, 'lost', event::text, ${String(error)} from bad
				on conflict (source) do update set payload = excluded.payload, reason = excluded.reason`;
			unreadable += kept.count;
		}
	}
	return { checkpoints, unreadable };
}

async function releaseLostCalls(sql: Database): Promise<number> {
	const [row] = await sql<{ lost: number }[]>`select release_lost_calls(${LONGEST_CALL}::interval) as lost`;
	return row?.lost ?? 0;
}

async function returnRemainders(sql: Database): Promise<number> {
	const rows = await sql<{ returned: boolean }[]>`select settle_remainder(a.id) as returned from (
		select id from allowance a where granted_nano_usd > returned_nano_usd + charged_nano_usd and ${sql.unsafe(IS_OVER)}
			and not exists (select 1 from usage_checkpoint c where c.allowance_id = a.id)
		order by account_id, id limit 1000) a`;
	return rows.filter((row) => row.returned).length;
}
