import { beforeAll, describe, expect, it } from "vitest";
import { budgetContract, scopeContract } from "./allowance-book-budgets.contract.ts";
import { recallContract } from "./allowance-book-recalls.contract.ts";
import { type AllowanceBookHarness, type Desk, grantedOf, makeDesk } from "./desk.ts";
import { amount, CENT, DOLLAR } from "./world.ts";

/** The suite every adapter of `AllowanceBook` passes. */
export function allowanceBookContract(name: string, harness: AllowanceBookHarness): void {
	describe(`AllowanceBook: ${name}`, () => {
		const desk = makeDesk(harness);
		beforeAll(() => desk.open());
		describe("leases", () => leaseContract(desk));
		describe("grants", () => grantContract(desk));
		describe("refusals", () => refusalContract(desk));
		describe("budgets", () => budgetContract(desk));
		describe("budgets of every scope", () => scopeContract(desk));
		describe("returns", () => returnContract(desk));
		describe("recalls", () => recallContract(desk));
	});
}

function leaseContract(desk: Desk): void {
	it("are renewed as long as the holder lives, and never again", async () => {
		const { book, reap } = desk.under();
		const holder = await desk.newHolder();
		expect(await book.renew(holder)).toBe(true);
		await reap(holder);
		expect(await book.renew(holder)).toBe(false);
		expect(await book.renew(desk.newId())).toBe(false);
	});

	it("end with the holder's own word", async () => {
		const { book } = desk.under();
		const holder = await desk.newHolder();
		await book.unregister(holder);
		expect(await book.renew(holder)).toBe(false);
	});

	it("are needed for a grant", async () => {
		const { openAccount, reap } = desk.under();
		const spender = await openAccount(DOLLAR);
		await expect(desk.grant(desk.newId(), desk.newId(), spender, 0n, CENT)).rejects.toThrow();
		const holder = await desk.newHolder();
		await reap(holder);
		await expect(desk.grant(holder, desk.newId(), spender, 0n, CENT)).rejects.toThrow();
		expect(await desk.money(spender.accountId)).toEqual([DOLLAR, 0n]);
	});
}

function grantContract(desk: Desk): void {
	it("move credit from available to reserved, and say what the allowance has in all", async () => {
		const spender = await desk.under().openAccount(DOLLAR);
		const [holder, id] = [await desk.newHolder(), desk.newId()];
		expect(grantedOf(await desk.grant(holder, id, spender, 0n, 3n * CENT))).toBe(3n * CENT);
		expect(grantedOf(await desk.grant(holder, id, spender, 3n * CENT, 4n * CENT))).toBe(7n * CENT);
		expect(await desk.money(spender.accountId)).toEqual([93n * CENT, 7n * CENT]);
	});

	it("are harmless when repeated", async () => {
		const spender = await desk.under().openAccount(DOLLAR);
		const [holder, id] = [await desk.newHolder(), desk.newId()];
		const repeats = await Promise.all([1, 2, 3].map(() => desk.grant(holder, id, spender, 0n, 3n * CENT)));
		expect(repeats.map(grantedOf)).toEqual([3n * CENT, 3n * CENT, 3n * CENT]);
		expect(await desk.money(spender.accountId)).toEqual([97n * CENT, 3n * CENT]);
	});

	it("give what is wanted up to a tenth of what is left, and what is needed whatever is left", async () => {
		const spender = await desk.under().openAccount(DOLLAR);
		const holder = await desk.newHolder();
		const given = async (atLeast: bigint, wanted: bigint) =>
			grantedOf(await desk.grant(holder, desk.newId(), spender, 0n, atLeast, wanted));
		expect(await given(CENT, 5n * CENT)).toBe(5n * CENT);
		expect(await given(CENT, 50n * CENT)).toBe(95n * (CENT / 10n));
		expect(await given(80n * CENT, 80n * CENT)).toBe(80n * CENT);
		expect(await given(5n * CENT, 50n * CENT)).toBe(5n * CENT);
	});

	it("of nothing open an allowance all the same, with an empty account too", async () => {
		const spender = await desk.under().openAccount(0n);
		const [holder, id] = [await desk.newHolder(), desk.newId()];
		expect(grantedOf(await desk.grant(holder, id, spender, 0n, 0n, 5n * CENT))).toBe(0n);
		await desk.under().post(id, 0n);
		expect(await desk.money(spender.accountId)).toEqual([0n, 0n]);
	});

	it("never overshoot, however many ask at once", async () => {
		const spender = await desk.under().openAccount(20n * CENT);
		const holders = await Promise.all([1, 2, 3, 4, 5].map(() => desk.newHolder()));
		const asked = Array.from({ length: 50 }, (_, n) =>
			desk.grant(holders[n % 5] ?? "", desk.newId(), spender, 0n, CENT, 2n * CENT),
		);
		const outcomes = await Promise.all(asked);
		const granted = outcomes.flatMap((outcome) => ("refused" in outcome ? [] : [outcome.grantedNanoUsd]));
		const total = granted.reduce((sum: bigint, one) => sum + one, 0n);
		expect(await desk.money(spender.accountId)).toEqual([20n * CENT - total, total]);
		expect(total).toBeGreaterThan(19n * CENT);
	});

	it("of an allowance that is closed, or another holder's, fail and change nothing", async () => {
		const spender = await desk.under().openAccount(DOLLAR);
		const [holder, other, id] = [await desk.newHolder(), await desk.newHolder(), desk.newId()];
		await desk.grant(holder, id, spender, 0n, CENT);
		await expect(desk.grant(other, id, spender, 0n, CENT)).rejects.toThrow();
		await desk.under().book.closeAllowance(id, amount(0n));
		await expect(desk.grant(holder, id, spender, CENT, CENT)).rejects.toThrow();
		expect(await desk.money(spender.accountId)).toEqual([DOLLAR, 0n]);
	});
}

function refusalContract(desk: Desk): void {
	it("say what is available, and whether another holder could free some", async () => {
		const spender = await desk.under().openAccount(10n * CENT);
		const [holder, other] = [await desk.newHolder(), await desk.newHolder()];
		await desk.grant(holder, desk.newId(), spender, 0n, 4n * CENT);
		const refused = { reason: "insufficient_credits", availableNanoUsd: 6n * CENT };
		expect(await desk.grant(holder, desk.newId(), spender, 0n, 7n * CENT)).toEqual({ refused, recallable: false });
		expect(await desk.grant(other, desk.newId(), spender, 0n, 7n * CENT)).toEqual({ refused, recallable: true });
		expect(await desk.money(spender.accountId)).toEqual([6n * CENT, 4n * CENT]);
	});

	it("come with a suspended account", async () => {
		const { openAccount, suspend } = desk.under();
		const spender = await openAccount(DOLLAR);
		await suspend(spender.accountId);
		const outcome = await desk.grant(await desk.newHolder(), desk.newId(), spender, 0n, CENT);
		expect(outcome).toEqual({ refused: { reason: "account_suspended" }, recallable: false });
	});
}

function returnContract(desk: Desk): void {
	async function funded(cents: bigint) {
		const spender = await desk.under().openAccount(DOLLAR);
		const [holder, id] = [await desk.newHolder(), desk.newId()];
		await desk.grant(holder, id, spender, 0n, cents * CENT);
		return { holder, id, spender, accountId: spender.accountId };
	}

	it("count in all, so that a repeat and a straggler change nothing", async () => {
		const { id, accountId } = await funded(10n);
		const { book } = desk.under();
		await book.giveBack(id, amount(4n * CENT));
		await book.giveBack(id, amount(4n * CENT));
		await book.giveBack(id, amount(3n * CENT));
		expect(await desk.money(accountId)).toEqual([94n * CENT, 6n * CENT]);
		await book.giveBack(id, amount(6n * CENT));
		expect(await desk.money(accountId)).toEqual([96n * CENT, 4n * CENT]);
	});

	it("leave what was granted before as it was: a later grant counts on", async () => {
		const { holder, id, spender, accountId } = await funded(10n);
		await desk.under().book.giveBack(id, amount(10n * CENT));
		expect(grantedOf(await desk.grant(holder, id, spender, 10n * CENT, 5n * CENT))).toBe(15n * CENT);
		expect(await desk.money(accountId)).toEqual([95n * CENT, 5n * CENT]);
	});

	it("end with a close that keeps what was spent until it is posted", async () => {
		const { id, accountId } = await funded(10n);
		const { book, post } = desk.under();
		await book.giveBack(id, amount(2n * CENT));
		await book.closeAllowance(id, amount(3n * CENT));
		await book.closeAllowance(id, amount(0n));
		await book.giveBack(id, amount(9n * CENT));
		expect(await desk.money(accountId)).toEqual([97n * CENT, 3n * CENT]);
		await post(id, 3n * CENT);
		expect(await desk.money(accountId)).toEqual([97n * CENT, 0n]);
	});

	it("after some of it was posted give back the rest", async () => {
		const { id, accountId } = await funded(10n);
		await desk.under().post(id, 4n * CENT);
		await desk.under().book.closeAllowance(id, amount(4n * CENT));
		expect(await desk.money(accountId)).toEqual([96n * CENT, 0n]);
	});

	it("never give back what is posted already: a store that forgot it gives back what is there, and can close", async () => {
		const { id, accountId } = await funded(10n);
		const { book, post } = desk.under();
		await post(id, 4n * CENT);
		await book.giveBack(id, amount(7n * CENT));
		await book.giveBack(id, amount(7n * CENT));
		expect(await desk.money(accountId)).toEqual([96n * CENT, 0n]);
		const other = await funded(10n);
		await post(other.id, 4n * CENT);
		await book.closeAllowance(other.id, amount(CENT));
		expect(await desk.money(other.accountId)).toEqual([96n * CENT, 0n]);
	});

	it("of an allowance nobody knows are nothing", async () => {
		const { book } = desk.under();
		await book.giveBack(desk.newId(), amount(CENT));
		await book.closeAllowance(desk.newId(), amount(CENT));
	});

	it("of a holder that was reaped are over", async () => {
		const { holder, id, accountId } = await funded(10n);
		const { book, reap, post } = desk.under();
		await post(id, 4n * CENT);
		await reap(holder);
		expect(await desk.money(accountId)).toEqual([96n * CENT, 0n]);
		await book.giveBack(id, amount(5n * CENT));
		await book.closeAllowance(id, amount(0n));
		expect(await desk.money(accountId)).toEqual([96n * CENT, 0n]);
	});

	it("of a reaped holder's late charge are taken from what is available", async () => {
		const { holder, id, accountId } = await funded(10n);
		await desk.under().reap(holder);
		await desk.under().post(id, 4n * CENT);
		expect(await desk.money(accountId)).toEqual([96n * CENT, 0n]);
	});

	it("of a reaped holder's late charge are taken whole or not at all, of the account and of its budgets", async () => {
		const { reap, post, setBudget } = desk.under();
		const { holder, id, spender, accountId } = await funded(10n);
		await reap(holder);
		const other = await desk.newHolder();
		await desk.grant(other, desk.newId(), spender, 0n, 97n * CENT);
		await post(id, 4n * CENT);
		expect(await desk.money(accountId)).toEqual([3n * CENT, 97n * CENT]);
		await post(id, 3n * CENT);
		expect(await desk.money(accountId)).toEqual([0n, 97n * CENT]);

		const limited = await funded(10n);
		await setBudget(limited.spender, "key", { limit: 12n * CENT, reset: "none" });
		await reap(limited.holder);
		await desk.grant(await desk.newHolder(), desk.newId(), limited.spender, 0n, 9n * CENT);
		await post(limited.id, 4n * CENT);
		expect(await desk.money(limited.accountId)).toEqual([91n * CENT, 9n * CENT]);
		await post(limited.id, 3n * CENT);
		expect(await desk.money(limited.accountId)).toEqual([88n * CENT, 9n * CENT]);
	});
}
