import type { Percentiles } from "../load/histogram.ts";
import type { Load } from "../load/job.ts";
import type { Measurement } from "../measure.ts";

const times = (p50_ms: number): Percentiles => ({
	count: 9,
	p50_ms,
	p90_ms: p50_ms * 2,
	p99_ms: p50_ms * 3,
	max_ms: 99,
});

/** A measurement whose first byte came after `p50` at the median and whose end took twice as long. */
export function measured(target: string, load: Load, per_second: number, p50: number): Measurement {
	return {
		target,
		kind: "json",
		load,
		outcome: { completed: 9, per_second, errors: {}, first_byte: times(p50), end: times(p50 * 2), lateness: times(0) },
		cpu_us_per_request: target === "turnpike" ? 80 : 40,
		busy: 0.9,
		background_cpu_us_per_request: undefined,
		resident_bytes: 1,
		settlement: undefined,
	};
}
