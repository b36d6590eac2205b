import type { Call } from "@turnpike/wire";
import type { Audience } from "./audience.ts";
import type { Delivery } from "./delivery.ts";
import type { Transcript } from "./transcript.ts";

/** A call that is being answered, from its admission until its answer has ended. */
export interface OpenCall {
	readonly keyId: string;
	readonly call: Call;
	readonly audience: Audience;
	/** Its client says with every request whether it is a retry. */
	readonly tellsRetries: boolean;
	/** Settles when the answer begins, or will not; set as soon as somebody sees to it. */
	answer: Promise<Delivery> | undefined;
	/** What a streamed answer has said; undefined before it begins. */
	transcript: Transcript | undefined;
}
