/** Work that goes on beside a request and may outlast its answer. */
export class Afterwards {
	readonly #pending = new Set<Promise<unknown>>();

	/** @param work its failure is whoever's who began it. */
	add(work: Promise<unknown>): void {
		this.#pending.add(work);
		const done = () => this.#pending.delete(work);
		work.then(done, done);
	}

	/** Resolves when nothing is left, what was added meanwhile included. */
	async settled(): Promise<void> {
		while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
	}
}
