import type { Endpoint, Model, PriceVersion } from "@turnpike/catalog";
import type { PicoUsd } from "@turnpike/money";
import type { PlanRequest } from "./plan-request.ts";

/**
 * Why an endpoint was not considered, in the order the filters look. How far a candidate came decides which error a
 * caller sees when none is left: the nearest miss is the one worth hearing of.
 */
export const EXCLUSION_REASONS = [
	"wrong_kind",
	"model_not_allowed",
	"provider_not_allowed",
	"provider_not_configured",
	"not_in_only",
	"ignored",
	"not_in_order_without_fallbacks",
	"quantization",
	"data_policy",
	"unpriced",
	"max_price",
	"unsupported_modality",
	"unsupported_choices",
	"unsupported_parameters",
	"max_tokens_too_large",
	"context_too_small",
	/** Good, but `allow_fallbacks: false` wants the first choice alone. */
	"not_first_without_fallbacks",
] as const;

export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** One endpoint to try. */
export interface Attempt {
	readonly model: Model;
	readonly endpoint: Endpoint;
	readonly priceVersion: PriceVersion;
	/** What a call like this is expected to cost there: the score, lower is better. Never what is held or billed. */
	readonly expectedPrice: PicoUsd;
	/** Sampling features the call asks for that the endpoint does not know; such endpoints come late. */
	readonly lacksFeatures: boolean;
	/** Its place in the caller's `provider.order`; larger than any place where it is not in it. */
	readonly orderRank: number;
}

export interface Exclusion {
	readonly model: Model;
	readonly endpoint: Endpoint;
	readonly reason: ExclusionReason;
}

/** Where to send a call, and why not elsewhere. */
export interface Plan {
	readonly request: PlanRequest;
	/** Endpoints to try, in order: all of the first model before any of the second. */
	readonly attempts: readonly Attempt[];
	readonly excluded: readonly Exclusion[];
}
