import { expect, it } from "vitest";
import type { Spender } from "../allowances.ts";
import { type Desk, grantedOf } from "./desk.ts";
import { amount, CENT, DOLLAR } from "./world.ts";

const DAY_MS = 86_400_000;

/** A key's own budget. */
export function budgetContract(desk: Desk): void {
	it("are reserved by grants, spent by postings, and free again by returns", async () => {
		const { openAccount, addKey, post, book } = desk.under();
		const { accountId } = await openAccount(DOLLAR);
		const spender = await addKey(accountId, { limit: 10n * CENT, reset: "none" });
		const [holder, id] = [await desk.newHolder(), desk.newId()];
		expect(await desk.grant(holder, id, spender, 0n, 8n * CENT)).toEqual({
			grantedNanoUsd: 8n * CENT,
			expiresAt: undefined,
		});
		await post(id, 5n * CENT);
		const budget = { scope: "key", limitNanoUsd: 10n * CENT, spentNanoUsd: 5n * CENT, resetsAt: undefined };
		const refused = (available: bigint) => ({ reason: "budget_exceeded", availableNanoUsd: available, budget });
		const ask = () => desk.grant(holder, desk.newId(), spender, 0n, 3n * CENT);
		expect(await ask()).toEqual({ refused: refused(2n * CENT), recallable: false });
		await book.giveBack(id, amount(CENT));
		expect(await ask()).toHaveProperty("grantedNanoUsd", 3n * CENT);
		await book.closeAllowance(id, amount(5n * CENT));
		expect(await ask()).toEqual({ refused: refused(2n * CENT), recallable: false });
	});

	it("bound what is wanted, and leave other keys alone", async () => {
		const { openAccount, addKey } = desk.under();
		const rich = await openAccount(1_000n * DOLLAR);
		const spender = await addKey(rich.accountId, { limit: 10n * CENT, reset: "none" });
		const holder = await desk.newHolder();
		expect(grantedOf(await desk.grant(holder, desk.newId(), spender, 0n, 1n, DOLLAR))).toBe(CENT);
		expect(grantedOf(await desk.grant(holder, desk.newId(), rich, 0n, 1n, DOLLAR))).toBe(DOLLAR);
	});

	it("never overshoot, however many ask at once", async () => {
		const { openAccount, addKey } = desk.under();
		const { accountId } = await openAccount(1_000n * DOLLAR);
		const spender = await addKey(accountId, { limit: 10n * CENT, reset: "none" });
		const holder = await desk.newHolder();
		const asked = Array.from({ length: 30 }, () => desk.grant(holder, desk.newId(), spender, 0n, CENT, 3n * CENT));
		const outcomes = await Promise.all(asked);
		expect(outcomes.filter((outcome) => "refused" in outcome)).toHaveLength(20);
		expect(await desk.under().reserved(accountId)).toBe(10n * CENT);
	});

	it("of a day end with the day, in UTC", async () => {
		const { openAccount, addKey, now } = desk.under();
		const { accountId } = await openAccount(DOLLAR);
		const spender = await addKey(accountId, { limit: 10n * CENT, reset: "daily" });
		const before = now();
		const outcome = await desk.grant(await desk.newHolder(), desk.newId(), spender, 0n, CENT);
		const tomorrow = (at: number) => (Math.floor(at / 86_400_000) + 1) * 86_400_000;
		expect([tomorrow(before), tomorrow(now())]).toContain("expiresAt" in outcome ? outcome.expiresAt : "refused");
	});
}

/** Budgets above a key that are not its own, and budgets that are made, changed or ended while credit is out. */
export function scopeContract(desk: Desk): void {
	const MONTH = { reset: "monthly", limit: 90n * CENT } as const;

	async function open() {
		const { openAccount, addKey } = desk.under();
		const first = await openAccount(DOLLAR);
		const second = await addKey(first.accountId);
		const holder = await desk.newHolder();
		const ask = (spender: Spender, cents: bigint) => desk.grant(holder, desk.newId(), spender, 0n, cents * CENT);
		return { first, second, holder, ask, accountId: first.accountId };
	}

	it.each(["organisation", "project", "member"] as const)("of the %s count all of its keys", async (scope) => {
		const { first, second, ask } = await open();
		await desk.under().setBudget(first, scope, { limit: 10n * CENT, reset: "none" });
		expect(await ask(first, 6n)).toHaveProperty("grantedNanoUsd");
		const budget = { scope, limitNanoUsd: 10n * CENT, spentNanoUsd: 0n, resetsAt: undefined };
		const refused = { reason: "budget_exceeded", availableNanoUsd: 4n * CENT, budget };
		expect(await ask(second, 5n)).toEqual({ refused, recallable: false });
		expect(await ask(second, 4n)).toHaveProperty("grantedNanoUsd");
	});

	it("several of one scope and of several count together, the one with the least room first", async () => {
		const { first, ask, holder } = await open();
		const { setBudget, now } = desk.under();
		await setBudget(first, "key", { limit: 30n * CENT, reset: "none" });
		await setBudget(first, "key", { limit: 20n * CENT, reset: "daily" });
		await setBudget(first, "organisation", MONTH);
		const granted = await desk.grant(holder, desk.newId(), first, 0n, 15n * CENT);
		const midnight = (Math.floor(now() / DAY_MS) + 1) * DAY_MS;
		expect("expiresAt" in granted ? granted.expiresAt : undefined).toBeLessThanOrEqual(midnight);
		const refusal = (limit: bigint, room: bigint) => ({
			refused: { availableNanoUsd: room * CENT, budget: { limitNanoUsd: limit * CENT, spentNanoUsd: 0n } },
		});
		expect(await ask(first, 6n)).toMatchObject(refusal(20n, 5n));
		await setBudget(first, "key", { limit: 40n * CENT, reset: "daily" });
		expect(await ask(first, 16n)).toMatchObject(refusal(30n, 15n));
		expect(await ask(first, 15n)).toHaveProperty("grantedNanoUsd");
	});

	it("that are soft refuse nothing", async () => {
		const { first, ask } = await open();
		await desk.under().setBudget(first, "project", { limit: CENT, reset: "none", soft: true });
		expect(await ask(first, 50n)).toHaveProperty("grantedNanoUsd");
	});

	it("made while credit is out count what was spent and what is out, and are in force once that was answered", async () => {
		const { first, ask, holder } = await open();
		const { setBudget, book, post, recallAnswered } = desk.under();
		const id = desk.newId();
		await desk.grant(holder, id, first, 0n, 20n * CENT);
		await post(id, 5n * CENT);
		await setBudget(first, "member", { limit: 12n * CENT, reset: "none" });
		const budget = { scope: "member", spentNanoUsd: 5n * CENT };
		expect(await ask(first, 1n)).toMatchObject({ refused: { availableNanoUsd: 0n, budget } });
		expect(await recallAnswered(first.accountId)).toBe(false);
		const [recall] = (await book.pendingRecalls(holder)).filter((one) => one.accountId === first.accountId);
		await book.giveBack(id, amount(15n * CENT));
		if (recall) await book.answerRecall(holder, recall);
		expect(await recallAnswered(first.accountId)).toBe(true);
		expect(await ask(first, 8n)).toMatchObject({ refused: { availableNanoUsd: 7n * CENT, budget } });
		expect(await ask(first, 7n)).toHaveProperty("grantedNanoUsd");
	});

	it("lowered while credit is out refuse new grants at once", async () => {
		const { first, ask } = await open();
		const { setBudget, recallAnswered } = desk.under();
		await setBudget(first, "organisation", MONTH);
		await ask(first, 20n);
		await setBudget(first, "organisation", { ...MONTH, limit: 20n * CENT });
		expect(await ask(first, 1n)).toMatchObject({ refused: { reason: "budget_exceeded", availableNanoUsd: 0n } });
		expect(await recallAnswered(first.accountId)).toBe(false);
		await setBudget(first, "organisation", { ...MONTH, limit: 21n * CENT });
		expect(await ask(first, 1n)).toHaveProperty("grantedNanoUsd");
	});

	it("ended limit nothing, and made again count what was spent meanwhile", async () => {
		const { first, ask, holder } = await open();
		const { setBudget, endBudget, post } = desk.under();
		await setBudget(first, "project", { limit: CENT, reset: "none" });
		await endBudget(first, "project", "none");
		const id = desk.newId();
		expect(await desk.grant(holder, id, first, 0n, 30n * CENT)).toHaveProperty("grantedNanoUsd");
		await post(id, 30n * CENT);
		await setBudget(first, "project", { limit: 31n * CENT, reset: "none" });
		expect(await ask(first, 2n)).toMatchObject({ refused: { budget: { spentNanoUsd: 30n * CENT } } });
		expect(await ask(first, 1n)).toHaveProperty("grantedNanoUsd");
	});

	it("never let charges pass them, however they change while many ask", async () => {
		const { first, second, holder } = await open();
		const { setBudget, reserved, accountId } = { ...desk.under(), accountId: first.accountId };
		await setBudget(first, "organisation", { limit: 50n * CENT, reset: "none" });
		const asked = Array.from({ length: 40 }, async (_, n) => {
			if (n === 15) await setBudget(first, "organisation", { limit: 20n * CENT, reset: "none" });
			if (n === 20) await setBudget(first, "project", { limit: 25n * CENT, reset: "none" });
			return desk.grant(holder, desk.newId(), n % 2 ? first : second, 0n, CENT);
		});
		await Promise.all(asked);
		expect(await reserved(accountId)).toBeLessThanOrEqual(40n * CENT);
		const before = await reserved(accountId);
		const more = await Promise.all(asked.map(() => desk.grant(holder, desk.newId(), first, 0n, CENT)));
		const granted = more.filter((outcome) => "grantedNanoUsd" in outcome).length;
		expect(await reserved(accountId)).toBe(before + BigInt(granted) * CENT);
		expect(before + BigInt(granted) * CENT).toBeLessThanOrEqual(before > 20n * CENT ? before : 20n * CENT);
	});
}
