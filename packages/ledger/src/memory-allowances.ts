import { type NanoUsd, nanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import type { AllowanceBook, GrantOutcome } from "./allowance-book.ts";
import type { Allowances, Hold, HoldOutcome, HoldRefusal, Spender } from "./allowances.ts";
import { type Clock, Lease } from "./lease.ts";
import { endHold, growHold, openPool, type Pool, rotateWindow, takeHold, wantedBlock } from "./pool.ts";

/** An allowance without holds goes back to the book after this long. */
const IDLE_MS = 10_000;
/** How often and how long a refused grant is repeated while other holders are asked for their idle blocks. */
export const RECALL_RETRY_MS = 75;
export const RECALL_PATIENCE_MS = 750;

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

/** A grant on its way to the book, and the amount that asked for it. */
interface Grant {
	readonly amount: NanoUsd;
	readonly refusal: Promise<HoldRefusal | undefined>;
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
	readonly #granting = new Map<string, Grant>();
	readonly #closing = new Set<Pool>();
	readonly #lease: Lease;
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
		await Promise.all([...this.#granting.values()].map((grant) => grant.refusal));
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
			const outcome = await this.#grantOnce(pool, amount, take);
			if (outcome) return "refused" in outcome ? outcome : { held: outcome.taken };
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
			const outcome = await this.#grantOnce(pool, by, take);
			if (outcome) return "taken" in outcome;
		}
		return false;
	}

	#open(spender: Spender): Pool {
		const pool = openPool(spender, this.#options.newId(), this.#options.clock.monotonic());
		this.#current.set(spender.keyId, pool);
		this.#pools.set(pool.allowanceId, pool);
		return pool;
	}

	/**
	 * One grant in flight per pool: whoever comes meanwhile waits for it and looks again, so that a burst on a small
	 * balance asks the book once per hold and not once per call. What was refused to one is refused to all who wait for
	 * as much or more; who needs less asks for that.
	 *
	 * @param take is tried before anyone else sees the granted credit, or else two keys of a poor account could return
	 * each other's grants for ever.
	 * @returns undefined: look again.
	 */
	async #grantOnce(
		pool: Pool,
		amount: NanoUsd,
		take: () => Hold | undefined,
	): Promise<{ taken: Hold } | { refused: HoldRefusal } | undefined> {
		const inFlight = this.#granting.get(pool.allowanceId);
		if (inFlight) {
			const refused = await inFlight.refusal;
			if (!refused || pool.free >= amount) return undefined;
			return refused.reason === "unavailable" || amount >= inFlight.amount ? { refused } : undefined;
		}
		let taken: Hold | undefined;
		const refusal = this.#grant(pool, amount)
			.then((refused) => {
				if (!refused) taken = take();
				return refused;
			})
			.catch((error): HoldRefusal => {
				this.#options.onTrouble("asking for a grant", error);
				return { reason: "unavailable" };
			})
			.finally(() => this.#granting.delete(pool.allowanceId));
		this.#granting.set(pool.allowanceId, { amount, refusal });
		const refused = await refusal;
		if (refused) return { refused };
		return taken && { taken };
	}

	/** @throws when the book cannot be reached: for the grant, or for the idle blocks that must be back before a refusal. */
	async #grant(pool: Pool, amount: NanoUsd): Promise<HoldRefusal | undefined> {
		const { book, clock, sleep } = this.#options;
		const giveUpAt = clock.monotonic() + RECALL_PATIENCE_MS;
		for (let asked = false; ; ) {
			const outcome = await this.#askBook(pool, (amount > pool.free ? amount - pool.free : 0n) as NanoUsd);
			if (!("refused" in outcome)) {
				this.#credit(pool, outcome.grantedNanoUsd);
				pool.expiresAt = outcome.expiresAt ?? Number.POSITIVE_INFINITY;
				return undefined;
			}
			const patient = clock.monotonic() < giveUpAt;
			if (patient && (await this.#returnFree(pool.spender.accountId))) continue;
			if (!patient || !outcome.recallable) return withFree(outcome.refused, pool.free);
			if (!asked) await book.requestRecall(pool.spender.accountId);
			asked = true;
			await sleep(RECALL_RETRY_MS);
		}
	}

	#askBook(pool: Pool, deficit: NanoUsd): Promise<GrantOutcome> {
		return this.#options.book.grant({
			holderId: this.#lease.holderId,
			allowanceId: pool.allowanceId,
			spender: pool.spender,
			grantedBefore: pool.granted,
			atLeast: deficit,
			wanted: wantedBlock(pool, deficit),
		});
	}

	#credit(pool: Pool, grantedInAll: NanoUsd): void {
		const more = grantedInAll - pool.granted;
		if (more < 0n)
			throw new Error(`the book granted ${grantedInAll}, less than the ${pool.granted} it had granted before`);
		pool.inBook = true;
		pool.granted = grantedInAll;
		pool.free = (pool.free + more) as NanoUsd;
	}

	/** Returns what the account's pools here do not need just now. True when that was anything. */
	async #returnFree(accountId: string): Promise<boolean> {
		let returned = false;
		for (const pool of this.#pools.values()) {
			if (pool.spender.accountId !== accountId || pool.free === 0n || this.#granting.has(pool.allowanceId)) continue;
			const amount = pool.free;
			// Out of reach before the book is asked: a failed request may have been carried out.
			pool.free = ZERO_NANO_USD;
			pool.returned = (pool.returned + amount) as NanoUsd;
			await this.#options.book.giveBack(pool.allowanceId, pool.returned);
			returned = true;
		}
		return returned;
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
		const { clock, book } = this.#options;
		const idleSince = clock.monotonic() - IDLE_MS;
		for (const pool of this.#pools.values()) {
			rotateWindow(pool, clock.monotonic());
			if (clock.now() >= pool.expiresAt) this.#retire(pool);
			else if (pool.openHolds === 0 && pool.lastUsedAt < idleSince && !this.#granting.has(pool.allowanceId))
				this.#retire(pool);
		}
		await this.#closeRetired();
		if (this.#pools.size === 0) return;
		for (const accountId of await book.pendingRecalls(this.#lease.holderId)) await this.#returnFree(accountId);
	}

	async #closeRetired(): Promise<void> {
		for (const pool of this.#closing) {
			if (pool.openHolds > 0 || this.#granting.has(pool.allowanceId)) continue;
			await this.#options.book.closeAllowance(pool.allowanceId, pool.spent);
			this.#closing.delete(pool);
			this.#pools.delete(pool.allowanceId);
		}
	}
}

/** What can be held is what the book has left and what this pool has; the book does not know the latter. */
function withFree<Refusal extends HoldRefusal>(refused: Refusal, free: NanoUsd): Refusal {
	return "availableNanoUsd" in refused
		? { ...refused, availableNanoUsd: nanoUsd(refused.availableNanoUsd + free) }
		: refused;
}
