import type { Deadline, Deadlines } from "./deadlines.ts";

/** Nothing came for a while, and nothing has failed: say that we are still here. */
export const KEEP_ALIVE = Symbol("keep alive");

/**
 * Waits for the next item or for the moment to show a sign of life, whichever comes first, without a timer or a race
 * for each item.
 */
export class Mailbox<Item> {
	readonly #read: () => Promise<Item>;
	readonly #deadlines: Deadlines;
	readonly #keepAliveMs: number;
	#reading: Promise<Item> | undefined;
	#deadline: Deadline | undefined;
	#wake: ((sign: typeof KEEP_ALIVE) => void) | undefined;

	/** @param keepAliveMs 0: never. */
	constructor(read: () => Promise<Item>, deadlines: Deadlines, keepAliveMs: number) {
		this.#read = read;
		this.#deadlines = deadlines;
		this.#keepAliveMs = keepAliveMs;
	}

	next(): Promise<Item | typeof KEEP_ALIVE> {
		if (this.#keepAliveMs === 0) return this.#read();
		this.#reading ??= this.#read();
		const reading = this.#reading;
		this.#watch();
		return new Promise((resolve, reject) => {
			this.#wake = resolve;
			reading.then((item) => {
				this.#reading = undefined;
				resolve(item);
			}, reject);
		});
	}

	close(): void {
		if (this.#deadline) this.#deadlines.forget(this.#deadline);
	}

	#watch(): void {
		if (this.#deadline) this.#deadlines.move(this.#deadline, this.#keepAliveMs);
		else {
			this.#deadline = this.#deadlines.watch(this.#keepAliveMs, () => {
				this.#deadline = undefined;
				this.#wake?.(KEEP_ALIVE);
			});
		}
	}
}
