import { uuidToId } from "@turnpike/accounts";
import { TurnpikeError } from "@turnpike/wire";

export function otherCall(): TurnpikeError {
	const message = "This Idempotency-Key was used with another request body; use a new key for a new request.";
	return new TurnpikeError("idempotency_mismatch", message, { param: "Idempotency-Key" });
}

/** @param generationId of the answer that was given, a UUID; undefined while it is being given. */
export function answerNotKept(generationId: string | undefined): TurnpikeError {
	const message =
		"This call was answered, and its answer is too large to be given again. Nothing more was charged; " +
		"to have it answered anew, send it as a new call: with another Idempotency-Key, or none.";
	const metadata = generationId === undefined ? {} : { generation_id: uuidToId("generation", generationId) };
	return new TurnpikeError("answer_not_kept", message, { metadata });
}

/** A call whose answer is not there in the time its client has, though it may come. */
export class StillRunning extends TurnpikeError {
	constructor() {
		const message =
			"This call is still being answered, and the time its client waits (x-stainless-timeout) is over. Nothing was " +
			"charged so far; a retry gets the answer, which is charged once.";
		super("upstream_timeout", message, { retryAfterSeconds: 1 });
	}
}
