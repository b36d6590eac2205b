import type { Model } from "../model.ts";

/**
 * Since when the prices of a moment hold (both in Unix milliseconds): the last instant before it at which any of them
 * changed. Between two such instants every list of prices is the same.
 */
export function pricesSince(models: readonly Model[], atMs: number): number {
	let since = 0;
	for (const model of models) {
		for (const endpoint of model.endpoints) {
			for (const { effectiveFrom } of endpoint.priceVersions) {
				if (effectiveFrom <= atMs && effectiveFrom > since) since = effectiveFrom;
			}
		}
	}
	return since;
}
