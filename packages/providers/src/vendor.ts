import type { DialectName } from "./dialect-name.ts";
import type { UsageLookup } from "./lookup/usage-lookup.ts";

/** How a provider wants to be asked for reasoning: see `openai-chat/ask-reasoning.ts`. */
export type ReasoningRequest =
	/** `reasoning_effort: "high"`. */
	| "reasoning_effort"
	/** OpenRouter's own `reasoning` object. */
	| "reasoning_object"
	/** `thinking: {"type": "enabled"}`. */
	| "thinking_toggle";

/** One provider: a row of the vendor table. Every difference between providers of one dialect is a field here. */
export interface Vendor {
	/** As in routing preferences and in `<PROVIDER>_API_KEY`: `openai`, `deepinfra`. */
	readonly slug: string;
	readonly name: string;
	readonly dialect: DialectName;
	readonly baseUrl: string;
	/** Which field bounds the output: newer OpenAI models refuse `max_tokens`. */
	readonly maxTokensField: "max_tokens" | "max_completion_tokens";
	/** Whether `stream_options.include_usage` is understood; usage comes unasked where it is not. */
	readonly streamOptions: boolean;
	/**
	 * Whether reasoning tokens are counted inside `completion_tokens` (most) or beside them (xAI). Where an answer's own
	 * `total_tokens` says otherwise, the answer is believed.
	 */
	readonly reasoningInsideCompletion: boolean;
	/** Whether closing the connection stops the provider's billing; where it does not, the stream is drained. */
	readonly cancelStopsBilling: boolean;
	/** Where an answer or frame carries its usage, tried in order: Groq's streams say it in `x_groq.usage`. */
	readonly usagePaths: readonly (readonly string[])[];
	/** Whether it can be asked afterwards what a generation used. */
	readonly usageLookup: UsageLookup | undefined;
	/** Where, within usage, the count of cached prompt tokens stands, tried in order. */
	readonly cachedTokenPaths: readonly (readonly string[])[];
	readonly reasoningRequest: ReasoningRequest;
	/** The field of an assistant message in which earlier reasoning is sent back; "" where it is refused. */
	readonly reasoningHistory: "" | "reasoning" | "reasoning_content";
	/** Whether the role `developer` is known; it becomes `system` where it is not. */
	readonly developerRole: boolean;
	/** Whether `cache_control` markers and `reasoning_details` may stay in messages; most providers refuse them. */
	readonly messageExtensions: boolean;
	readonly topK: boolean;
	/** Router-only fields (`ROUTER_FIELDS`) that this provider, a router itself, understands. */
	readonly keepsFields: readonly string[];
	/** Optional fields it answers with a 4xx; they are left out, as unsupported parameters are. */
	readonly refusesFields: readonly string[];
	/** Fields it calls otherwise: Mistral's `seed` is `random_seed`. */
	readonly renamesFields: Readonly<Record<string, string>>;
}
