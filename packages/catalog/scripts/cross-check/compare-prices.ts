import { calcPrice, type ModelPrice } from "@pydantic/genai-prices";
import type { Catalog, Endpoint, PriceVersion } from "../../src/index.ts";

/** Providers both sides know: slug here to id there. */
const PROVIDER_IDS: ReadonlyMap<string, string> = new Map([
	["openai", "openai"],
	["anthropic", "anthropic"],
	["groq", "groq"],
	["together", "together"],
	["deepseek", "deepseek"],
	["mistral", "mistral"],
	["xai", "x-ai"],
	["openrouter", "openrouter"],
]);

/** One price that two sources give differently: USD per million tokens as text (`tier_edges`: prompt tokens). */
export interface PriceDifference {
	readonly endpoint: string;
	readonly field: string;
	readonly ours: string;
	readonly theirs: string;
}

export interface Comparison {
	readonly comparedEndpoints: number;
	readonly agreeingEndpoints: number;
	/** Endpoints the other source has no model for. */
	readonly unknownEndpoints: number;
	readonly comparedPrices: number;
	readonly differences: readonly PriceDifference[];
}

type Field = readonly [field: string, ours: string, theirs: string];

function perMillion(unitPrice: bigint | undefined): string {
	return unitPrice === undefined ? "none" : String(Number(unitPrice) / 1e6);
}

function theirsOf(prices: ModelPrice, key: string): { readonly base: string; readonly edges: string } | undefined {
	const price = prices[key];
	if (price === undefined) return undefined;
	if (typeof price === "number") return { base: String(price), edges: "none" };
	return { base: String(price.base), edges: price.tiers.map((tier) => tier.start).join("+") };
}

function fieldsOf(version: PriceVersion, theirs: ModelPrice): readonly Field[] {
	const { base } = version;
	const pairs = [
		["input", base.input, "input_mtok"],
		["output", base.output, "output_mtok"],
		["cache_read", base.cache_read, "cache_read_mtok"],
		["cache_write_5m", base.cache_write_5m, "cache_write_mtok"],
		["cache_write_1h", base.cache_write_1h, "cache_write_1h_mtok"],
	] as const;
	const fields: Field[] = [];
	for (const [field, ours, key] of pairs) {
		const price = theirsOf(theirs, key);
		if (price !== undefined) fields.push([field, perMillion(ours), price.base]);
	}
	const edges = version.tiers.map((tier) => tier.abovePromptTokens).join("+") || "none";
	fields.push(["tier_edges", edges, theirsOf(theirs, "input_mtok")?.edges ?? "none"]);
	return fields;
}

function theirPrices(endpoint: Endpoint, at: Date): ModelPrice | undefined {
	const providerId = PROVIDER_IDS.get(endpoint.provider);
	if (providerId === undefined) return undefined;
	const result = calcPrice({ input_tokens: 1_000 }, endpoint.providerModelId, { providerId, timestamp: at });
	return result?.model_price;
}

/**
 * Compares every priced endpoint of providers both sides know with `@pydantic/genai-prices`, price by price, at one
 * moment: those that hold for a short prompt, and where the tiers begin. Prices the other side does not state are not
 * compared.
 */
export function comparePrices(catalog: Catalog, at: Date): Comparison {
	const differences: PriceDifference[] = [];
	const count = { compared: 0, agreeing: 0, unknown: 0, prices: 0 };
	for (const endpoint of catalog.models.flatMap((model) => model.endpoints)) {
		const version = endpoint.priceVersions.at(-1);
		if (version === undefined || !PROVIDER_IDS.has(endpoint.provider)) continue;
		const theirs = theirPrices(endpoint, at);
		if (theirs === undefined) {
			count.unknown++;
			continue;
		}
		const fields = fieldsOf(version, theirs);
		const different = fields.filter(([, ours, their]) => ours !== their);
		count.compared++;
		count.prices += fields.length;
		if (different.length === 0) count.agreeing++;
		for (const [field, ours, their] of different)
			differences.push({ endpoint: endpoint.id, field, ours, theirs: their });
	}
	return {
		comparedEndpoints: count.compared,
		agreeingEndpoints: count.agreeing,
		unknownEndpoints: count.unknown,
		comparedPrices: count.prices,
		differences,
	};
}
