/** How a call ended, as its caller saw it. */
export type Ending =
	| "completed" // 200 and the whole JSON, or a stream with its last event, whatever came of the connection after it
	| "refused" // an error status
	| "failed_in_band" // an error after the first byte
	| "broken" // the connection died on the way, before an answer or in it
	| "unfinished" // it ended in order, and without its end
	| "unreachable" // nobody was there
	| "left" // the caller went away on purpose, before the end
	| "hung"; // no end within the time any call should take

/** What one caller knows of one call. Ids are as in the book: a generation's UUID. */
export interface CallRecord {
	readonly kind: string;
	readonly keyId: string;
	readonly accountId: string;
	/** It could pay for all that is asked of it here: nothing may refuse it for its price. */
	readonly plenty: boolean;
	/** undefined when no header arrived. */
	readonly generationId: string | undefined;
	readonly status: number | undefined;
	readonly ending: Ending;
	/** The error's code, "" for none. */
	readonly code: string;
	/** `usage.cost_usd` as it was told, in nano-USD. */
	readonly costNanoUsd: bigint | undefined;
}
