import type { Random } from "@turnpike/test-chaos/seeded-random";
import type { Timeline } from "./timeline.ts";

/** The simulation's zero in Unix milliseconds. */
export const EPOCH_MS = Date.UTC(2027, 0, 1);

/** Clocks run up to this much too fast or too slow. */
const MOST_DRIFT = 0.002;

/**
 * A process of an operating system: it has clocks of its own, and can be killed or stopped at every await, because whatever
 * it waits for comes to it through here. What waits in a process that is dead waits for ever.
 */
export class Process {
	readonly name: string;
	readonly #timeline: Timeline;
	readonly #drift: number;
	readonly #startedAt: number;
	#wallOffset: number;
	#alive = true;
	#resumesAt = 0;

	constructor(name: string, timeline: Timeline, random: Random) {
		this.name = name;
		this.#timeline = timeline;
		this.#drift = 1 + (random.next() * 2 - 1) * MOST_DRIFT;
		this.#startedAt = timeline.now;
		this.#wallOffset = random.between(-500, 500);
	}

	get alive(): boolean {
		return this.#alive;
	}

	/** Unix milliseconds, as this machine sees them. */
	readonly now = (): number => Math.floor(EPOCH_MS + this.#timeline.now + this.#wallOffset);

	readonly monotonic = (): number => (this.#timeline.now - this.#startedAt) * this.#drift;

	readonly sleep = (ms: number): Promise<void> =>
		new Promise((wake) => this.#timeline.after(ms / this.#drift, () => this.deliver(wake)));

	/** Its wall clock is set. */
	jump(ms: number): void {
		this.#wallOffset += ms;
	}

	kill(): void {
		this.#alive = false;
	}

	/** Nothing of it runs for so long; its clocks go on. */
	pause(ms: number): void {
		this.#resumesAt = Math.max(this.#resumesAt, this.#timeline.now + ms);
	}

	/** Brings something to it: at once, when it runs again, or never. */
	deliver(happen: () => void): void {
		if (!this.#alive) return;
		if (this.#timeline.now >= this.#resumesAt) happen();
		else this.#timeline.after(this.#resumesAt - this.#timeline.now, () => this.deliver(happen));
	}
}
