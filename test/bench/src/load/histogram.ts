/** Sub-buckets per power of two: a recorded value is known to better than 1/128 of itself. */
const SUB_BITS = 7;
const SUB = 1 << SUB_BITS;
/** 2^36 ns is 69 s: longer than any exchange the loader waits for. */
const TOP_BITS = 36;

/** What a report says of a distribution; times in milliseconds. */
export type Percentiles = {
	readonly count: number;
	readonly p50_ms: number;
	readonly p90_ms: number;
	readonly p99_ms: number;
	readonly max_ms: number;
};

/**
 * Counts of durations in logarithmic buckets, in the manner of HdrHistogram: constant memory and a relative
 * error below 0.8 % from a nanosecond to a minute. Durations are nanoseconds; a negative one counts as 0.
 */
export class Histogram {
	readonly #counts = new Uint32Array((TOP_BITS - SUB_BITS + 2) * SUB);
	#total = 0;
	#max = 0;

	get count(): number {
		return this.#total;
	}

	record(ns: number): void {
		const value = Math.max(0, Math.min(Math.round(ns), 2 ** TOP_BITS));
		const index = bucketOf(value);
		this.#counts[index] = (this.#counts[index] ?? 0) + 1;
		this.#total += 1;
		if (value > this.#max) this.#max = value;
	}

	/** The duration, in ns, that the given share (0–1) of the recorded ones does not exceed; 0 when empty. */
	quantile(share: number): number {
		const wanted = Math.max(1, Math.ceil(share * this.#total));
		let seen = 0;
		for (let index = 0; index < this.#counts.length; index++) {
			seen += this.#counts[index] ?? 0;
			if (seen >= wanted) return Math.min(ceilingOf(index), this.#max);
		}
		return this.#max;
	}

	percentiles(): Percentiles {
		const ms = (ns: number) => ns / 1e6;
		return {
			count: this.#total,
			p50_ms: ms(this.quantile(0.5)),
			p90_ms: ms(this.quantile(0.9)),
			p99_ms: ms(this.quantile(0.99)),
			max_ms: ms(this.#max),
		};
	}
}

/** Values below 128 have a bucket each; above, each doubling is cut into 128. */
function bucketOf(value: number): number {
	if (value < SUB) return value;
	const shift = Math.floor(Math.log2(value)) - SUB_BITS;
	return (shift + 1) * SUB + Math.floor(value / 2 ** shift) - SUB;
}

/** The largest value that falls into a bucket. */
function ceilingOf(index: number): number {
	if (index < SUB) return index;
	const shift = Math.floor(index / SUB) - 1;
	return ((index % SUB) + SUB + 1) * 2 ** shift - 1;
}
