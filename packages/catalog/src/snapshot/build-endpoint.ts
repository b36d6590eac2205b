import type { Endpoint, PriceVersion } from "../model.ts";
import { priceVersion } from "../price/price-version.ts";
import { fillChatPrices, fillEmbeddingPrices } from "./fill-prices.ts";
import { parametersOf } from "./parameters-of.ts";
import type { SeedEndpoint, SeedModel, StatedPrices } from "./seed-schema.ts";

function buildPriceVersion(row: SeedEndpoint, model: SeedModel, endpointId: string, source: string): PriceVersion[] {
	if (row.price === undefined) return [];
	const author = model.slug.slice(0, model.slug.indexOf("/"));
	const fill = (stated: StatedPrices) =>
		model.kind === "embedding" ? fillEmbeddingPrices(stated) : fillChatPrices(stated, author);
	const version = priceVersion({
		endpointId,
		// The first version known: a clock that is behind must not find an endpoint without a price.
		effectiveFrom: 0,
		source: row.price.source ?? source,
		base: fill(row.price),
		tiers: (row.price.tiers ?? []).map((tier) => ({ abovePromptTokens: tier.above, prices: fill(tier) })),
	});
	return [version];
}

/**
 * One row of the seed as an endpoint.
 *
 * @param source what price versions without a note of their own name as their source
 */
export function buildEndpoint(row: SeedEndpoint, model: SeedModel, source: string): Endpoint {
	const id = `${model.slug}@${row.provider}`;
	return {
		id,
		model: model.slug,
		provider: row.provider,
		providerModelId: row.id,
		contextLength: row.context,
		maxPromptTokens: row.maxPrompt,
		maxOutputTokens: row.maxOutput,
		inputModalities: row.input,
		supportedParameters: model.kind === "embedding" ? [] : parametersOf(row.provider, row.features),
		quantization: row.quantization ?? "unknown",
		deprecated: row.deprecated ?? false,
		priceVersions: buildPriceVersion(row, model, id, source),
	};
}
