import type { Prices, PriceVersion } from "@turnpike/catalog";
import type { PicoUsdPerUnit } from "@turnpike/money";
import type { MaxPrice } from "./read-max-price.ts";

/**
 * Whether a call may be charged more per unit than its caller wants to pay: at the base prices, or in any tier its prompt
 * may reach.
 */
export function exceedsMaxPrice(version: PriceVersion, max: MaxPrice, inputTokensBound: number): boolean {
	if (exceeds(version.base, max)) return true;
	return version.tiers.some((tier) => inputTokensBound > tier.abovePromptTokens && exceeds(tier.prices, max));
}

function exceeds(prices: Prices, max: MaxPrice): boolean {
	return above(prices.input, max.prompt) || above(prices.output, max.completion) || above(prices.request, max.request);
}

function above(price: PicoUsdPerUnit | undefined, max: PicoUsdPerUnit | undefined): boolean {
	return price !== undefined && max !== undefined && price > max;
}
