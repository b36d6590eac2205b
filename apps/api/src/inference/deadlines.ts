/** A moment at which something is done unless it is called off. */
export interface Deadline {
	/** Monotonic milliseconds. */
	at: number;
	readonly onPassed: () => void;
}

/** How exact deadlines are. */
const GRAIN_MS = 100;

/**
 * Deadlines of all calls in flight, watched by one coarse timer: a timer, an `AbortSignal.timeout` or a race per call
 * and chunk would cost more than forwarding the chunk. The timer runs only while there is something to watch.
 */
export class Deadlines {
	readonly #watched = new Set<Deadline>();
	readonly #monotonic: () => number;
	#timer: ReturnType<typeof setInterval> | undefined;

	constructor(monotonic: () => number) {
		this.#monotonic = monotonic;
	}

	/** Calls back once, at or shortly after the time. */
	watch(inMs: number, onPassed: () => void): Deadline {
		const deadline: Deadline = { at: this.#monotonic() + inMs, onPassed };
		this.#watched.add(deadline);
		this.#timer ??= setInterval(() => this.#look(), GRAIN_MS);
		return deadline;
	}

	/** Puts a deadline that has not passed off to so many milliseconds from now. */
	move(deadline: Deadline, inMs: number): void {
		deadline.at = this.#monotonic() + inMs;
	}

	forget(deadline: Deadline): void {
		this.#watched.delete(deadline);
	}

	#look(): void {
		const now = this.#monotonic();
		for (const deadline of this.#watched) {
			if (deadline.at > now) continue;
			this.#watched.delete(deadline);
			deadline.onPassed();
		}
		if (this.#watched.size > 0) return;
		clearInterval(this.#timer);
		this.#timer = undefined;
	}
}
