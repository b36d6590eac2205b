import type { Endpoint } from "@turnpike/catalog";

/**
 * A caller's list of providers, ready to compare with. An entry is a provider's slug (`deepinfra`), which means all its
 * endpoints, or one endpoint's slug and variant (`deepinfra/turbo`). Letter case does not matter, and a name written
 * with spaces ("Google AI Studio") means its slug.
 */
export type ProviderNames = readonly string[];

export function readProviderNames(entries: readonly string[]): ProviderNames {
	return entries.map((entry) => entry.trim().toLowerCase().replaceAll(" ", "-"));
}

/** The position of the first entry that means this endpoint, or -1. */
export function indexOfProvider(names: ProviderNames, endpoint: Endpoint): number {
	for (let index = 0; index < names.length; index++) {
		const name = names[index] ?? "";
		if (name === endpoint.provider || (name.includes("/") && name === tagOf(endpoint))) return index;
	}
	return -1;
}

/** An endpoint's provider and variant: what follows the `@` of its id. Slugs are lower case, variants need not be. */
function tagOf(endpoint: Endpoint): string {
	return endpoint.id.slice(endpoint.id.lastIndexOf("@") + 1).toLowerCase();
}
