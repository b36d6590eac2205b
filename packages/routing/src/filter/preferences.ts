import type { ProviderPreferences } from "@turnpike/wire";
import { type ProviderNames, readProviderNames } from "./provider-names.ts";
import { type MaxPrice, readMaxPrice } from "./read-max-price.ts";

/** The caller's `provider` object, ready to compare with. */
export interface Preferences {
	readonly order: ProviderNames | undefined;
	readonly only: ProviderNames | undefined;
	readonly ignore: ProviderNames | undefined;
	readonly allowFallbacks: boolean;
	readonly requireParameters: boolean;
	readonly quantizations: readonly string[] | undefined;
	/** Only endpoints known to keep nothing. */
	readonly zdr: boolean;
	/** Only endpoints known neither to keep nor to train. */
	readonly denyCollection: boolean;
	readonly maxPrice: MaxPrice | undefined;
}

const NO_PREFERENCES: Preferences = {
	order: undefined,
	only: undefined,
	ignore: undefined,
	allowFallbacks: true,
	requireParameters: false,
	quantizations: undefined,
	zdr: false,
	denyCollection: false,
	maxPrice: undefined,
};

/**
 * Reads the caller's preferences once per plan; most calls have none. An empty list says nothing, as an absent one.
 *
 * @throws TurnpikeError `invalid_value` when a price in `max_price` is not a decimal.
 */
export function readPreferences(wanted: ProviderPreferences): Preferences {
	if (isEmpty(wanted)) return NO_PREFERENCES;
	return {
		order: readList(wanted.order),
		only: readList(wanted.only),
		ignore: readList(wanted.ignore),
		allowFallbacks: wanted.allowFallbacks ?? true,
		requireParameters: wanted.requireParameters ?? false,
		quantizations: readList(wanted.quantizations),
		zdr: wanted.zdr ?? false,
		denyCollection: wanted.dataCollection === "deny",
		maxPrice: wanted.maxPrice === undefined ? undefined : readMaxPrice(wanted.maxPrice),
	};
}

function isEmpty(wanted: ProviderPreferences): boolean {
	for (const _ in wanted) return false;
	return true;
}

function readList(entries: readonly string[] | undefined): ProviderNames | undefined {
	return entries === undefined || entries.length === 0 ? undefined : readProviderNames(entries);
}
