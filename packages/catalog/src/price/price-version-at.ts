import type { Endpoint, PriceVersion } from "../model.ts";

/**
 * The price version in force at a moment (Unix milliseconds), or undefined where none is known: such an endpoint may
 * not be dispatched to.
 */
export function priceVersionAt(endpoint: Endpoint, atMs: number): PriceVersion | undefined {
	const versions = endpoint.priceVersions;
	for (let index = versions.length - 1; index >= 0; index--) {
		const version = versions[index];
		if (version !== undefined && version.effectiveFrom <= atMs) return version;
	}
	return undefined;
}
