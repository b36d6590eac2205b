import type { ProviderPreferences } from "../call.ts";
import type { ProviderObject } from "./provider-schema.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A price as the decimal string the money package reads: at most six places, never an exponent. */
function priceText(price: number | string): string {
	return typeof price === "string" ? price : price.toFixed(6);
}

function maxPrice(object: NonNullable<ProviderObject["max_price"]>): NonNullable<ProviderPreferences["maxPrice"]> {
	const { prompt, completion, request } = object;
	return {
		...(prompt != null && { prompt: priceText(prompt) }),
		...(completion != null && { completion: priceText(completion) }),
		...(request != null && { request: priceText(request) }),
	};
}

/** Exacto asks for the endpoints that are best with tools; until that is observed, it is the default order. */
function sortOf(sort: ProviderObject["sort"]): ProviderPreferences["sort"] {
	const by = typeof sort === "object" ? sort?.by : sort;
	return by == null || by === "exacto" ? undefined : by;
}

const NONE: ProviderPreferences = {};

/** Reads a checked `provider` object. */
export function providerPreferences(object: ProviderObject | null | undefined): ProviderPreferences {
	if (object == null) return NONE;
	const preferences: Mutable<ProviderPreferences> = {};
	const sort = sortOf(object.sort);
	if (object.order != null) preferences.order = object.order;
	if (object.only != null) preferences.only = object.only;
	if (object.ignore != null) preferences.ignore = object.ignore;
	if (object.allow_fallbacks != null) preferences.allowFallbacks = object.allow_fallbacks;
	if (object.require_parameters != null) preferences.requireParameters = object.require_parameters;
	if (object.quantizations != null) preferences.quantizations = object.quantizations;
	if (object.data_collection != null) preferences.dataCollection = object.data_collection;
	if (object.zdr != null) preferences.zdr = object.zdr;
	if (object.max_price != null) preferences.maxPrice = maxPrice(object.max_price);
	if (sort !== undefined) preferences.sort = sort;
	return preferences;
}
