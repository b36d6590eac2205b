import type { Percentiles } from "../load/histogram.ts";
import type { Measurement } from "../measure.ts";

/** How much later than another target: differences of the percentiles, in ms. Below zero is noise. */
export type Added = { readonly p50_ms: number; readonly p90_ms: number; readonly p99_ms: number };

/** A measurement beside those of the same load in the same run. */
export type Compared = Measurement & {
	readonly added_to_direct: { readonly first_byte: Added; readonly end: Added } | undefined;
	readonly added_to_bare: { readonly first_byte: Added; readonly end: Added } | undefined;
	/** What durable usage adds: the difference to Turnpike without it. */
	readonly added_to_unlogged: { readonly first_byte: Added; readonly end: Added } | undefined;
	/** Closed loops: requests per second as a share of the other target's. */
	readonly throughput_ratio: { readonly direct: number | undefined; readonly bare: number | undefined };
	/** The other's CPU time per request over this one's: the throughput ratio without the harness's and the machine's noise. */
	readonly cpu_ratio: { readonly bare: number | undefined };
	/** Median time to the end as a multiple of the other target's. */
	readonly end_p50_ratio: { readonly direct: number | undefined; readonly bare: number | undefined };
};

/** Sets every measurement beside direct and bare under the same load. */
export function compare(measurements: readonly Measurement[]): Compared[] {
	return measurements.map((one) => {
		const of = (target: string) =>
			measurements.find((other) => other.target === target && other !== one && sameLoad(one, other));
		const [direct, bare, unlogged] = [of("direct"), of("bare"), of("unlogged")];
		return {
			...one,
			added_to_direct: direct && addedTo(direct, one),
			added_to_bare: bare && addedTo(bare, one),
			added_to_unlogged: unlogged && addedTo(unlogged, one),
			throughput_ratio: {
				direct: ratio(one.outcome.per_second, direct?.outcome.per_second),
				bare: ratio(one.outcome.per_second, bare?.outcome.per_second),
			},
			cpu_ratio: { bare: ratio(bare?.cpu_us_per_request, one.cpu_us_per_request) },
			end_p50_ratio: {
				direct: ratio(one.outcome.end.p50_ms, direct?.outcome.end.p50_ms),
				bare: ratio(one.outcome.end.p50_ms, bare?.outcome.end.p50_ms),
			},
		};
	});
}

const sameLoad = (one: Measurement, other: Measurement) =>
	one.kind === other.kind && JSON.stringify(one.load) === JSON.stringify(other.load);

function addedTo(base: Measurement, one: Measurement) {
	return {
		first_byte: difference(one.outcome.first_byte, base.outcome.first_byte),
		end: difference(one.outcome.end, base.outcome.end),
	};
}

function difference(one: Percentiles, base: Percentiles): Added {
	return {
		p50_ms: one.p50_ms - base.p50_ms,
		p90_ms: one.p90_ms - base.p90_ms,
		p99_ms: one.p99_ms - base.p99_ms,
	};
}

function ratio(value: number | undefined, base: number | undefined): number | undefined {
	return value === undefined || base === undefined || base === 0 ? undefined : value / base;
}
