import type { Counter } from "./counter.ts";
import type { Family } from "./family.ts";
import type { Gauge } from "./gauge.ts";
import type { Histogram } from "./histogram.ts";

/** A family of whatever kind, which says which. */
export type AnyFamily =
	| (Family<Counter> & { readonly kind: "counter" })
	| (Family<Gauge> & { readonly kind: "gauge" })
	| (Family<Histogram> & { readonly kind: "histogram" });
