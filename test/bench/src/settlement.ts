import type { Books } from "./targets/target.ts";

const POLL_MS = 50;

/** How the billing worker kept up with the load of one measurement. */
export type Drain = {
	/** Generations waiting when the load ended. */
	readonly backlog: number;
	/** From the load's end until none waited; absent when it did not finish in time. */
	readonly drain_ms: number | undefined;
	/** Generations debited per second, from the load's beginning until none waited. */
	readonly posted_per_second: number | undefined;
};

/** Waits until nothing waits to be posted, at most `patienceMs`. */
export async function drain(books: Books, startedMs: number, completed: number, patienceMs: number): Promise<Drain> {
	const endedMs = performance.now();
	const backlog = await books.unposted();
	for (let waiting = backlog; waiting > 0; waiting = await books.unposted()) {
		if (performance.now() - endedMs > patienceMs) return { backlog, drain_ms: undefined, posted_per_second: undefined };
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
	const doneMs = performance.now();
	return {
		backlog,
		drain_ms: doneMs - endedMs,
		posted_per_second: (completed * 1_000) / (doneMs - startedMs),
	};
}
