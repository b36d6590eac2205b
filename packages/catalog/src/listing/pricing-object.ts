import { formatUsdPerUnit, type PicoUsdPerUnit } from "@turnpike/money";
import type { Prices, PriceTier, PriceVersion } from "../model.ts";

/** What prompts larger than a bound cost: OpenRouter's `pricing.overrides[]`. Prices are USD per token as text. */
export interface PricingOverride {
	min_prompt_tokens: number;
	prompt: string;
	completion: string;
	input_cache_read?: string;
	input_cache_write?: string;
	input_cache_write_1h?: string;
}

/** OpenRouter's `pricing`: USD per token as decimal text. "-1" says that no price is known, as it does there. */
export interface PricingObject {
	prompt: string;
	completion: string;
	request: string;
	image: string;
	internal_reasoning: string;
	input_cache_read?: string;
	input_cache_write?: string;
	input_cache_write_1h?: string;
	overrides?: PricingOverride[];
}

const UNKNOWN = "-1";

function text(unitPrice: PicoUsdPerUnit | undefined): string {
	return unitPrice === undefined ? UNKNOWN : formatUsdPerUnit(unitPrice);
}

function cachePrices(prices: Prices): Pick<PricingObject, "input_cache_read"> {
	return {
		...(prices.cache_read === undefined ? {} : { input_cache_read: text(prices.cache_read) }),
		...(prices.cache_write_5m === undefined ? {} : { input_cache_write: text(prices.cache_write_5m) }),
		...(prices.cache_write_1h === undefined ? {} : { input_cache_write_1h: text(prices.cache_write_1h) }),
	};
}

function toOverride(tier: PriceTier): PricingOverride {
	return {
		// "Strictly more than" here is "from one more on" there.
		min_prompt_tokens: tier.abovePromptTokens + 1,
		prompt: text(tier.prices.input),
		completion: text(tier.prices.output),
		...cachePrices(tier.prices),
	};
}

/** The `pricing` of an endpoint at the version that holds, or of one without any. */
export function toPricingObject(version: PriceVersion | undefined): PricingObject {
	const prices: Prices = version?.base ?? {};
	return {
		prompt: text(prices.input),
		completion: text(prices.output),
		request: text(prices.request),
		// Not priced by the piece: an image's tokens are input.
		image: "0",
		internal_reasoning: text(prices.reasoning ?? prices.output),
		...cachePrices(prices),
		...(version === undefined || version.tiers.length === 0 ? {} : { overrides: version.tiers.map(toOverride) }),
	};
}
