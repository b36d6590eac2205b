import type { Usage } from "../usage.ts";

export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "error";

/**
 * The canonical answer, as a sequence of events in the order the model produced them. A complete (not streamed) answer
 * is the same sequence with each text in one event. `choice` counts from 0; `call` numbers tool calls within a choice.
 */
export type CanonicalEvent =
	| { readonly type: "start"; readonly id: string | undefined; readonly model: string | undefined }
	| { readonly type: "text"; readonly choice: number; readonly text: string }
	| { readonly type: "refusal"; readonly choice: number; readonly text: string }
	| { readonly type: "reasoning"; readonly choice: number; readonly text: string }
	| { readonly type: "reasoning_signature"; readonly choice: number; readonly signature: string }
	| { readonly type: "redacted_reasoning"; readonly choice: number; readonly data: string }
	| {
			readonly type: "tool_call";
			readonly choice: number;
			readonly call: number;
			readonly id: string;
			readonly name: string;
	  }
	| { readonly type: "tool_arguments"; readonly choice: number; readonly call: number; readonly json: string }
	| {
			readonly type: "finish";
			readonly choice: number;
			readonly reason: FinishReason;
			/** The provider's own word ("end_turn", "eos"). */
			readonly nativeReason: string | undefined;
			readonly stopSequence?: string;
	  }
	| { readonly type: "usage"; readonly usage: Usage }
	| { readonly type: "end" }
	| { readonly type: "error"; readonly failure: UpstreamFailure };

/** How an upstream failed, in its own words where it gave any; the router decides whether another endpoint may help. */
export interface UpstreamFailure {
	readonly kind:
		| "rejected" // the request itself is wrong (400, 413, 422): every endpoint of the model would say so
		| "context_length" // too long for this endpoint
		| "content_policy"
		| "unauthorized" // our key or account there (401, 402, 403)
		| "not_found" // the model is not there (404)
		| "rate_limited" // 429
		| "unavailable" // 5xx, overloaded
		| "timeout"
		| "connection" // refused, reset, died before an answer
		| "malformed"; // answered something that is not the protocol
	readonly status: number | undefined;
	readonly message: string;
	readonly retryAfterSeconds?: number;
}
