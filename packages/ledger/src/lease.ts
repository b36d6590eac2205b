import type { AllowanceBook, HolderIdentity } from "./allowance-book.ts";

/** A lease is renewed this often. */
const RENEW_EVERY_MS = 5_000;
/** Spending stops this long before the lease ends, on the holder's own monotonic clock. */
const STOP_BEFORE_END_MS = 2_000;

export interface Clock {
	/** Unix milliseconds. */
	readonly now: () => number;
	/** Milliseconds that only go forward, whatever happens to the wall clock. */
	readonly monotonic: () => number;
}

/**
 * A holder's right to spend. It is measured from before each renewal was sent, so the book's view of it always ends
 * later than ours: a holder that is paused, cut off or forgotten stops before its allowances are given away.
 */
export class Lease {
	#holderId = "";
	#endsAt = Number.NEGATIVE_INFINITY;
	#lengthMs = 0;
	#renewedAt = Number.NEGATIVE_INFINITY;
	#renewing: Promise<boolean> | undefined;
	readonly #book: AllowanceBook;
	readonly #clock: Clock;
	readonly #identify: () => HolderIdentity;

	/** @param identify makes a fresh identity: a reaped holder never comes back under its old name. */
	constructor(book: AllowanceBook, clock: Clock, identify: () => HolderIdentity) {
		this.#book = book;
		this.#clock = clock;
		this.#identify = identify;
	}

	get holderId(): string {
		return this.#holderId;
	}

	/** Whether credit may be spent now. */
	alive(): boolean {
		return this.#clock.monotonic() < this.#endsAt - STOP_BEFORE_END_MS;
	}

	dueForRenewal(): boolean {
		return this.#clock.monotonic() - this.#renewedAt >= RENEW_EVERY_MS;
	}

	/**
	 * Renews, or registers where there is nothing to renew. One at a time: concurrent callers share the attempt.
	 *
	 * @returns false when the holder was lost and a new one registered: its allowances are no longer ours.
	 * @throws when the book cannot be reached.
	 */
	keep(): Promise<boolean> {
		this.#renewing ??= this.#keep().finally(() => {
			this.#renewing = undefined;
		});
		return this.#renewing;
	}

	async #keep(): Promise<boolean> {
		const before = this.#clock.monotonic();
		const known = this.#holderId !== "";
		const renewed = known && (await this.#book.renew(this.#holderId));
		if (!renewed) {
			const identity = this.#identify();
			this.#lengthMs = await this.#book.register(identity);
			this.#holderId = identity.holderId;
		}
		this.#renewedAt = before;
		this.#endsAt = before + this.#lengthMs;
		return renewed || !known;
	}

	/** Ends the right to spend at once. */
	end(): void {
		this.#endsAt = Number.NEGATIVE_INFINITY;
	}
}
