/**
 * Answers that are read to their end though nobody waits for them, each for a time and so many at once: their providers
 * bill them whole all the same, and the real usage comes last.
 */
export class Drains {
	readonly #most: number;
	readonly #open = new Set<string>();

	/** @param most at once; 0 where nothing outlives its request. */
	constructor(most: number) {
		this.#most = most;
	}

	get count(): number {
		return this.#open.size;
	}

	/** @returns false when there are as many as there may be. Of an answer that is drained already: true. */
	begin(generationId: string): boolean {
		if (this.#open.has(generationId)) return true;
		if (this.#open.size >= this.#most) return false;
		this.#open.add(generationId);
		return true;
	}

	/** An answer has ended; of one that was not drained this says nothing. */
	end(generationId: string): void {
		this.#open.delete(generationId);
	}
}
