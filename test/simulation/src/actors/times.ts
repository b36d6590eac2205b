/**
 * Production's times that are about the longest call are shortened together, as calls are here: a run sees calls end, lose
 * their process and be reaped within minutes. All other times are production's own.
 */
export const TIMES = {
	/** The longest that a call waits for its provider. */
	longestCallMs: 25_000,
	/** From a lease's end until its holder is given up: the longest call and then some. */
	reapGraceMs: 60_000,
	/** How long a closed allowance waits for usage from a log that is late. */
	closedGraceMs: 60_000,
	/** After so long a hold in Redis has lost its process. */
	holdTtlMs: 50_000,
	checkpointEveryMs: 2_000,
	tickMs: 250,
	postEveryMs: 400,
	keepHouseEveryMs: 3_000,
	/** In production every quarter of an hour. */
	readEventsEveryMs: 5_000,
} as const;
