import type { ApiDependencies, Provider } from "../dependencies.ts";
import type { Generation } from "../inference/generation.ts";

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

/**
 * Whether an answer goes on after the last who waited for it has gone, to be billed by its real usage. A whole answer is
 * billed by its provider whoever leaves, and a stream where closing it does not stop the bill.
 */
export function goesOnAlone(
	{ drains }: Pick<ApiDependencies, "drains">,
	{ id, call }: Pick<Generation, "id" | "call">,
	{ vendor }: Pick<Provider, "vendor">,
): boolean {
	return (!call.stream || !vendor.cancelStopsBilling) && drains.begin(id);
}
