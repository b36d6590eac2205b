import type { NanoUsd } from "@turnpike/money";
import type { CanonicalRequest } from "./canonical/request.ts";
import type { RawBody } from "./json/raw-body.ts";

/** A public format: the wire shape a caller speaks. */
export type PublicFormat = "chat" | "messages" | "embeddings";

/** Which root the call came in by: `/v1` speaks the vendors' own shapes, `/api/v1` OpenRouter's. */
export type Flavor = "native" | "openrouter";

/** OpenRouter's `provider` object: how the caller wants endpoints chosen. */
export interface ProviderPreferences {
	readonly order?: readonly string[];
	readonly only?: readonly string[];
	readonly ignore?: readonly string[];
	/** Default true. */
	readonly allowFallbacks?: boolean;
	/** Default false. */
	readonly requireParameters?: boolean;
	readonly quantizations?: readonly string[];
	readonly sort?: "price" | "throughput" | "latency";
	readonly maxPrice?: { readonly prompt?: string; readonly completion?: string; readonly request?: string };
	readonly dataCollection?: "allow" | "deny";
	readonly zdr?: boolean;
}

/** What the media of a request may weigh as input. */
export interface MediaCount {
	/** Images sent inline (base64). */
	readonly inlineImages: number;
	/** Images and files by URL: their size is not known here, so they are bounded by the context. */
	readonly remote: number;
	/** Inline audio and files. */
	readonly inlineFiles: number;
	/** UTF-8 bytes of the body that are inline media; absent: not counted, so all of them are bounded as text. */
	readonly inlineBytes?: number;
}

/**
 * One call for inference, parsed once at the door: everything routing, limits and money need to know, beside the
 * caller's own text. Values are checked: counts are whole, the model is named.
 */
export interface Call {
	readonly format: PublicFormat;
	readonly flavor: Flavor;
	/** The first model asked for, as the caller wrote it. */
	readonly model: string;
	/** Further models to fall back to (`models`), in order; the first model is not repeated. */
	readonly fallbackModels: readonly string[];
	readonly stream: boolean;
	/** Chat: `stream_options.include_usage` was asked for, so usage has a chunk of its own. */
	readonly streamUsage: boolean;
	readonly maxOutputTokens: number | undefined;
	/** How many choices (`n`). */
	readonly choices: number;
	/** Messages, or inputs of an embedding. */
	readonly inputCount: number;
	readonly tools: boolean;
	readonly media: MediaCount;
	/** The caller asked the model to reason (`reasoning`, `reasoning_effort`, `thinking`). */
	readonly reasoning: boolean;
	/** Optional parameters the call uses, by their chat names: `tools`, `response_format`, `seed`, … */
	readonly parameters: readonly string[];
	readonly provider: ProviderPreferences;
	/** `x-turnpike-max-cost`, if sent. */
	readonly maxCostNanoUsd?: NanoUsd;
	readonly body: RawBody;
	/** The call in canonical form, for dialects that are not the caller's own; built on first use. */
	readonly canonical: () => CanonicalRequest;
}
