import { setTimeout as sleep } from "node:timers/promises";

/** Asks again until what is asked holds, and gives its value; fails with the last failure when time is up. */
export async function eventually<T>(ask: () => Promise<T> | T, withinMs = 5_000, everyMs = 25): Promise<T> {
	const until = performance.now() + withinMs;
	for (;;) {
		try {
			return await ask();
		} catch (error) {
			if (performance.now() > until) throw error;
			await sleep(everyMs);
		}
	}
}
