import { INPUT_CLASSES, OUTPUT_CLASSES } from "@turnpike/wire";
import type { Database } from "../connect.ts";
import { fineRollupsAsOf } from "./fine-rollups-as-of.ts";

/** Postings taken up in one transaction: up to 2,000 generations each. */
const POSTINGS_AT_ONCE = 20;
const TRY_AGAIN_MS = 5;

/**
 * Rolls up postings by member, end user, app and tag, the oldest first. Any number of workers may; one that dies leaves
 * what it had taken to the next.
 *
 * @returns how many generations; 0 when nothing is pending, or others are at all of it.
 */
export async function rollUpPending(sql: Database): Promise<number> {
	const [row] = await sql<{ generations: number }[]>`
		select roll_up_pending(${POSTINGS_AT_ONCE}, ${[...INPUT_CLASSES]}::text[], ${[...OUTPUT_CLASSES]}::text[]) as generations`;
	return row?.generations ?? 0;
}

/** Rolls up all that is posted by now; waits for what other workers are at. */
export async function rollUpPosted(sql: Database): Promise<void> {
	const [row] = await sql<{ now: Date }[]>`select clock_timestamp() as now`;
	if (!row) throw new Error("a clock without an answer");
	// Postings carry whole milliseconds, rounded.
	const until = row.now.getTime() + 1;
	while ((await fineRollupsAsOf(sql)) <= until) {
		if ((await rollUpPending(sql)) === 0) await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
	}
}
