/**
 * Those who wait for one answer: the caller who asked, and whoever retries the call while it runs. When the last of them
 * has gone, whoever is at the answer at that moment is told, once.
 */
export class Audience {
	#waiting = 0;
	#gone = false;
	#onGone: (() => void) | undefined;

	/** Nobody waits any more. Someone may come again, as long as the answer goes on. */
	get gone(): boolean {
		return this.#gone && this.#waiting === 0;
	}

	/**
	 * Someone waits for the answer, until the signal says otherwise.
	 *
	 * @returns what says that they wait no longer; saying it again changes nothing.
	 */
	enter(signal: AbortSignal): () => void {
		this.#waiting += 1;
		let left = false;
		const leave = () => {
			if (left) return;
			left = true;
			this.#waiting -= 1;
			if (this.#waiting > 0) return;
			this.#gone = true;
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
