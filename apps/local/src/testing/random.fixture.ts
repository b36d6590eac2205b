/** Numbers that follow from a seed alone. */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** A whole number from 0 to below `bound`. */
	below(bound: number): number {
		// Mulberry32.
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
	}

	oneOf<T>(list: readonly T[]): T {
		const one = list[this.below(list.length)];
		if (one === undefined) throw new Error("nothing to choose from");
		return one;
	}

	/** From 1 to `most` nano-dollars. */
	amount(most: bigint): bigint {
		return 1n + (BigInt(this.below(1_000_000)) * most) / 1_000_000n;
	}
}
