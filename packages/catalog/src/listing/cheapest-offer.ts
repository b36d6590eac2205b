import type { Endpoint, Model, PriceVersion } from "../model.ts";
import { priceVersionAt } from "../price/price-version-at.ts";

/** An endpoint and the price version that holds there, if one is known. */
export interface Offer {
	readonly endpoint: Endpoint;
	readonly version: PriceVersion | undefined;
}

/** Input and output of one token each: what lists are sorted by. */
export function listPrice(version: PriceVersion): bigint {
	return (version.base.input ?? 0n) + (version.base.output ?? 0n);
}

/** Priced before unpriced, current before deprecated, then the cheaper, then by provider name. */
function isBetter(offer: Offer, than: Offer): boolean {
	if ((offer.version === undefined) !== (than.version === undefined)) return offer.version !== undefined;
	if (offer.endpoint.deprecated !== than.endpoint.deprecated) return than.endpoint.deprecated;
	const price = offer.version === undefined ? 0n : listPrice(offer.version);
	const other = than.version === undefined ? 0n : listPrice(than.version);
	return price === other ? offer.endpoint.provider < than.endpoint.provider : price < other;
}

/** The offer a model is shown by: the cheapest at a moment (Unix milliseconds). */
export function cheapestOffer(model: Model, atMs: number): Offer | undefined {
	let best: Offer | undefined;
	for (const endpoint of model.endpoints) {
		const offer = { endpoint, version: priceVersionAt(endpoint, atMs) };
		if (best === undefined || isBetter(offer, best)) best = offer;
	}
	return best;
}
