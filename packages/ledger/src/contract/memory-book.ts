import { type NanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import type { AllowanceBook, GrantOutcome, GrantRequest, HolderIdentity } from "../allowance-book.ts";

interface Account {
	deposited: bigint;
	available: bigint;
	charged: bigint;
	suspended: boolean;
	/** The number of its last recall, of all recalls. */
	lastRecall: number;
}

interface Window {
	readonly startsAt: number;
	readonly endsAt: number | undefined;
	reserved: bigint;
	spent: bigint;
}

interface Budget {
	readonly limit: bigint;
	/** Milliseconds from one reset to the next, undefined for a lifetime budget. */
	readonly resetMs: number | undefined;
	readonly windows: Map<number, Window>;
}

interface Allowance {
	readonly holderId: string;
	readonly accountId: string;
	readonly window: Window | undefined;
	granted: bigint;
	returned: bigint;
	charged: bigint;
	open: boolean;
}

interface Holder {
	leaseEndsAt: number;
	/** The last recall it was told of. */
	recallsSeen: number;
	live: boolean;
}

export interface MemoryBookOptions {
	/** Unix milliseconds. */
	readonly now: () => number;
	readonly leaseMs: number;
}

/**
 * The book as holders see it, in memory and exact, for tests of holders: accounts, allowances, a budget per key, leases and
 * recalls. Every change ends with `assertBooks`. It can be cut off, lose an answer, and reap.
 */
export class MemoryBook implements AllowanceBook {
	/** False: every call fails before it does anything. */
	reachable = true;
	/** How many of the next grants are carried out but not answered. */
	grantAnswersToLose = 0;
	/** Calls of `grant` so far. */
	grants = 0;
	/** Charges nobody's allowance had room for. */
	house = 0n;
	#recalls = 0;
	readonly #options: MemoryBookOptions;
	readonly #accounts = new Map<string, Account>();
	readonly #budgets = new Map<string, Budget>();
	readonly #allowances = new Map<string, Allowance>();
	readonly #holders = new Map<string, Holder>();

	constructor(options: MemoryBookOptions) {
		this.#options = options;
	}

	deposit(accountId: string, amount: bigint): void {
		const account = this.#accounts.get(accountId) ?? newAccount();
		account.deposited += amount;
		account.available += amount;
		this.#accounts.set(accountId, account);
		this.assertBooks();
	}

	suspend(accountId: string): void {
		this.#account(accountId).suspended = true;
	}

	setBudget(keyId: string, limit: bigint, resetMs?: number): void {
		this.#budgets.set(keyId, { limit, resetMs, windows: new Map() });
	}

	/** Debits a generation, as billing does: within its allowance, else from what is available, else the house pays. */
	post(allowanceId: string, charge: bigint): void {
		const allowance = this.#allowance(allowanceId);
		const account = this.#account(allowance.accountId);
		const within = smallest(charge, leftOf(allowance));
		allowance.charged += within;
		const late = smallest(charge - within, account.available);
		account.available -= late;
		account.charged += within + late;
		this.house += charge - within - late;
		if (allowance.window) {
			allowance.window.reserved -= within;
			allowance.window.spent += within;
		}
		this.assertBooks();
	}

	/** Gives up a holder whose lease is long over; what its allowances have left goes back once all is posted. */
	reap(holderId: string): void {
		const holder = this.#holders.get(holderId);
		if (holder) holder.live = false;
		for (const [id, allowance] of this.#allowances) {
			if (allowance.holderId !== holderId) continue;
			allowance.open = false;
			this.settleRemainder(id);
		}
	}

	/** Returns what a closed allowance has left when nothing of it waits to be posted any more. */
	settleRemainder(allowanceId: string): void {
		const allowance = this.#allowance(allowanceId);
		if (!allowance.open) this.#return(allowance, leftOf(allowance));
	}

	available(accountId: string): bigint {
		return this.#account(accountId).available;
	}

	/** What is set aside for the account's allowances and not posted yet. */
	reserved(accountId: string): bigint {
		let reserved = 0n;
		for (const allowance of this.#allowances.values()) {
			if (allowance.accountId === accountId) reserved += leftOf(allowance);
		}
		return reserved;
	}

	charged(accountId: string): bigint {
		return this.#account(accountId).charged;
	}

	/** Spent in a key's budget window that holds at an instant. */
	spentInWindow(keyId: string, at: number): bigint {
		return this.#windowOf(keyId, at)?.spent ?? 0n;
	}

	/** Ids of the holders that have not been reaped or ended. */
	liveHolders(): readonly string[] {
		return [...this.#holders].filter(([, holder]) => holder.live).map(([id]) => id);
	}

	openAllowances(accountId: string): number {
		return [...this.#allowances.values()].filter((one) => one.open && one.accountId === accountId).length;
	}

	async register({ holderId }: HolderIdentity): Promise<number> {
		this.#assertReachable();
		const leaseEndsAt = this.#options.now() + this.#options.leaseMs;
		this.#holders.set(holderId, { leaseEndsAt, recallsSeen: this.#recalls, live: true });
		return this.#options.leaseMs;
	}

	async renew(holderId: string): Promise<boolean> {
		this.#assertReachable();
		const holder = this.#holders.get(holderId);
		if (!holder?.live) return false;
		holder.leaseEndsAt = this.#options.now() + this.#options.leaseMs;
		return true;
	}

	async grant(request: GrantRequest): Promise<GrantOutcome> {
		this.#assertReachable();
		this.grants += 1;
		const outcome = this.#grant(request);
		this.assertBooks();
		if (this.grantAnswersToLose > 0) {
			this.grantAnswersToLose -= 1;
			throw new Error("the answer was lost");
		}
		return outcome;
	}

	async giveBack(allowanceId: string, returnedInAll: NanoUsd): Promise<void> {
		this.#assertReachable();
		const allowance = this.#allowances.get(allowanceId);
		if (allowance?.open && returnedInAll > allowance.returned) {
			this.#return(allowance, returnedInAll - allowance.returned);
		}
	}

	async closeAllowance(allowanceId: string, spent: NanoUsd): Promise<void> {
		this.#assertReachable();
		const allowance = this.#allowances.get(allowanceId);
		if (!allowance?.open) return;
		const rest = allowance.granted - allowance.returned - spent;
		if (rest > 0n) this.#return(allowance, rest);
		allowance.open = false;
	}

	async requestRecall(accountId: string): Promise<void> {
		this.#assertReachable();
		this.#recalls += 1;
		this.#account(accountId).lastRecall = this.#recalls;
	}

	async pendingRecalls(holderId: string): Promise<readonly string[]> {
		this.#assertReachable();
		const holder = this.#holders.get(holderId);
		if (!holder) return [];
		const asked = [...this.#accounts].filter(([, account]) => account.lastRecall > holder.recallsSeen);
		holder.recallsSeen = this.#recalls;
		return asked.map(([accountId]) => accountId);
	}

	async unregister(holderId: string): Promise<void> {
		this.#assertReachable();
		const holder = this.#holders.get(holderId);
		const open = [...this.#allowances.values()].some((one) => one.open && one.holderId === holderId);
		if (open) throw new Error(`holder ${holderId} ends with allowances open`);
		if (holder) holder.live = false;
	}

	/** M1, as far as the book sees it: nothing negative, nothing from nowhere, budgets kept. */
	assertBooks(): void {
		for (const [id, account] of this.#accounts) {
			const reserved = this.reserved(id);
			assert(account.available >= 0n, `${id} has ${account.available} available`);
			assert(reserved >= 0n, `${id} has ${reserved} reserved`);
			assert(
				account.available + reserved + account.charged === account.deposited,
				`${id}: ${account.available} available + ${reserved} reserved + ${account.charged} charged are not ${account.deposited}`,
			);
		}
		for (const [id, allowance] of this.#allowances) {
			assert(leftOf(allowance) >= 0n, `allowance ${id} gave more than it was granted`);
		}
		for (const [keyId, { limit, windows }] of this.#budgets) {
			for (const { reserved, spent } of windows.values()) {
				assert(reserved >= 0n && reserved + spent <= limit, `${keyId}: ${reserved} + ${spent} of ${limit}`);
			}
		}
	}

	#grant({ holderId, allowanceId, spender, grantedBefore, atLeast, wanted }: GrantRequest): GrantOutcome {
		const account = this.#account(spender.accountId);
		const holder = this.#holders.get(holderId);
		const known = this.#allowances.get(allowanceId);
		if (!holder?.live || holder.leaseEndsAt <= this.#options.now()) throw new Error(`holder ${holderId} is lost`);
		if (known && (!known.open || known.holderId !== holderId)) throw new Error(`allowance ${allowanceId} is closed`);
		if (account.suspended) return { refused: { reason: "account_suspended" }, recallable: false };
		if (known && known.granted > grantedBefore) return granted(known);

		const window = known ? known.window : this.#windowOf(spender.keyId, this.#options.now());
		const limit = this.#budgets.get(spender.keyId)?.limit ?? 0n;
		const inBudget = window ? limit - window.spent - window.reserved : account.available;
		const availableNanoUsd = smallest(account.available, inBudget) as NanoUsd;
		if (window && inBudget < atLeast) {
			const budget = {
				scope: "key" as const,
				limitNanoUsd: limit as NanoUsd,
				spentNanoUsd: window.spent as NanoUsd,
				resetsAt: window.endsAt,
			};
			const refused = { reason: "budget_exceeded" as const, availableNanoUsd, budget };
			return { refused, recallable: window.reserved > 0n };
		}
		if (account.available < atLeast) {
			return {
				refused: { reason: "insufficient_credits", availableNanoUsd },
				recallable: this.#othersHold(spender.accountId, holderId),
			};
		}
		const give = largest(atLeast, smallest(wanted, availableNanoUsd / 10n));
		const allowance = known ?? {
			holderId,
			accountId: spender.accountId,
			window,
			granted: 0n,
			returned: 0n,
			charged: 0n,
			open: true,
		};
		account.available -= give;
		allowance.granted += give;
		if (window) window.reserved += give;
		this.#allowances.set(allowanceId, allowance);
		return granted(allowance);
	}

	#othersHold(accountId: string, holderId: string): boolean {
		for (const one of this.#allowances.values()) {
			if (one.open && one.accountId === accountId && one.holderId !== holderId) return true;
		}
		return false;
	}

	#windowOf(keyId: string, at: number): Window | undefined {
		const budget = this.#budgets.get(keyId);
		if (!budget) return undefined;
		const startsAt = budget.resetMs === undefined ? 0 : Math.floor(at / budget.resetMs) * budget.resetMs;
		const endsAt = budget.resetMs === undefined ? undefined : startsAt + budget.resetMs;
		const window = budget.windows.get(startsAt) ?? { startsAt, endsAt, reserved: 0n, spent: 0n };
		budget.windows.set(startsAt, window);
		return window;
	}

	#return(allowance: Allowance, amount: bigint): void {
		assert(amount <= leftOf(allowance), `${amount} of an allowance's ${leftOf(allowance)} left go back`);
		allowance.returned += amount;
		this.#account(allowance.accountId).available += amount;
		if (allowance.window) allowance.window.reserved -= amount;
		this.assertBooks();
	}

	#account(accountId: string): Account {
		const account = this.#accounts.get(accountId);
		if (!account) throw new Error(`no account ${accountId}`);
		return account;
	}

	#allowance(allowanceId: string): Allowance {
		const allowance = this.#allowances.get(allowanceId);
		if (!allowance) throw new Error(`no allowance ${allowanceId}`);
		return allowance;
	}

	#assertReachable(): void {
		if (!this.reachable) throw new Error("the book cannot be reached");
	}
}

function newAccount(): Account {
	return { deposited: 0n, available: 0n, charged: 0n, suspended: false, lastRecall: 0 };
}

function leftOf({ granted, returned, charged }: Allowance): bigint {
	return granted - returned - charged;
}

function granted({ granted, window }: Allowance): GrantOutcome {
	return { grantedNanoUsd: (ZERO_NANO_USD + granted) as NanoUsd, expiresAt: window?.endsAt };
}

function smallest(one: bigint, other: bigint): bigint {
	return one < other ? one : other;
}

function largest(one: bigint, other: bigint): bigint {
	return one > other ? one : other;
}

function assert(holds: boolean, what: string): asserts holds {
	if (!holds) throw new Error(`the books are wrong: ${what}`);
}
