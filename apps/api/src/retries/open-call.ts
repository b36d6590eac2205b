import type { Call } from "@turnpike/wire";
import type { Audience } from "./audience.ts";
import type { Delivery } from "./delivery.ts";
import type { Transcript } from "./transcript.ts";
import type { WholeAnswer } from "./whole-answer.ts";

/** Makes a whole answer, as it was or would have been sent; undefined where it was too long to be kept. */
export type MakeWhole = () => WholeAnswer | undefined;

/** What is known of a call when it begins to be answered. */
export interface OpenCallFacts {
	readonly keyId: string;
	readonly call: Call;
	/** What its caller calls it, in an `Idempotency-Key`. */
	readonly name: string | undefined;
	/** Its client says with every request whether it is a retry. */
	readonly tellsRetries: boolean;
}

/** A call that is being answered, from its admission until its answer has ended. */
export interface OpenCall extends OpenCallFacts {
	readonly audience: Audience;
	/** It was begun in place of one that stalled. */
	readonly replacesStalled: boolean;
	/** The attempt that has not begun to answer yet. */
	upstream: { stop(reason: "superseded"): void } | undefined;
	/** Settles when the answer begins, or will not; set as soon as somebody sees to it. */
	answer: Promise<Delivery> | undefined;
	/** What a streamed answer has said; undefined before it begins. */
	transcript: Transcript | undefined;
	/** Told once, with the whole answer where there is one. */
	onEnd: ((whole: MakeWhole | undefined) => Promise<void>) | undefined;
}
