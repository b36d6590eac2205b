import type { Endpoint, Model, PriceVersion } from "@turnpike/catalog";
import type { Call } from "@turnpike/wire";
import { inputTokensAtLeast } from "../bounds/input-tokens-at-least.ts";
import { inputTokensBound, promptLimit } from "../bounds/input-tokens-bound.ts";
import type { PlanRequest } from "../plan-request.ts";
import type { ExclusionReason } from "../plan-types.ts";
import { acceptsMedia } from "./accepts-media.ts";
import { exceedsMaxPrice } from "./exceeds-max-price.ts";
import { isModelAllowed } from "./is-model-allowed.ts";
import type { Preferences } from "./preferences.ts";
import { indexOfProvider } from "./provider-names.ts";

/**
 * The hard filters, in the order of `EXCLUSION_REASONS`: first who may go where, then what the caller prefers, then what
 * it costs, last what the endpoint can do. How it does at the moment decides only between those that are left.
 *
 * @param orderRank the endpoint's place in `provider.order`, or -1.
 * @returns the first reason that holds, or undefined for an endpoint that may be tried.
 */
export function exclude(
	request: PlanRequest,
	preferences: Preferences,
	model: Model,
	endpoint: Endpoint,
	orderRank: number,
	version: PriceVersion | undefined,
): ExclusionReason | undefined {
	return (
		excludeByRights(request, model, endpoint) ??
		excludeByPreferences(preferences, endpoint, orderRank) ??
		excludeByPrice(request.call, preferences, endpoint, version) ??
		excludeByAbility(request, preferences, model, endpoint)
	);
}

/** The kind of model each public format is for. */
function kindOf(call: Call): Model["kind"] {
	return call.format === "embeddings" ? "embedding" : "chat";
}

function excludeByRights(request: PlanRequest, model: Model, endpoint: Endpoint): ExclusionReason | undefined {
	const { allowedModels, allowedProviders } = request.rights;
	if (model.kind !== kindOf(request.call)) return "wrong_kind";
	if (!isModelAllowed(allowedModels, model.slug)) return "model_not_allowed";
	if (allowedProviders !== undefined && !allowedProviders.includes(endpoint.provider)) return "provider_not_allowed";
	return request.world.isConfigured(endpoint.provider) ? undefined : "provider_not_configured";
}

function excludeByPreferences(wanted: Preferences, endpoint: Endpoint, orderRank: number): ExclusionReason | undefined {
	if (wanted.only !== undefined && indexOfProvider(wanted.only, endpoint) === -1) return "not_in_only";
	if (wanted.ignore !== undefined && indexOfProvider(wanted.ignore, endpoint) !== -1) return "ignored";
	if (wanted.order !== undefined && !wanted.allowFallbacks && orderRank === -1) return "not_in_order_without_fallbacks";
	if (wanted.quantizations && !wanted.quantizations.includes(endpoint.quantization.toLowerCase()))
		return "quantization";
	return forbidsItsPolicy(wanted, endpoint) ? "data_policy" : undefined;
}

/** A policy nobody knows counts as the worst: it keeps, and trains on, what passes. */
function forbidsItsPolicy({ zdr, denyCollection }: Preferences, { dataPolicy }: Endpoint): boolean {
	const { retains, trains } = dataPolicy ?? { retains: true, trains: true };
	return (zdr && retains) || (denyCollection && (retains || trains));
}

function excludeByPrice(
	call: Call,
	wanted: Preferences,
	endpoint: Endpoint,
	version: PriceVersion | undefined,
): ExclusionReason | undefined {
	if (version === undefined) return "unpriced";
	if (wanted.maxPrice === undefined) return undefined;
	const bound = inputTokensBound(call, endpoint.contextLength);
	return exceedsMaxPrice(version, wanted.maxPrice, bound) ? "max_price" : undefined;
}

function excludeByAbility(
	{ call, world }: PlanRequest,
	wanted: Preferences,
	model: Model,
	endpoint: Endpoint,
): ExclusionReason | undefined {
	if (!acceptsMedia(endpoint.inputModalities ?? model.inputModalities, call.media)) return "unsupported_modality";
	if (call.choices > 1 && world.supportsChoices?.(endpoint.provider) === false) return "unsupported_choices";
	if (wanted.requireParameters && !supportsAll(endpoint, call.parameters)) return "unsupported_parameters";
	if (call.maxOutputTokens !== undefined && call.format !== "embeddings") {
		if (call.maxOutputTokens > endpoint.maxOutputTokens) return "max_tokens_too_large";
	}
	const limit = promptLimit(call, Math.min(endpoint.contextLength, endpoint.maxPromptTokens ?? endpoint.contextLength));
	return inputTokensAtLeast(call, limit) > limit ? "context_too_small" : undefined;
}

function supportsAll(endpoint: Endpoint, parameters: readonly string[]): boolean {
	return parameters.every((name) => endpoint.supportedParameters.includes(name));
}
