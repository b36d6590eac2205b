import {
	type Database,
	expirePromotions,
	type ReapReport,
	readPriceVersions,
	reap,
	reclaim,
	type WithdrawalReport,
	withdrawRequested,
} from "@turnpike/db";
import { type PostingReport, postWaiting } from "./post-waiting.ts";
import { PriceVersions } from "./recompute.ts";
import { repeat } from "./repeat.ts";

const POSTING_PAUSE_MS = 100;
const SETTLING_PAUSE_MS = 5;
const REAPING_PAUSE_MS = 5_000;
const WITHDRAWING_PAUSE_MS = 500;
const EXPIRING_PAUSE_MS = 1_000;
const PARTITIONS_PAUSE_MS = 6 * 3_600_000;
/** After a lease's end: the longest call (15 min) and five minutes. */
const REAP_GRACE_MS = 20 * 60_000;

export interface BillingOptions {
	readonly sql: Database;
	/** A new UUIDv7. */
	readonly newId: () => string;
	/** Told of every round's outcome; the worker itself goes on. */
	readonly onPosted: (report: { posted: number; parked: number; seconds: number }) => void;
	readonly onReaped: (report: ReapReport) => void;
	readonly onWithdrawn: (report: WithdrawalReport) => void;
	readonly onTrouble: (what: string, error: unknown) => void;
	/** Moves what the second log took into the first; true when there is more. Absent where there is no second log. */
	readonly drainSecondLog?: () => Promise<boolean>;
	/** Names instances known to be dead, whose holders are reclaimed at once. */
	readonly deadInstances?: () => Promise<readonly string[]>;
}

export interface Billing {
	/** Posts everything that is durable now; for the drain and for tests. @throws the first posting that failed. */
	settle(): Promise<void>;
	stop(): Promise<void>;
}

/** Starts the billing worker's loops: posting, reaping, promotions that end, the second log, partitions. Any number of workers may run. */
export function startBilling(options: BillingOptions): Billing {
	const { sql, onTrouble } = options;
	const prices = new PriceVersions((ids) => readPriceVersions(sql, ids));

	async function post(after: string): Promise<PostingReport> {
		const began = performance.now();
		const report = await postWaiting(sql, prices, options.newId, after);
		const { posted, parked } = report;
		if (posted + parked > 0) options.onPosted({ posted, parked, seconds: (performance.now() - began) / 1_000 });
		return report;
	}

	let next: string | undefined;
	async function postRound(): Promise<boolean> {
		const report = await post(next ?? "");
		next = report.next;
		for (const error of report.failures) onTrouble("posting usage", error);
		return report.posted + report.parked > 0 || next !== undefined;
	}

	/** One pass over all accounts. True when it found nothing to post, and nobody at it. */
	async function settled(): Promise<boolean> {
		let idle = true;
		for (let from: string | undefined = ""; from !== undefined; ) {
			const report: PostingReport = await post(from);
			if (report.failures.length > 0) throw report.failures[0];
			idle &&= report.posted + report.parked + report.passedOver === 0;
			from = report.next;
		}
		return idle;
	}

	async function reapRound(): Promise<boolean> {
		for (const instance of (await options.deadInstances?.()) ?? []) options.onReaped(await reclaim(sql, instance, []));
		options.onReaped(await reap(sql, REAP_GRACE_MS));
		return false;
	}

	async function expiringRound(): Promise<boolean> {
		await expirePromotions(sql, Date.now(), options.newId);
		return false;
	}

	async function withdrawRound(): Promise<boolean> {
		const report = await withdrawRequested(sql, options.newId);
		const { freed, givenBack } = report;
		if (freed + givenBack > 0) options.onWithdrawn(report);
		return false;
	}

	async function partitionsRound(): Promise<boolean> {
		await sql`select ensure_usage_partitions(now(), 4)`;
		return false;
	}

	const loops = [
		repeat(postRound, POSTING_PAUSE_MS, (error) => onTrouble("posting usage", error)),
		repeat(withdrawRound, WITHDRAWING_PAUSE_MS, (error) => onTrouble("withdrawing usage", error)),
		repeat(reapRound, REAPING_PAUSE_MS, (error) => onTrouble("reaping lost allowances", error)),
		repeat(expiringRound, EXPIRING_PAUSE_MS, (error) => onTrouble("ending promotions", error)),
		repeat(partitionsRound, PARTITIONS_PAUSE_MS, (error) => onTrouble("making usage partitions", error)),
	];
	const drain = options.drainSecondLog;
	if (drain) loops.push(repeat(drain, 1_000, (error) => onTrouble("draining the second log", error)));
	return {
		async settle() {
			await withdrawRound();
			while (!(await settled())) await new Promise((resolve) => setTimeout(resolve, SETTLING_PAUSE_MS));
		},
		async stop() {
			await Promise.all(loops.map((loop) => loop.stop()));
		},
	};
}
