/** Of the calls that come in, so many may be put to another endpoint after a failure. */
const SHARE = 0.1;
/** And so many a second, however few calls come in. */
const PER_SECOND = 10;
/** What is saved up for a sudden failure. */
const MOST = 200;

/**
 * How often this process may try again elsewhere: without a bound, providers that fail together would be called several
 * times as often as we are, just when they can bear it least.
 */
export class RetryBudget {
	readonly #monotonic: () => number;
	#left = MOST;
	#at: number | undefined;

	constructor(monotonic: () => number) {
		this.#monotonic = monotonic;
	}

	/** A call came in. */
	earn(): void {
		if (this.#left < MOST) this.#left += SHARE;
	}

	/** @returns false when there is nothing left to try again with. */
	spend(): boolean {
		const now = this.#monotonic();
		this.#left = Math.min(this.#left + ((now - (this.#at ?? now)) * PER_SECOND) / 1_000, MOST);
		this.#at = now;
		if (this.#left < 1) return false;
		this.#left -= 1;
		return true;
	}
}
