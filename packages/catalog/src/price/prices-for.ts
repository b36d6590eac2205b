import type { Prices, PriceVersion } from "../model.ts";

/**
 * The prices that hold for a prompt of this size: those of the last tier whose bound is passed, for the whole request.
 *
 * @param promptTokens all tokens of the prompt, cached ones included
 */
export function pricesFor(version: PriceVersion, promptTokens: number): Prices {
	for (let index = version.tiers.length - 1; index >= 0; index--) {
		const tier = version.tiers[index];
		if (tier !== undefined && promptTokens > tier.abovePromptTokens) return tier.prices;
	}
	return version.base;
}
