import type { Percentiles } from "../load/histogram.ts";

/** Time to set money aside, one hold after the other. */
export type HolderLatency = {
	/** With credit at hand. */
	readonly warm: Percentiles;
	/** The first of a key: a grant out of the book, one round trip to Postgres and its commit. */
	readonly first: Percentiles;
};

export type HoldLatency = {
	readonly memory: HolderLatency;
	/** Absent where there is no redis-server. */
	readonly redis: HolderLatency | undefined;
};
