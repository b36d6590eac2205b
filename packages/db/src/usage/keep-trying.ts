import { inTime } from "../in-time.ts";
import { isTransient } from "../transient.ts";

/** A statement without an answer for this long is sent again, by another connection if its own is stuck. */
const LONGEST_TRY_MS = 2_000;

/** Between two tries while the database is away. */
export const LONGEST_PAUSE_MS = 200;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Tries idempotent work until it succeeds, fails for another reason than a database that is away, or has no time left.
 *
 * @param giveUpAt monotonic milliseconds.
 * @throws what the last try threw.
 */
export async function keepTrying(work: () => Promise<void>, giveUpAt: number): Promise<void> {
	for (let pause = 20; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
		try {
			return await inTime(work(), Math.min(giveUpAt - performance.now(), LONGEST_TRY_MS));
		} catch (error) {
			if (!isTransient(error) || performance.now() + pause >= giveUpAt) throw error;
			await sleep(pause);
		}
	}
}
