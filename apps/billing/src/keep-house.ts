import {
	clearAnswers,
	type Database,
	type DropReport,
	dropOldUsage,
	expirePromotions,
	forgetExpired,
	type ReapReport,
	reap,
	reclaim,
	rollUpPending,
	turnAnswerPartitions,
	type WithdrawalReport,
	withdrawRequested,
} from "@turnpike/db";
import { type Repeating, repeat } from "./repeat.ts";

const REAPING_PAUSE_MS = 5_000;
const WITHDRAWING_PAUSE_MS = 500;
const EXPIRING_PAUSE_MS = 1_000;
const ROLLING_UP_PAUSE_MS = 250;
/** Finer rollups rest while more waits to be posted than a round takes, but not for longer. */
const ROLLING_UP_RESTS_MS = 5_000;
const CLEARING_PAUSE_MS = 10_000;
const FORGETTING_PAUSE_MS = 3_600_000;
const PARTITIONS_PAUSE_MS = 6 * 3_600_000;
/** After a lease's end: the longest call (15 min) and five minutes. */
const REAP_GRACE_MS = 20 * 60_000;

export interface HouseOptions {
	readonly sql: Database;
	/** A new UUIDv7. */
	readonly newId: () => string;
	/** How many full months single generations are kept for, at least 2; undefined: for ever. */
	readonly keepUsageMonths?: number | undefined;
	/** Told when there was old usage to drop. */
	readonly onDropped?: (report: DropReport) => void;
	readonly onReaped: (report: ReapReport) => void;
	readonly onWithdrawn: (report: WithdrawalReport) => void;
	readonly onTrouble: (what: string, error: unknown) => void;
	/** Names instances known to be dead, whose holders are reclaimed at once. */
	readonly deadInstances?: () => Promise<readonly string[]>;
}

/**
 * What is seen to now and then beside the posting: lost holders, withdrawals, promotions that end, finer rollups,
 * partitions, sessions that ended.
 *
 * @param hasBacklog whether more waits to be posted than one round takes.
 */
export function keepHouse(options: HouseOptions, hasBacklog: () => boolean): Repeating[] {
	const now = (round: (options: HouseOptions) => Promise<void>, pauseMs: number, what: string) =>
		repeat(
			() => round(options).then(() => false),
			pauseMs,
			(error) => options.onTrouble(what, error),
		);
	return [
		now(reapRound, REAPING_PAUSE_MS, "reaping lost allowances"),
		now(withdrawRound, WITHDRAWING_PAUSE_MS, "withdrawing usage"),
		now(expiringRound, EXPIRING_PAUSE_MS, "ending promotions"),
		repeat(rollingUp(options, hasBacklog), ROLLING_UP_PAUSE_MS, (error) =>
			options.onTrouble("rolling usage up", error),
		),
		repeat(
			() => clearAnswers(options.sql),
			CLEARING_PAUSE_MS,
			(error) => options.onTrouble("clearing kept answers", error),
		),
		now(partitionsRound, PARTITIONS_PAUSE_MS, "making partitions"),
		now(({ sql }) => forgetExpired(sql), FORGETTING_PAUSE_MS, "forgetting sessions that ended"),
	];
}

async function reapRound({ sql, deadInstances, onReaped }: HouseOptions): Promise<void> {
	for (const instance of (await deadInstances?.()) ?? []) onReaped(await reclaim(sql, instance, []));
	onReaped(await reap(sql, REAP_GRACE_MS));
}

/** Makes free what was withdrawn until now. */
export async function withdrawRound({ sql, newId, onWithdrawn }: HouseOptions): Promise<void> {
	const report = await withdrawRequested(sql, newId);
	if (report.freed + report.givenBack > 0) onWithdrawn(report);
}

async function expiringRound({ sql, newId }: HouseOptions): Promise<void> {
	await expirePromotions(sql, Date.now(), newId);
}

function rollingUp({ sql }: HouseOptions, hasBacklog: () => boolean): () => Promise<boolean> {
	let restedSince = performance.now();
	return async () => {
		if (hasBacklog() && performance.now() - restedSince < ROLLING_UP_RESTS_MS) return false;
		const generations = await rollUpPending(sql);
		restedSince = performance.now();
		return generations > 0 && !hasBacklog();
	};
}

async function partitionsRound({ sql, keepUsageMonths, onDropped }: HouseOptions): Promise<void> {
	await sql`select ensure_usage_partitions(now(), 4)`;
	await turnAnswerPartitions(sql);
	if (keepUsageMonths === undefined) return;
	const report = await dropOldUsage(sql, keepUsageMonths, Date.now());
	if (report.dropped.length + report.waiting.length + report.busy.length > 0) onDropped?.(report);
}
