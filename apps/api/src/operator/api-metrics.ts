import type { Counter, Family, Histogram, Metrics } from "@turnpike/telemetry";

/** What the API counts; registered once per process. */
export interface ApiMetrics {
	readonly generations: Family<Counter>;
	readonly attempts: Family<Counter>;
	readonly retriesWithheld: Family<Counter>;
	readonly refusals: Family<Counter>;
	readonly ownTimeMs: Family<Histogram>;
	readonly firstByteMs: Family<Histogram>;
	readonly durableMs: Family<Histogram>;
}

export function makeApiMetrics(metrics: Metrics): ApiMetrics {
	return {
		generations: metrics.counter({
			name: "turnpike_generations_total",
			help: "Generations that ended, by how.",
			labels: ["status", "provider"],
		}),
		attempts: metrics.counter({
			name: "turnpike_attempts_total",
			help: "Attempts at endpoints, by outcome (answered, or the kind of failure).",
			labels: ["provider", "outcome"],
		}),
		retriesWithheld: metrics.counter({
			name: "turnpike_retries_withheld_total",
			help: "Calls that were not put to another endpoint: too many were already.",
		}),
		refusals: metrics.counter({
			name: "turnpike_refusals_total",
			help: "Requests answered with an error, by code.",
			labels: ["code"],
		}),
		ownTimeMs: metrics.histogram({
			name: "turnpike_own_time_ms",
			help: "Milliseconds from the request's arrival to its dispatch upstream.",
		}),
		firstByteMs: metrics.histogram({
			name: "turnpike_first_byte_ms",
			help: "Milliseconds from dispatch to the upstream's first byte.",
			labels: ["provider"],
		}),
		durableMs: metrics.histogram({
			name: "turnpike_usage_durable_ms",
			help: "Milliseconds it took to make a generation's usage durable.",
		}),
	};
}
