import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { AllowanceBook, GrantOutcome, GrantRequest, HolderIdentity, Recall } from "../allowance-book.ts";
import type { AllowanceState, Posting } from "../posting.ts";
import {
	type Account,
	type Allowance,
	assert,
	assertAccount,
	assertWindow,
	granted,
	type Holder,
	largest,
	leftOf,
	newAccount,
	reachedBudget,
	smallest,
	tightest,
} from "./memory-accounts.ts";
import { type BudgetTerms, MemoryBudgets, type Window } from "./memory-budgets.ts";

export interface MemoryBookOptions {
	/** Unix milliseconds. */
	readonly now: () => number;
	readonly leaseMs: number;
}

/**
 * The book as holders see it, in memory and exact, for tests of holders: accounts, allowances, budgets, leases and
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
	#recalls = 0n;
	readonly #options: MemoryBookOptions;
	readonly #accounts = new Map<string, Account>();
	readonly #budgets = new MemoryBudgets();
	readonly #allowances = new Map<string, Allowance>();
	readonly #holders = new Map<string, Holder>();

	constructor(options: MemoryBookOptions) {
		this.#options = options;
	}

	deposit(accountId: string, amount: bigint): void {
		const account = this.#accounts.get(accountId) ?? newAccount();
		const repaid = smallest(account.debt, amount);
		account.deposited += amount;
		account.debt -= repaid;
		account.available += amount - repaid;
		this.#accounts.set(accountId, account);
		this.assertBooks();
	}

	/** Takes credit back, as a refund or a dispute does: what is available of it, the rest becomes debt. */
	takeBack(accountId: string, amount: bigint): void {
		const account = this.#account(accountId);
		const taken = smallest(account.available, amount);
		account.deposited -= amount;
		account.available -= taken;
		account.debt += amount - taken;
		this.assertBooks();
	}

	suspend(accountId: string, suspended = true): void {
		this.#account(accountId).suspended = suspended;
	}

	/** Puts a key under other scopes than itself: a project, a member, an organisation. */
	placeKey(keyId: string, scopeIds: readonly string[]): void {
		this.#budgets.place(keyId, scopeIds);
	}

	/**
	 * Makes or changes a budget of a key, or of another scope: what allowances have left counts under it from here on. It is
	 * in force for what holders have at hand once they have answered the recall that follows.
	 */
	setBudget(scopeId: string, limit: bigint, resetMs?: number, terms: BudgetTerms = {}): void {
		const at = this.#options.now();
		const window = this.#budgets.set(scopeId, limit, { ...terms, resetMs }, at);
		for (const allowance of this.#allowances.values()) {
			const above = this.#budgets.above(allowance.keyId, at).find((one) => one.budget === window.budget);
			const unsettled = allowance.state === "open" || leftOf(allowance) > 0n;
			if (!above || !unsettled || allowance.windows.some((one) => one.budget === window.budget)) continue;
			allowance.windows.push(above);
			above.reserved += leftOf(allowance);
			this.#recall(allowance.accountId);
		}
		for (const allowance of this.#allowances.values()) {
			if (allowance.state === "open" && allowance.windows.includes(window)) this.#recall(allowance.accountId);
		}
		window.bound = largest(limit, window.spent + window.reserved);
		this.assertBooks();
	}

	endBudget(scopeId: string, resetMs?: number): void {
		this.#budgets.end(scopeId, resetMs);
	}

	/** Whether every live holder with credit of an account has answered its last recall. */
	recallAnswered(accountId: string): boolean {
		return !this.#othersMayReturn(accountId, "", undefined, this.#account(accountId).lastRecall);
	}

	/**
	 * Debits a generation, as billing does: within its allowance; what is over, where that has ended, from what is available
	 * if that and its budgets cover it whole; else the house pays.
	 */
	post(allowanceId: string, charge: bigint): void {
		const allowance = this.#allowance(allowanceId);
		const account = this.#account(allowance.accountId);
		const within = smallest(charge, leftOf(allowance));
		const rest = charge - within;
		const covered = account.available >= rest && tightest(allowance.windows, rest).room >= rest;
		const late = allowance.state !== "open" && covered ? rest : 0n;
		this.#charge(allowance, within, late);
		this.house += rest - late;
		this.assertBooks();
	}

	/** What posting must know of an allowance. */
	stateOf(allowanceId: string): AllowanceState | undefined {
		const allowance = this.#allowances.get(allowanceId);
		if (!allowance) return undefined;
		const { window, room } = tightest(allowance.windows, 0n);
		return {
			allowanceId,
			state: allowance.state,
			granted: nanoUsd(allowance.granted),
			returned: nanoUsd(allowance.returned),
			charged: nanoUsd(allowance.charged),
			budgetRoom: window && nanoUsd(room),
		};
	}

	/** Debits what a posting has decided. */
	write({ generations }: Pick<Posting, "generations">): void {
		for (const { event, fromAllowance, fromAvailable, overrun } of generations) {
			this.#charge(this.#allowance(event.allowanceId), fromAllowance, fromAvailable);
			this.house += overrun;
		}
		this.assertBooks();
	}

	/** Gives up a holder whose lease is long over; what its allowances have left goes back once all is posted. */
	reap(holderId: string): void {
		this.giveUp(holderId);
		for (const [id, one] of this.#allowances) if (one.holderId === holderId) this.settleRemainder(id);
	}

	/** Gives up a holder; what its allowances have left stays set aside. */
	giveUp(holderId: string): void {
		const holder = this.#holders.get(holderId);
		if (holder) holder.live = false;
		const open = [...this.#allowances.values()].filter((one) => one.state === "open");
		for (const one of open) if (one.holderId === holderId) one.state = "reaped";
	}

	/** Live holders whose lease ended so long ago. */
	overdueHolders(graceMs: number): readonly string[] {
		const before = this.#options.now() - graceMs;
		return this.liveHolders().filter((id) => (this.#holders.get(id)?.leaseEndsAt ?? before) < before);
	}

	/** Allowances that have ended with something left: reaped, or closed so long ago. */
	remainders(graceMs: number): readonly string[] {
		return [...this.#allowances].filter(([id, one]) => leftOf(one) > 0n && this.isOver(id, graceMs)).map(([id]) => id);
	}

	isOver(allowanceId: string, graceMs: number): boolean {
		const { state, closedAt } = this.#allowance(allowanceId);
		return state === "reaped" || (state === "closed" && closedAt < this.#options.now() - graceMs);
	}

	/** Returns what a closed allowance has left when nothing of it waits to be posted any more. */
	settleRemainder(allowanceId: string): void {
		const allowance = this.#allowance(allowanceId);
		if (allowance.state !== "open") this.#return(allowance, leftOf(allowance));
	}

	available(accountId: string): bigint {
		return this.#account(accountId).available;
	}

	/** What is set aside for the account's allowances and not posted yet. */
	reserved(accountId: string): bigint {
		let reserved = 0n;
		for (const one of this.#allowances.values()) if (one.accountId === accountId) reserved += leftOf(one);
		return reserved;
	}

	charged(accountId: string): bigint {
		return this.#account(accountId).charged;
	}

	debt(accountId: string): bigint {
		return this.#account(accountId).debt;
	}

	/** Spent in the window of a scope's budget that holds at an instant. */
	spentInWindow(scopeId: string, at: number): bigint {
		return this.#budgets.spentAt(scopeId, at);
	}

	/** Ids of the holders that have not been reaped or ended. */
	liveHolders(): readonly string[] {
		return [...this.#holders].filter(([, holder]) => holder.live).map(([id]) => id);
	}

	openAllowances(accountId: string): number {
		return [...this.#allowances.values()].filter((one) => one.state === "open" && one.accountId === accountId).length;
	}

	async register({ holderId }: HolderIdentity): Promise<number> {
		this.#assertReachable();
		const leaseEndsAt = this.#options.now() + this.#options.leaseMs;
		this.#holders.set(holderId, { leaseEndsAt, answered: new Map(), live: true });
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
		if (allowance?.state !== "open" || returnedInAll <= allowance.returned) return;
		this.#return(allowance, smallest(returnedInAll - allowance.returned, leftOf(allowance)));
	}

	async closeAllowance(allowanceId: string, spent: NanoUsd): Promise<void> {
		this.#assertReachable();
		const allowance = this.#allowances.get(allowanceId);
		if (allowance?.state !== "open") return;
		const rest = allowance.granted - allowance.returned - largest(spent, allowance.charged);
		if (rest > 0n) this.#return(allowance, rest);
		allowance.state = "closed";
		allowance.closedAt = this.#options.now();
	}

	async requestRecall(accountId: string): Promise<bigint> {
		this.#assertReachable();
		return this.#recall(accountId);
	}

	async pendingRecalls(holderId: string): Promise<readonly Recall[]> {
		this.#assertReachable();
		const answered = this.#holders.get(holderId)?.answered ?? new Map<string, bigint>();
		const mine = new Set<string>();
		for (const one of this.#allowances.values())
			if (one.state === "open" && one.holderId === holderId) mine.add(one.accountId);
		return [...mine].flatMap((accountId) => {
			const number = this.#account(accountId).lastRecall;
			return number > (answered.get(accountId) ?? 0n) ? [{ accountId, number }] : [];
		});
	}

	async answerRecall(holderId: string, { accountId, number }: Recall): Promise<void> {
		this.#assertReachable();
		const answered = this.#holders.get(holderId)?.answered;
		answered?.set(accountId, largest(number, answered.get(accountId) ?? 0n));
	}

	async unregister(holderId: string): Promise<void> {
		this.#assertReachable();
		const holder = this.#holders.get(holderId);
		const open = [...this.#allowances.values()].some((one) => one.state === "open" && one.holderId === holderId);
		if (open) throw new Error(`holder ${holderId} ends with allowances open`);
		if (holder) holder.live = false;
	}

	/** M1, as far as the book sees it: nothing negative, nothing from nowhere, budgets kept. */
	assertBooks(): void {
		for (const [id, account] of this.#accounts) assertAccount(id, account, this.reserved(id));
		for (const [id, allowance] of this.#allowances) {
			assert(leftOf(allowance) >= 0n, `allowance ${id} gave more than it was granted`);
		}
		for (const window of this.#budgets.windows()) assertWindow(window);
	}

	#grant({ holderId, allowanceId, spender, grantedBefore, atLeast, wanted, recall }: GrantRequest): GrantOutcome {
		const { accountId, keyId } = spender;
		const account = this.#account(accountId);
		const holder = this.#holders.get(holderId);
		const known = this.#allowances.get(allowanceId);
		if (!holder?.live || holder.leaseEndsAt <= this.#options.now()) throw new Error(`holder ${holderId} is lost`);
		if (known && (known.state !== "open" || known.holderId !== holderId))
			throw new Error(`allowance ${allowanceId} is closed`);
		if (known && known.granted > grantedBefore) return granted(known);
		if (account.suspended) return { refused: { reason: "account_suspended" }, recallable: false };

		const windows = known ? known.windows : this.#budgets.above(keyId, this.#options.now());
		const { window, room } = tightest(windows, account.available);
		if (window && room < atLeast) {
			const budget = reachedBudget(window);
			const availableNanoUsd = largest(0n, smallest(account.available, room)) as NanoUsd;
			const recallable = this.#othersMayReturn(accountId, holderId, window, recall);
			return { refused: { reason: "budget_exceeded", availableNanoUsd, budget }, recallable };
		}
		const availableNanoUsd = account.available as NanoUsd;
		if (account.available < atLeast) {
			const recallable = this.#othersMayReturn(accountId, holderId, undefined, recall);
			return { refused: { reason: "insufficient_credits", availableNanoUsd }, recallable };
		}
		const give = largest(atLeast, smallest(wanted, smallest(account.available, room) / 10n));
		const nothing = { granted: 0n, returned: 0n, charged: 0n, state: "open", closedAt: 0 } as const;
		const allowance: Allowance = known ?? { holderId, accountId, keyId, windows, ...nothing };
		account.available -= give;
		allowance.granted += give;
		for (const one of windows) one.reserved += give;
		this.#allowances.set(allowanceId, allowance);
		return granted(allowance);
	}

	/** Whether a live holder but this one has credit of an account, under a window if one is named, and owes an answer. */
	#othersMayReturn(
		accountId: string,
		holderId: string,
		window: Window | undefined,
		recall: bigint | undefined,
	): boolean {
		for (const one of this.#allowances.values()) {
			const holder = this.#holders.get(one.holderId);
			const has = one.state === "open" && one.accountId === accountId && one.holderId !== holderId && leftOf(one) > 0n;
			if (!has || !holder?.live || holder.leaseEndsAt <= this.#options.now()) continue;
			if (window && !one.windows.includes(window)) continue;
			if (recall === undefined || (holder.answered.get(accountId) ?? 0n) < recall) return true;
		}
		return false;
	}

	#charge(allowance: Allowance, within: bigint, late: bigint): void {
		const account = this.#account(allowance.accountId);
		allowance.charged += within;
		account.available -= late;
		account.charged += within + late;
		for (const window of allowance.windows) {
			window.reserved -= within;
			window.spent += within + late;
		}
		this.#budgets.charge(allowance.keyId, this.#options.now(), within + late);
	}

	#recall(accountId: string): bigint {
		this.#recalls += 1n;
		this.#account(accountId).lastRecall = this.#recalls;
		return this.#recalls;
	}

	#return(allowance: Allowance, amount: bigint): void {
		assert(amount <= leftOf(allowance), `${amount} of an allowance's ${leftOf(allowance)} left go back`);
		allowance.returned += amount;
		const account = this.#account(allowance.accountId);
		const repaid = smallest(account.debt, amount);
		account.debt -= repaid;
		account.available += amount - repaid;
		for (const window of allowance.windows) window.reserved -= amount;
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
