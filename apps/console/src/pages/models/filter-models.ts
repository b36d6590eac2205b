import type { ModelObject } from "@turnpike/catalog";
import { comparePrices, inPico } from "../../money/per-million.ts";
import type { Capability, ModelFilters, ModelSort } from "./models-search.ts";

/** The models that fit, in the order asked for. */
export function filterModels(models: readonly ModelObject[], filters: ModelFilters): readonly ModelObject[] {
	const words = wordsOf(filters.words);
	// USD per million is micro-USD per unit.
	const maxPico = filters.maxPrice === undefined ? undefined : inPico(filters.maxPrice);
	const most = maxPico === undefined ? undefined : maxPico / 1_000_000n;
	const fits = (model: ModelObject) =>
		matches(model, words) &&
		model.context_length >= filters.minContext &&
		filters.inputs.every((input) => model.architecture.input_modalities.includes(input)) &&
		filters.capabilities.every((capability) => isCapable(model, capability)) &&
		(filters.kind === undefined || kindOf(model) === filters.kind) &&
		(filters.providers.length === 0 || filters.providers.some((slug) => model.providers.includes(slug))) &&
		(most === undefined || isAtMost(model, most));
	return sortModels(models.filter(fits), filters.sort);
}

/** Every word must occur in its id or name; punctuation does not count, so "gpt 4o" finds GPT-4o. */
function matches(model: ModelObject, words: readonly string[]): boolean {
	if (words.length === 0) return true;
	const text = plain(`${model.id}${model.name}`);
	return words.every((word) => text.includes(word));
}

function wordsOf(text: string): readonly string[] {
	return text
		.split(/\s+/)
		.map(plain)
		.filter((word) => word !== "");
}

function plain(text: string): string {
	return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}

export function isCapable(model: ModelObject, capability: Capability): boolean {
	const offers = (name: string) => model.supported_parameters.includes(name);
	switch (capability) {
		case "tools":
			return offers("tools");
		case "structured":
			return offers("structured_outputs");
		case "reasoning":
			return offers("reasoning");
		case "caching":
			return cachesCheaper(model);
	}
}

/** A prompt read from the cache costs less than one read anew. */
function cachesCheaper({ pricing }: ModelObject): boolean {
	const [cached, fresh] = [inPico(pricing.input_cache_read), inPico(pricing.prompt)];
	return cached !== undefined && fresh !== undefined && cached < fresh;
}

export function kindOf(model: ModelObject): "chat" | "embeddings" {
	return model.architecture.output_modalities.includes("embeddings") ? "embeddings" : "chat";
}

function isAtMost(model: ModelObject, pico: bigint): boolean {
	const price = inPico(model.pricing.prompt);
	return price !== undefined && price <= pico;
}

function sortModels(models: readonly ModelObject[], sort: ModelSort): readonly ModelObject[] {
	switch (sort) {
		case "newest":
			return models.toSorted((one, other) => other.created - one.created || byName(one, other));
		case "price":
			return models.toSorted((one, other) => byPrice(one, other, 1));
		case "price-desc":
			return models.toSorted((one, other) => byPrice(one, other, -1));
		case "context":
			return models.toSorted((one, other) => other.context_length - one.context_length || byName(one, other));
		case "name":
			return models.toSorted(byName);
	}
}

function byName(one: ModelObject, other: ModelObject): number {
	return one.name.localeCompare(other.name);
}

/** By the price of input, then of output; unknown prices come last either way. */
function byPrice(one: ModelObject, other: ModelObject, direction: 1 | -1): number {
	const [isKnown, isOtherKnown] = [isPriced(one), isPriced(other)];
	if (isKnown !== isOtherKnown) return isKnown ? -1 : 1;
	const input = comparePrices(one.pricing.prompt, other.pricing.prompt);
	const output = comparePrices(one.pricing.completion, other.pricing.completion);
	return direction * (input || output) || byName(one, other);
}

function isPriced({ pricing }: ModelObject): boolean {
	return inPico(pricing.prompt) !== undefined;
}
