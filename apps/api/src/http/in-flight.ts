/** Counts the calls being answered, streams included, so that they can be shed and waited for. */
export class InFlight {
	#count = 0;
	#onIdle: (() => void)[] = [];

	get count(): number {
		return this.#count;
	}

	/** @returns what says that the call is over; saying it again changes nothing. */
	enter(): () => void {
		this.#count += 1;
		let over = false;
		return () => {
			if (over) return;
			over = true;
			this.#count -= 1;
			if (this.#count > 0) return;
			for (const resolve of this.#onIdle.splice(0)) resolve();
		};
	}

	/** Resolves when no call is being answered. */
	idle(): Promise<void> {
		if (this.#count === 0) return Promise.resolve();
		return new Promise((resolve) => this.#onIdle.push(resolve));
	}
}
