import type { DialectName } from "./dialect.ts";

/** One provider: a row of the vendor table. */
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
	/** Whether reasoning tokens are counted inside `completion_tokens` (most) or beside them (xAI). */
	readonly reasoningInsideCompletion: boolean;
	/** Whether closing the connection stops the provider's billing; where it does not, the stream is drained. */
	readonly cancelStopsBilling: boolean;
}
