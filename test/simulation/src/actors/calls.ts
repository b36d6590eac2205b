import type { Hold, UsageEvent } from "@turnpike/ledger";

/** One call as its caller knows it, and what of it the simulation can see. */
export interface CallRecord {
	readonly generationId: string;
	readonly accountId: string;
	readonly keyId: string;
	/** Of the API process that took it. */
	readonly process: string;
	readonly holder: "memory" | "redis";
	state:
		| "begun"
		| "refused"
		/** It ended normally, and was told what it cost. */
		| "answered"
		/** It ended with an error: it was told that it costs nothing. */
		| "errored"
		/** Its caller went away. */
		| "left"
		/** Its process died. */
		| "lost";
	/** What it holds, while it does. */
	hold: Hold | undefined;
	/** Its final record, once one was to be written. */
	event: UsageEvent | undefined;
	/** The log has said that it has the record. */
	durable: boolean;
	/** The log has said that it has a state of the stream, to be billed if the process is lost. */
	checkpointed: boolean;
	/** The most that was ever held for it. */
	most: bigint;
	reason: string;
}
