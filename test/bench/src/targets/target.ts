/** Something that answers chat completions, and what is known of the processes behind it. */
export type Target = {
	readonly name: string;
	/** Where requests are posted. */
	readonly url: string;
	readonly key: string;
	/** The processes whose CPU time and memory are the target's own. */
	readonly pids: readonly number[];
	/** The processes that work for it beside the answer: database and billing worker. */
	readonly backgroundPids: readonly number[];
	/** How much of its own work is still to do, and the proof that it was done right; where there is such work. */
	readonly books?: Books;
	stop(): Promise<void>;
};

/** What the operator's `audit` says of everything the bench did. */
export type AuditReport = {
	readonly generations: number;
	readonly difference_usd: string;
	readonly entries_sum_zero: boolean;
};

export type Books = {
	/** Generations recorded but not yet debited. */
	unposted(): Promise<number>;
	/** Recomputes every debit. */
	audit(): Promise<AuditReport>;
};
