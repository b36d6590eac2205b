import { readPriceVersions, rollUpPosted } from "@turnpike/db";
import { type HouseOptions, keepHouse, withdrawRound } from "./keep-house.ts";
import { type PostingReport, postWaiting } from "./post-waiting.ts";
import { PriceVersions } from "./recompute.ts";
import { repeat, type Stoppable } from "./repeat.ts";

/** Between two rounds that took all there was: a batch costs hardly more than one generation, so what comes is gathered. */
const POSTING_PAUSE_MS = 100;
const SETTLING_PAUSE_MS = 5;

export interface BillingOptions extends HouseOptions {
	/** Told of every round's outcome; the worker itself goes on. */
	readonly onPosted: (report: { posted: number; parked: number; seconds: number }) => void;
	/** Moves what the second log took into the first; true when there is more. Absent where there is no second log. */
	readonly drainSecondLog?: () => Promise<boolean>;
}

export interface Billing extends Stoppable {
	/** Posts everything that is durable now, and rolls it up; for the drain and for tests. @throws the first posting that failed. */
	settle(): Promise<void>;
}

/** Starts the billing worker's loops: posting, the second log, and what keeps the house. Any number of workers may run. */
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
	let backlog = false;
	async function postRound(): Promise<boolean> {
		const report = await post(next ?? "");
		next = report.next;
		backlog = report.full;
		for (const error of report.failures) onTrouble("posting usage", error);
		return report.full || next !== undefined;
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

	const loops = [
		repeat(postRound, POSTING_PAUSE_MS, (error) => onTrouble("posting usage", error)),
		...keepHouse(options, () => backlog),
	];
	const drain = options.drainSecondLog;
	if (drain) loops.push(repeat(drain, 1_000, (error) => onTrouble("draining the second log", error)));
	return {
		async settle() {
			await withdrawRound(options);
			while (!(await settled())) await new Promise((resolve) => setTimeout(resolve, SETTLING_PAUSE_MS));
			await rollUpPosted(sql);
		},
		async stop() {
			await Promise.all(loops.map((loop) => loop.stop()));
		},
	};
}
