import { ROUTER_FIELDS } from "../router-fields.ts";
import type { Vendor } from "../vendor.ts";

/** A marker for the whole prompt, which only Anthropic and routers know. */
const MARKER = "cache_control";

const known = new WeakMap<Vendor, ReadonlySet<string>>();

/** The top-level fields that never reach a vendor under their own names. */
export function droppedFields(vendor: Vendor): ReadonlySet<string> {
	let dropped = known.get(vendor);
	if (dropped === undefined) {
		const meant = [...ROUTER_FIELDS, MARKER].filter((field) => !vendor.keepsFields.includes(field));
		dropped = new Set([...meant, ...vendor.refusesFields, ...Object.keys(vendor.renamesFields)]);
		known.set(vendor, dropped);
	}
	return dropped;
}
