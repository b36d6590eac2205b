import { RECALL_PATIENCE_MS, RECALL_RETRY_MS } from "@turnpike/ledger";

/** The times the Redis holder keeps, in milliseconds; shortened in tests alone. */
export interface Timings {
	/** The lease is renewed this often. */
	readonly renewEveryMs: number;
	/** Spending stops this long before the lease ends. */
	readonly stopBeforeEndMs: number;
	/** A block unused for so long goes back to the book. */
	readonly idleMs: number;
	/** Idle blocks and expired holds are looked for this often, by one process. */
	readonly sweepEveryMs: number;
	/** The book is asked for recalls this often, by one process. */
	readonly recallEveryMs: number;
	/** A refused grant is repeated this often and this long while other holders give idle blocks back. */
	readonly recallRetryMs: number;
	readonly recallPatienceMs: number;
	/** A hold older than this lost its process: the longest call (15 min) and a margin. */
	readonly holdTtlMs: number;
	/**
	 * A grant not answered for so long no longer keeps others from asking: its process may be dead, and the key is refused
	 * meanwhile. Two that overlap do no harm, because the book answers with what it granted in all.
	 */
	readonly grantMs: number;
	/** How long a hold waits while nobody is granted anything before it says `unavailable`, … */
	readonly patienceMs: number;
	/** … and in all, however many are granted theirs before it. */
	readonly longestMs: number;
	/** A process that has not ticked for so long is gone. */
	readonly memberMs: number;
}

export const TIMINGS: Timings = {
	renewEveryMs: 5_000,
	stopBeforeEndMs: 2_000,
	idleMs: 10_000,
	sweepEveryMs: 1_000,
	recallEveryMs: 100,
	recallRetryMs: RECALL_RETRY_MS,
	recallPatienceMs: RECALL_PATIENCE_MS,
	holdTtlMs: 16 * 60_000,
	grantMs: 5_000,
	patienceMs: 5_000,
	longestMs: 60_000,
	memberMs: 60_000,
};
