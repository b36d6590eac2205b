import type { PicoUsdPerUnit } from "@turnpike/money";
import type { UsageClass } from "@turnpike/wire";

export type Modality = "text" | "image" | "audio" | "video" | "file" | "embeddings";

/** One unit price per usage class that may occur at an endpoint. A class without one is unpriced, which is not free. */
export type Prices = Readonly<Partial<Record<UsageClass, PicoUsdPerUnit>>>;

/** Prices that hold for the whole request once its prompt is larger than a bound. */
export interface PriceTier {
	/** The tier holds where prompt tokens are strictly more than this. */
	readonly abovePromptTokens: number;
	readonly prices: Prices;
}

/** One version of an endpoint's prices: append-only, named by its own content. */
export interface PriceVersion {
	/** `pv_` and a hash of endpoint, prices and start, so the same facts have the same id everywhere. */
	readonly id: string;
	readonly endpointId: string;
	/** Unix milliseconds from which it holds; 0 for the first version known. */
	readonly effectiveFrom: number;
	readonly source: string;
	readonly base: Prices;
	/** Ascending by bound; the last one whose bound is passed holds. */
	readonly tiers: readonly PriceTier[];
}

/** What a provider does with what passes through it. */
export interface DataPolicy {
	/** It keeps prompts or answers for longer than it takes to answer. */
	readonly retains: boolean;
	/** It may train on them. */
	readonly trains: boolean;
}

/** One provider's offer of one model. */
export interface Endpoint {
	/** `<model slug>@<provider slug>`, with a variant behind it where a provider has two: `openai/gpt-5.5@openai`. */
	readonly id: string;
	readonly model: string;
	readonly provider: string;
	readonly providerModelId: string;
	readonly contextLength: number;
	readonly maxPromptTokens: number | undefined;
	/** 0 at an embedding endpoint. */
	readonly maxOutputTokens: number;
	/** What this endpoint takes, where that may be less than the model's; absent: the model's own. */
	readonly inputModalities?: readonly Modality[];
	/** Optional chat parameters it accepts: `tools`, `response_format`, `reasoning`, … */
	readonly supportedParameters: readonly string[];
	readonly quantization: string;
	/** Absent: nobody knows, so it counts as the worst. */
	readonly dataPolicy?: DataPolicy;
	readonly deprecated: boolean;
	/** Known versions, ascending by `effectiveFrom`; empty: no price is known and nothing may be dispatched. */
	readonly priceVersions: readonly PriceVersion[];
}

export interface Model {
	/** `author/model`, the public id. */
	readonly slug: string;
	readonly author: string;
	readonly name: string;
	readonly description: string;
	/** Unix seconds of its release. */
	readonly createdAt: number;
	readonly kind: "chat" | "embedding";
	readonly contextLength: number;
	readonly maxOutputTokens: number;
	readonly inputModalities: readonly Modality[];
	readonly outputModalities: readonly Modality[];
	readonly supportedParameters: readonly string[];
	/** It may produce reasoning tokens the caller did not ask for. */
	readonly reasoning: boolean;
	readonly openWeights: boolean;
	readonly knowledgeCutoff: string | undefined;
	/** Other ids by which a provider sells this very model at the same price (`gpt-5.6`); `find` accepts them. */
	readonly aliases?: readonly string[];
	readonly endpoints: readonly Endpoint[];
}
