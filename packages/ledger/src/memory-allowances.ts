import { type NanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import type { AllowanceBook } from "./allowance-book.ts";
import type { Allowances, Hold, HoldOutcome, Spender } from "./allowances.ts";
import { Grants } from "./grants.ts";
import { type Clock, Lease } from "./lease.ts";
import { endHold, growHold, openPool, type Pool, rotateWindow, takeHold } from "./pool.ts";

/** An allowance without holds goes back to the book after this long. */
const IDLE_MS = 10_000;

export interface MemoryAllowancesOptions {
	readonly book: AllowanceBook;
	readonly clock: Clock;
	/** A new UUIDv7. */
	readonly newId: () => string;
	/** See HolderIdentity. */
	readonly instance: string;
	readonly sleep: (ms: number) => Promise<void>;
	/** Told of what the book refused or could not do in the background; it is tried again at the next tick. */
	readonly onTrouble: (what: string, error: unknown) => void;
}

/**
 * Allowances kept in this process: a warm hold is one comparison and two additions, without a promise. The owner calls
 * `tick` a few times a second; leases, idle blocks and recalls are seen to there.
 */
export class MemoryAllowances implements Allowances {
	/** By key id: the pool new holds are taken from. */
	readonly #current = new Map<string, Pool>();
	/** By allowance id: every pool with credit or holds, retired ones too. */
	readonly #pools = new Map<string, Pool>();
	readonly #closing = new Set<Pool>();
	readonly #lease: Lease;
	readonly #grants: Grants;
	readonly #options: MemoryAllowancesOptions;
	#ticking: Promise<void> | undefined;
	#closed = false;

	constructor(options: MemoryAllowancesOptions) {
		this.#options = options;
		this.#lease = new Lease(options.book, options.clock, () => ({
			holderId: options.newId(),
			kind: "memory",
			instance: options.instance,
		}));
		this.#grants = new Grants({
			...options,
			pools: () => this.#pools.values(),
			holderId: () => this.#lease.holderId,
		});
	}

	hold(spender: Spender, amount: NanoUsd): HoldOutcome | Promise<HoldOutcome> {
		const pool = this.#usable(spender.keyId);
		if (pool?.inBook && pool.free >= amount && this.#lease.alive()) {
			return { held: takeHold(pool, amount, this.#options.clock.monotonic()) };
		}
		return this.#holdAfterGrant(spender, amount);
	}

	extend(hold: Hold, by: NanoUsd): boolean | Promise<boolean> {
		const pool = this.#poolOf(hold);
		if (pool && pool.free >= by && this.#lease.alive()) {
			growHold(pool, hold, by);
			return true;
		}
		return pool ? this.#extendAfterGrant(pool, hold, by) : false;
	}

	settle(hold: Hold, charge: NanoUsd): void {
		const pool = this.#poolOf(hold);
		// A reaped pool is gone: the event carries its allowance's id, and posting charges it there.
		if (!pool) {
			hold.state = "settled";
			return;
		}
		endHold(pool, hold, charge, this.#options.clock.monotonic());
		if (pool.retired && pool.openHolds === 0) this.#closing.add(pool);
	}

	release(hold: Hold): void {
		this.settle(hold, ZERO_NANO_USD);
	}

	/** Sees to the lease, idle blocks, recalls and what could not be returned before. Never rejects. */
	tick(): Promise<void> {
		this.#ticking ??= this.#tick()
			.catch((error) => this.#options.onTrouble("keeping the allowances", error))
			.finally(() => {
				this.#ticking = undefined;
			});
		return this.#ticking;
	}

	/** Holds that are still open may end; `tick` closes what they were taken from. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#ticking;
		await this.#grants.settled();
		for (const pool of this.#pools.values()) this.#retire(pool);
		await this.#closeRetired();
		this.#lease.end();
		if (this.#pools.size === 0 && this.#lease.holderId !== "")
			await this.#options.book.unregister(this.#lease.holderId);
	}

	#poolOf(hold: Hold): Pool | undefined {
		if (hold.state !== "held") throw new Error(`a hold ends once; this one is ${hold.state} already`);
		return this.#pools.get(hold.allowanceId);
	}

	#usable(keyId: string): Pool | undefined {
		const pool = this.#current.get(keyId);
		if (pool && this.#options.clock.now() >= pool.expiresAt) {
			this.#retire(pool);
			return undefined;
		}
		return pool;
	}

	async #holdAfterGrant(spender: Spender, amount: NanoUsd): Promise<HoldOutcome> {
		while (await this.#ensureLease()) {
			const pool = this.#usable(spender.keyId) ?? this.#open(spender);
			// What the book grants is good by its clock, even where ours says that the window is over.
			const take = () => {
				const ours = pool.inBook && this.#current.get(spender.keyId) === pool && this.#lease.alive();
				if (!ours || pool.free < amount) return undefined;
				return takeHold(pool, amount, this.#options.clock.monotonic());
			};
			const held = take();
			if (held) return { held };
			const granted = await this.#grants.ask(pool, amount, take);
			if (!granted) continue;
			if ("refused" in granted) return granted;
			if (granted.taken) return { held: granted.taken };
		}
		return { refused: { reason: "unavailable" } };
	}

	async #extendAfterGrant(pool: Pool, hold: Hold, by: NanoUsd): Promise<boolean> {
		const ours = () => hold.state === "held" && this.#pools.get(hold.allowanceId) === pool;
		const take = () => {
			if (pool.free < by || !ours() || !this.#lease.alive()) return undefined;
			growHold(pool, hold, by);
			return hold;
		};
		while ((await this.#ensureLease()) && ours()) {
			if (take()) return true;
			// A stream that outlives its budget window goes on in it: the book keeps the allowance's windows.
			const granted = await this.#grants.ask(pool, by, take);
			if (!granted) continue;
			if ("refused" in granted) return false;
			if (granted.taken) return true;
		}
		return false;
	}

	#open(spender: Spender): Pool {
		const pool = openPool(spender, this.#options.newId(), this.#options.clock.monotonic());
		this.#current.set(spender.keyId, pool);
		this.#pools.set(pool.allowanceId, pool);
		return pool;
	}

	async #ensureLease(): Promise<boolean> {
		if (this.#closed) return false;
		if (this.#lease.alive()) return true;
		try {
			if (!(await this.#lease.keep())) this.#forget();
		} catch (error) {
			this.#options.onTrouble("renewing the lease", error);
		}
		return this.#lease.alive();
	}

	/** The book gave our allowances up: what was held of them is posted against the account, not against us. */
	#forget(): void {
		this.#current.clear();
		this.#pools.clear();
		this.#closing.clear();
	}

	#retire(pool: Pool): void {
		if (this.#current.get(pool.spender.keyId) === pool) this.#current.delete(pool.spender.keyId);
		pool.retired = true;
		if (pool.openHolds === 0) this.#closing.add(pool);
	}

	async #tick(): Promise<void> {
		if (this.#lease.holderId === "" || (this.#closed && this.#pools.size === 0)) return;
		if (this.#lease.dueForRenewal() && !(await this.#lease.keep())) this.#forget();
		const { clock } = this.#options;
		const idleSince = clock.monotonic() - IDLE_MS;
		for (const pool of this.#pools.values()) {
			rotateWindow(pool, clock.monotonic());
			const idle = pool.openHolds === 0 && pool.lastUsedAt < idleSince && !this.#grants.wanted(pool);
			if (idle || clock.now() >= pool.expiresAt) this.#retire(pool);
		}
		await this.#answerRecalls();
		await this.#closeRetired();
	}

	async #answerRecalls(): Promise<void> {
		const { book } = this.#options;
		const { holderId } = this.#lease;
		if (this.#pools.size === 0) return;
		for (const recall of await book.pendingRecalls(holderId)) {
			await this.#grants.returnIdle(recall.accountId);
			this.#retireUsed(recall.accountId);
			await book.answerRecall(holderId, recall);
		}
	}

	/** What holds of before a recall leave when they end goes back, too: new ones ask the book, which knows why it asked. */
	#retireUsed(accountId: string): void {
		for (const pool of this.#pools.values()) {
			if (pool.spender.accountId === accountId && (pool.openHolds > 0 || pool.free > 0n)) this.#retire(pool);
		}
	}

	async #closeRetired(): Promise<void> {
		for (const pool of this.#closing) {
			if (pool.openHolds > 0 || this.#grants.wanted(pool)) continue;
			await this.#grants.close(pool, this.#closed);
			this.#closing.delete(pool);
			this.#pools.delete(pool.allowanceId);
		}
	}
}
