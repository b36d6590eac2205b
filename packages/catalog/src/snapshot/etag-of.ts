import type { Endpoint, Model } from "../model.ts";
import { stableHash } from "../price/stable-hash.ts";

function endpointText(endpoint: Endpoint): unknown {
	// A price version's id stands for all it says.
	return { ...endpoint, priceVersions: endpoint.priceVersions.map((version) => version.id) };
}

/** A strong ETag of a snapshot, with its quotes: it changes when anything the catalog says does. */
export function etagOf(models: readonly Model[]): string {
	const text = JSON.stringify(models.map((model) => ({ ...model, endpoints: model.endpoints.map(endpointText) })));
	return `"${stableHash(text)}"`;
}
