import type { Recall } from "../allowance-book.ts";
import { larger } from "../larger.ts";

interface Holder {
	/** Unix milliseconds. */
	leaseEndsAt: number;
	/** The last recall of each account that it has answered. */
	readonly answered: Map<string, bigint>;
	/** It was neither ended nor given up. */
	live: boolean;
}

/** The holders of a `MemoryBook`: their leases, and the recalls that they have answered. */
export class MemoryHolders {
	readonly #now: () => number;
	readonly #leaseMs: number;
	readonly #holders = new Map<string, Holder>();

	constructor({ now, leaseMs }: { readonly now: () => number; readonly leaseMs: number }) {
		this.#now = now;
		this.#leaseMs = leaseMs;
	}

	register(holderId: string): void {
		this.#holders.set(holderId, { leaseEndsAt: this.#now() + this.#leaseMs, answered: new Map(), live: true });
	}

	/** @returns false when it was ended or given up, or was never there. */
	renew(holderId: string): boolean {
		const holder = this.#holders.get(holderId);
		if (!holder?.live) return false;
		holder.leaseEndsAt = this.#now() + this.#leaseMs;
		return true;
	}

	end(holderId: string): void {
		const holder = this.#holders.get(holderId);
		if (holder) holder.live = false;
	}

	/** Whether it may spend: it lives, and its lease is not over. */
	maySpend(holderId: string): boolean {
		const holder = this.#holders.get(holderId);
		return holder?.live === true && holder.leaseEndsAt > this.#now();
	}

	/** Ids of those that were neither ended nor given up. */
	live(): readonly string[] {
		return [...this.#holders].filter(([, holder]) => holder.live).map(([id]) => id);
	}

	/** Of those, whose lease ended so long ago. */
	overdue(graceMs: number): readonly string[] {
		const before = this.#now() - graceMs;
		return [...this.#holders].filter(([, one]) => one.live && one.leaseEndsAt < before).map(([id]) => id);
	}

	answer(holderId: string, { accountId, number }: Recall): void {
		const answered = this.#holders.get(holderId)?.answered;
		answered?.set(accountId, larger(number, answered.get(accountId) ?? 0n));
	}

	/** The number of the last recall of an account that it has answered; 0 for none. */
	lastAnswer(holderId: string, accountId: string): bigint {
		return this.#holders.get(holderId)?.answered.get(accountId) ?? 0n;
	}
}
