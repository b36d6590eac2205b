import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { AllowanceBook, GrantOutcome, GrantRequest, HolderIdentity, Recall } from "../allowance-book.ts";
import { larger } from "../larger.ts";
import type { AllowanceState, Posting } from "../posting.ts";
import { smaller } from "../smaller.ts";
import { assert } from "./assert.ts";
import { judgeGrant } from "./judge-grant.ts";
import { type Account, type Allowance, assertAccount, credit, granted, leftOf, newAccount } from "./memory-accounts.ts";
import { assertWindow, type BudgetTerms, MemoryBudgets, tightest, type Window } from "./memory-budgets.ts";
import { MemoryHolders } from "./memory-holders.ts";

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
	readonly #holders: MemoryHolders;
	/** Allowances that were closed before they were granted. */
	readonly #closedUnknown = new Set<string>();

	constructor(options: MemoryBookOptions) {
		this.#options = options;
		this.#holders = new MemoryHolders(options);
	}

	deposit(accountId: string, amount: bigint): void {
		const account = this.#accounts.get(accountId) ?? newAccount();
		account.deposited += amount;
		credit(account, amount);
		this.#accounts.set(accountId, account);
		this.assertBooks();
	}

	/** Takes credit back, as a refund or a dispute does: what is available of it, the rest becomes debt. */
	takeBack(accountId: string, amount: bigint): void {
		const account = this.#account(accountId);
		const taken = smaller(account.available, amount);
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
		window.bound = larger(limit, window.spent + window.reserved);
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
		const within = smaller(charge, leftOf(allowance));
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
		this.#holders.end(holderId);
		for (const one of this.#openOf(holderId)) one.state = "reaped";
	}

	/** Live holders whose lease ended so long ago. */
	overdueHolders(graceMs: number): readonly string[] {
		return this.#holders.overdue(graceMs);
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

	/**
	 * What holders that live have at hand of an account: idle, held, or spent and not posted yet. Without what was granted
	 * after its holder had closed it, because it was refused to say whether it had been: that comes back when its holder ends.
	 */
	atHand(accountId: string): bigint {
		let left = 0n;
		for (const [id, one] of this.#allowances) {
			const open = one.accountId === accountId && one.state === "open" && !this.#closedUnknown.has(id);
			if (open && this.#holders.maySpend(one.holderId)) left += leftOf(one);
		}
		return left;
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
		return this.#holders.live();
	}

	openAllowances(accountId: string): number {
		return [...this.#allowances.values()].filter((one) => one.state === "open" && one.accountId === accountId).length;
	}

	async register({ holderId }: HolderIdentity): Promise<number> {
		this.#assertReachable();
		this.#holders.register(holderId);
		return this.#options.leaseMs;
	}

	async renew(holderId: string): Promise<boolean> {
		this.#assertReachable();
		return this.#holders.renew(holderId);
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
		this.#return(allowance, smaller(returnedInAll - allowance.returned, leftOf(allowance)));
	}

	async closeAllowance(allowanceId: string, spent: NanoUsd): Promise<void> {
		this.#assertReachable();
		const allowance = this.#allowances.get(allowanceId);
		if (!allowance) this.#closedUnknown.add(allowanceId);
		if (allowance?.state !== "open") return;
		const rest = allowance.granted - allowance.returned - larger(spent, allowance.charged);
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
		const mine = new Set(this.#openOf(holderId).map(({ accountId }) => accountId));
		return [...mine].flatMap((accountId) => {
			const number = this.#account(accountId).lastRecall;
			return number > this.#holders.lastAnswer(holderId, accountId) ? [{ accountId, number }] : [];
		});
	}

	async answerRecall(holderId: string, recall: Recall): Promise<void> {
		this.#assertReachable();
		this.#holders.answer(holderId, recall);
	}

	async unregister(holderId: string): Promise<void> {
		this.#assertReachable();
		if (this.#openOf(holderId).length > 0) throw new Error(`holder ${holderId} ends with allowances open`);
		this.#holders.end(holderId);
	}

	/** M1, as far as the book sees it: nothing negative, nothing from nowhere, budgets kept and set aside for allowances. */
	assertBooks(): void {
		for (const [id, account] of this.#accounts) assertAccount(id, account, this.reserved(id));
		const under = new Map<Window, bigint>();
		for (const [id, allowance] of this.#allowances) {
			const left = leftOf(allowance);
			assert(left >= 0n, `allowance ${id} gave more than it was granted`);
			for (const window of allowance.windows) under.set(window, (under.get(window) ?? 0n) + left);
		}
		for (const window of this.#budgets.windows()) assertWindow(window, under.get(window) ?? 0n);
	}

	#grant(request: GrantRequest): GrantOutcome {
		const { holderId, allowanceId, grantedBefore } = request;
		const { accountId, keyId } = request.spender;
		const account = this.#account(accountId);
		const known = this.#allowances.get(allowanceId);
		if (!this.#holders.maySpend(holderId)) throw new Error(`holder ${holderId} is lost`);
		if (known && (known.state !== "open" || known.holderId !== holderId))
			throw new Error(`allowance ${allowanceId} is closed`);
		if (known && known.granted > grantedBefore) return granted(known);
		if (account.suspended) return { refused: { reason: "account_suspended" }, recallable: false };

		const windows = known ? known.windows : this.#budgets.above(keyId, this.#options.now());
		const judged = judgeGrant(account, windows, request);
		if ("refused" in judged) {
			const recallable = this.#othersMayReturn(accountId, holderId, judged.under, request.recall);
			return { refused: judged.refused, recallable };
		}
		const { give } = judged;
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
			const has = one.state === "open" && one.accountId === accountId && one.holderId !== holderId && leftOf(one) > 0n;
			if (!has || !this.#holders.maySpend(one.holderId)) continue;
			if (window && !one.windows.includes(window)) continue;
			if (recall === undefined || this.#holders.lastAnswer(one.holderId, accountId) < recall) return true;
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
		credit(this.#account(allowance.accountId), amount);
		for (const window of allowance.windows) window.reserved -= amount;
		this.assertBooks();
	}

	#account(accountId: string): Account {
		const account = this.#accounts.get(accountId);
		if (!account) throw new Error(`no account ${accountId}`);
		return account;
	}

	#openOf(holderId: string): readonly Allowance[] {
		return [...this.#allowances.values()].filter((one) => one.state === "open" && one.holderId === holderId);
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
