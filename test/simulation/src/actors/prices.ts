import { type PriceVersion, price, priceVersion, serializePriceVersion } from "@turnpike/catalog";
import { chargeFromPico, type NanoUsd, picoUsdPerUnit } from "@turnpike/money";

/** A price that leaves a part of a nano-dollar to round. */
export const PRICE: PriceVersion = priceVersion({
	endpointId: "author/model@provider",
	effectiveFrom: 0,
	source: "simulation",
	base: { input: picoUsdPerUnit(1_234_567n), output: picoUsdPerUnit(9_876_543_211n) },
	tiers: [],
});

/** What the book knows of prices. */
export const PRICE_TEXTS: ReadonlyMap<string, string> = new Map([
	[PRICE.id, JSON.stringify(serializePriceVersion(PRICE))],
]);

export interface Tokens {
	readonly input: number;
	readonly output: number;
}

export function priceOfTokens(tokens: Tokens): NanoUsd {
	return chargeFromPico(price({ ...tokens }, PRICE));
}
