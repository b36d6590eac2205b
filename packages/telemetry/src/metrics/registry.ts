import type { AnyFamily } from "./any-family.ts";
import { type Counter, createCounter } from "./counter.ts";
import { expose } from "./expose.ts";
import { createFamily, type Family, type FamilyOptions } from "./family.ts";
import { createGauge, type Gauge } from "./gauge.ts";
import { createHistogram, DURATION_BUCKETS_MS, type Histogram } from "./histogram.ts";

/** The metrics of one process. */
export interface Metrics {
	/** @param options a name that ends in `_total`. */
	counter(options: FamilyOptions): Family<Counter>;
	gauge(options: FamilyOptions): Family<Gauge>;
	/** A gauge that is read when the metrics are: queue lengths, pool sizes. */
	observe(options: Omit<FamilyOptions, "labels">, read: () => number): void;
	/** @param bounds bucket bounds, ascending; those for milliseconds by default. */
	histogram(options: FamilyOptions, bounds?: readonly number[]): Family<Histogram>;
	/** All of it in Prometheus' text format, for `/metrics`. */
	expose(): string;
}

/** @throws RangeError from its methods, when a name is malformed or taken: a mistake of the program, at start. */
export function createMetrics(): Metrics {
	const families = new Map<string, AnyFamily>();
	const observed: (() => void)[] = [];

	function register<Member extends AnyFamily>(family: Member): Member {
		if (families.has(family.name)) throw new RangeError(`the metric ${family.name} is registered twice`);
		families.set(family.name, family);
		return family;
	}

	const gauge = (options: FamilyOptions) => register({ ...createFamily("gauge", options, createGauge), kind: "gauge" });

	return {
		gauge,
		counter(options) {
			if (!options.name.endsWith("_total")) throw new RangeError(`a counter's name ends in _total: ${options.name}`);
			return register({ ...createFamily("counter", options, createCounter), kind: "counter" });
		},
		histogram(options, bounds = DURATION_BUCKETS_MS) {
			return register({ ...createFamily("histogram", options, () => createHistogram(bounds)), kind: "histogram" });
		},
		observe(options, read) {
			const series = gauge(options).of();
			observed.push(() => series.set(read()));
		},
		expose() {
			for (const refresh of observed) refresh();
			return expose(families.values());
		},
	};
}
