/** How observations spread over fixed buckets. */
export interface Histogram {
	observe(value: number): void;
	/** Upper bounds, ascending; a value belongs to the first bucket it is not above. */
	readonly bounds: readonly number[];
	/** Observations per bucket, not cumulated; one more than bounds, for what is above them all. */
	readonly counts: Float64Array;
	readonly sum: number;
}

/** For durations in milliseconds, from our own part (a fraction of one) to a long generation. */
export const DURATION_BUCKETS_MS = [
	0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000,
] as const;

/** @throws RangeError when the bounds do not ascend. */
export function createHistogram(bounds: readonly number[]): Histogram {
	bounds.forEach((bound, index) => {
		if (bound <= (bounds[index - 1] ?? Number.NEGATIVE_INFINITY)) throw new RangeError("bucket bounds must ascend");
	});
	const counts = new Float64Array(bounds.length + 1);
	const histogram = {
		bounds,
		counts,
		sum: 0,
		observe(value: number) {
			if (Number.isNaN(value)) return;
			let bucket = 0;
			while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket++;
			counts[bucket] = (counts[bucket] ?? 0) + 1;
			histogram.sum += value;
		},
	};
	return histogram;
}
