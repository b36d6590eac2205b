import { settle } from "./settle.ts";

interface Event {
	readonly at: number;
	/** Of two events at one moment, the one that was planned first comes first. */
	readonly order: number;
	readonly happen: () => void;
}

/**
 * The only time there is: events in the order of their moments. Between two of them everything that can run without
 * another event does, so what happens depends on nothing but the plan.
 */
export class Timeline {
	#now = 0;
	#order = 0;
	/** A binary heap, the next event first. */
	readonly #events: Event[] = [];

	/** Milliseconds since the beginning. */
	get now(): number {
		return this.#now;
	}

	after(ms: number, happen: () => void): void {
		const event = { at: this.#now + Math.max(0, ms), order: this.#order++, happen };
		this.#events.push(event);
		for (let child = this.#events.length - 1; child > 0; ) {
			const parent = (child - 1) >> 1;
			if (!this.#swapIfLater(parent, child)) break;
			child = parent;
		}
	}

	/** Lets everything up to a moment happen. */
	async passUntil(moment: number): Promise<void> {
		await settle();
		for (let next = this.#events[0]; next && next.at <= moment; next = this.#events[0]) {
			this.#removeFirst();
			this.#now = next.at;
			next.happen();
			await settle();
		}
		this.#now = Math.max(this.#now, moment);
	}

	#removeFirst(): void {
		const last = this.#events.pop();
		if (last === undefined || this.#events.length === 0) return;
		this.#events[0] = last;
		for (let parent = 0; ; ) {
			const [left, right] = [2 * parent + 1, 2 * parent + 2];
			if (left >= this.#events.length) return;
			const child = right < this.#events.length && this.#later(left, right) ? right : left;
			if (!this.#swapIfLater(parent, child)) return;
			parent = child;
		}
	}

	#swapIfLater(parent: number, child: number): boolean {
		const [above, below] = [this.#events[parent], this.#events[child]];
		if (!above || !below || !this.#later(parent, child)) return false;
		this.#events[parent] = below;
		this.#events[child] = above;
		return true;
	}

	#later(one: number, other: number): boolean {
		const [a, b] = [this.#events[one], this.#events[other]];
		return a !== undefined && b !== undefined && (a.at > b.at || (a.at === b.at && a.order > b.order));
	}
}
