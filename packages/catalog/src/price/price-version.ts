import { USAGE_CLASSES } from "@turnpike/wire";
import type { Prices, PriceTier, PriceVersion } from "../model.ts";
import { stableHash } from "./stable-hash.ts";

/** What a price version says, before it has a name. */
export type PriceFacts = Omit<PriceVersion, "id">;

function pricesText(prices: Prices): string {
	const parts: string[] = [];
	for (const name of USAGE_CLASSES) {
		const unitPrice = prices[name];
		if (unitPrice !== undefined) parts.push(`${name}=${unitPrice}`);
	}
	return parts.join(",");
}

function tierText(tier: PriceTier): string {
	return `>${tier.abovePromptTokens}:${pricesText(tier.prices)}`;
}

/** `pv_` and a hash of endpoint, start and all prices; where the facts came from does not change their name. */
export function priceVersionId(facts: PriceFacts): string {
	const tiers = facts.tiers.map(tierText).join(";");
	return `pv_${stableHash(`${facts.endpointId}|${facts.effectiveFrom}|${pricesText(facts.base)}|${tiers}`)}`;
}

/**
 * Names a set of facts.
 *
 * @throws RangeError when the tiers do not ascend: a tier behind a larger one could never hold.
 */
export function priceVersion(facts: PriceFacts): PriceVersion {
	let previous = -1;
	for (const tier of facts.tiers) {
		if (tier.abovePromptTokens <= previous) throw new RangeError(`tiers of ${facts.endpointId} do not ascend`);
		previous = tier.abovePromptTokens;
	}
	return { id: priceVersionId(facts), ...facts };
}
