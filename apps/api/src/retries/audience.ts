/**
 * Those who wait for one answer: the caller who asked, and whoever retries the call while it runs. When the last of them
 * has gone, whoever is at the answer at that moment is told, once.
 */
export class Audience {
	readonly #monotonic: () => number;
	#waiting = 0;
	#onGone: (() => void) | undefined;
	/** How often everybody had gone. */
	desertions = 0;
	/** How long the last who left had waited, in milliseconds. */
	patienceMs = 0;

	constructor(monotonic: () => number) {
		this.#monotonic = monotonic;
	}

	/** Nobody waits any more. Someone may come again, as long as the answer goes on. */
	get gone(): boolean {
		return this.desertions > 0 && this.#waiting === 0;
	}

	/**
	 * Someone waits for the answer, until the signal says otherwise.
	 *
	 * @returns what says that they wait no longer; saying it again changes nothing.
	 */
	enter(signal: AbortSignal): () => void {
		this.#waiting += 1;
		const enteredAt = this.#monotonic();
		let left = false;
		const leave = () => {
			if (left) return;
			left = true;
			this.#waiting -= 1;
			this.patienceMs = this.#monotonic() - enteredAt;
			if (this.#waiting > 0) return;
			this.desertions += 1;
			this.#onGone?.();
		};
		if (signal.aborted) leave();
		else signal.addEventListener("abort", leave, { once: true });
		return leave;
	}

	/** Who is at the answer now, in place of who was before. Told at once where everybody has gone already. */
	whenGone(told: () => void): void {
		this.#onGone = told;
		if (this.gone) told();
	}
}
