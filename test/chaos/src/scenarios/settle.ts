import type { Database } from "@turnpike/db";
import { waitUntil } from "../processes/wait.ts";
import type { World } from "../world/world.ts";

const SETTLE_MS = 3_000;
/** Enough for several rounds of every worker's reaper. */
const AGED_SETTLE_MS = 20_000;

interface Unsettled {
	readonly unposted: bigint;
	readonly checkpoints: bigint;
	readonly reserved: bigint;
	/** Holders of processes that are gone. */
	readonly lost: bigint;
}

/**
 * Waits until everything durable is posted and nothing is reserved. No process that holds credit may run.
 *
 * A worker that starts finds the dead processes of its machine. What only time settles (a closed allowance whose event
 * may still come from a late log: 5 minutes; a hold in Redis whose process was killed: 16 minutes; a holder whose Redis
 * was lost: 20 minutes; a checkpoint that came after its stream's record: an hour) is made to be that long ago, because nobody would wait for it.
 *
 * @returns milliseconds, and how many allowances, holders and checkpoints had to be made older.
 */
export async function settle(sql: Database, world: World): Promise<{ readonly ms: number; readonly aged: number }> {
	const began = performance.now();
	await world.restartWorker();
	let aged = 0;
	if ((await waitUntil(() => isSettled(sql), SETTLE_MS, 50)) === undefined) {
		await world.forgetHolds();
		aged = await makeOlder(sql);
		await world.restartWorker();
		await waitUntil(
			async () => {
				aged += await makeOlder(sql);
				return isSettled(sql);
			},
			AGED_SETTLE_MS,
			100,
		);
	}
	return { ms: Math.round(performance.now() - began), aged };
}

async function makeOlder(sql: Database): Promise<number> {
	const holders = await sql`update holder set lease_until = lease_until - interval '1 hour'
		where state = 'live' and lease_until > clock_timestamp() - interval '30 minutes'`;
	const closed = await sql`update allowance set closed_at = closed_at - interval '1 hour'
		where state = 'closed' and closed_at > clock_timestamp() - interval '30 minutes'
			and granted_nano_usd > returned_nano_usd + charged_nano_usd`;
	const late = await sql`update usage_checkpoint c set recorded_at = recorded_at - interval '2 hours'
		where recorded_at > clock_timestamp() - interval '1 hour'
			and exists (select 1 from usage_event e where e.generation_id = c.generation_id)`;
	return holders.count + closed.count + late.count;
}

async function isSettled(sql: Database): Promise<boolean> {
	const [row] = await sql<Unsettled[]>`select
		(select count(*) from usage_event where transaction_id is null and parked_reason is null) as unposted,
		(select count(*) from usage_checkpoint) as checkpoints,
		(select count(*) from account where reserved_nano_usd <> 0) as reserved,
		(select count(*) from holder where state = 'live' and kind = 'memory') as lost`;
	return row !== undefined && row.unposted + row.checkpoints + row.reserved + row.lost === 0n;
}
