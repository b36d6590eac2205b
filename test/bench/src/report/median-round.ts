import type { Measurement } from "../measure.ts";

/**
 * The middle one of several rounds of the same target under the same load, by the median time to the end in an open loop and by
 * requests per second in a closed one: a round that another program disturbed drops out. Failures are counted over all rounds.
 */
export function medianRound(rounds: readonly [Measurement, ...Measurement[]]): Measurement {
	const sorted = [...rounds].sort((a, b) => goodness(a) - goodness(b));
	const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? rounds[0];
	return { ...middle, outcome: { ...middle.outcome, errors: allErrors(rounds) } };
}

/** Lower is worse, so that of two rounds the worse one is the middle. */
const goodness = ({ load, outcome }: Measurement) => (load.kind === "open" ? -outcome.end.p50_ms : outcome.per_second);

function allErrors(rounds: readonly Measurement[]): Record<string, number> {
	const errors: Record<string, number> = {};
	for (const { outcome } of rounds) {
		for (const [reason, count] of Object.entries(outcome.errors)) errors[reason] = (errors[reason] ?? 0) + count;
	}
	return errors;
}
