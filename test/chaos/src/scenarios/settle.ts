import type { Database } from "@turnpike/db";
import { waitUntil } from "../processes/wait.ts";

/** Dead processes of this machine are reclaimed within a round of the reaper, which comes every 5 s. */
const SETTLE_MS = 16_000;

interface Unsettled {
	readonly unposted: bigint;
	readonly checkpoints: bigint;
	readonly reserved: bigint;
}

/**
 * Waits until everything durable is posted and nothing is reserved. No process that holds credit may run.
 *
 * What only time settles (a closed allowance whose event may still come from a late log: 5 minutes; a Redis holder
 * whose Redis was lost: 20 minutes) is made to be that long ago, because nobody would wait for it.
 *
 * @returns milliseconds, and how many allowances and holders had to be made older.
 */
export async function settle(sql: Database): Promise<{ readonly ms: number; readonly aged: number }> {
	const began = performance.now();
	const elapsed = () => Math.round(performance.now() - began);
	await waitUntil(() => isSettled(sql, false), SETTLE_MS, 100);
	if (await isSettled(sql, true)) return { ms: elapsed(), aged: 0 };
	const holders = await sql`update holder set lease_until = lease_until - interval '1 hour' where state = 'live'`;
	const closed = await sql`update allowance set closed_at = closed_at - interval '1 hour'
		where state = 'closed' and granted_nano_usd > returned_nano_usd + charged_nano_usd`;
	await waitUntil(() => isSettled(sql, true), SETTLE_MS, 100);
	return { ms: elapsed(), aged: holders.count + closed.count };
}

async function isSettled(sql: Database, whole: boolean): Promise<boolean> {
	const [row] = await sql<Unsettled[]>`select
		(select count(*) from usage_event where transaction_id is null and parked_reason is null) as unposted,
		(select count(*) from usage_checkpoint) as checkpoints,
		(select count(*) from account where reserved_nano_usd <> 0) as reserved`;
	if (row?.unposted !== 0n || row.checkpoints !== 0n || row.reserved !== 0n) return false;
	return !whole || (await noneLive(sql));
}

/** A holder that is dead and has nothing is no loss, but it must be found dead in the end. */
async function noneLive(sql: Database): Promise<boolean> {
	const [row] = await sql<{ live: bigint }[]>`select count(*) as live from holder where state = 'live'`;
	return row?.live === 0n;
}
