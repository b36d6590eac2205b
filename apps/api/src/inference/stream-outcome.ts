import type { Weighed } from "./evidence/weighed.ts";
import type { Answer } from "./first-answer.ts";
import type { Outcome } from "./settlement.ts";
import type { StreamProgress } from "./stream-progress.ts";

/** How a streamed answer ended, and what is owed for it. */
export function streamOutcome(
	{ need, firstByteAt, dispatchedAt }: Answer,
	{ contentLength, finishReason, upstreamId }: StreamProgress,
	status: Outcome["status"],
	{ usage, evidence }: Weighed,
): Outcome {
	// An answer with nothing in it and no word on why is a failure in disguise: free.
	const empty = status === "completed" && contentLength === 0 && finishReason === "";
	return {
		need,
		status,
		usage: empty ? {} : usage,
		providerUsage: usage,
		evidence,
		finishReason: status === "cut" ? "length" : finishReason,
		upstreamId,
		ttftMs: firstByteAt - dispatchedAt,
	};
}
