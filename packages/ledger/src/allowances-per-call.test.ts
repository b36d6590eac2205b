import { randomUUID } from "node:crypto";
import { nanoUsd } from "@turnpike/money";
import { describe, expect, it } from "vitest";
import type { HoldOutcome, Spender } from "./allowances.ts";
import { AllowancesPerCall } from "./allowances-per-call.ts";
import { MemoryBook, MemoryCallBudgets } from "./contract/index.ts";
import { DrivenClock, openHolder } from "./testing/driven-clock.fixture.ts";

const CENT = 10_000_000n;
const cents = (count: bigint) => nanoUsd(count * CENT);

function open(depositCents = 1_000n) {
	const book = new MemoryBook({ now: () => 0, leaseMs: 30_000 });
	book.deposit("acc", depositCents * CENT);
	const budgets = new MemoryCallBudgets();
	budgets.setBudget("end_user", "ann", 10n * CENT);
	const holder = openHolder(book, new DrivenClock());
	const pending: Promise<void>[] = [];
	const troubles: string[] = [];
	const allowances = new AllowancesPerCall({
		allowances: holder,
		budgets,
		later: (work) => void pending.push(work),
		onTrouble: (what) => troubles.push(what),
	});
	const later = async () => {
		while (pending.length > 0) await pending.shift();
	};
	return { book, budgets, holder, allowances, later, troubles };
}

const plain: Spender = { accountId: "acc", keyId: "key" };

function ofAnn(): Spender & { call: { generationId: string } } {
	return { ...plain, call: { generationId: randomUUID(), organisationId: "org", endUser: "ann", tags: [] } };
}

function heldOf(outcome: HoldOutcome) {
	if ("refused" in outcome) throw new Error(`refused: ${outcome.refused.reason}`);
	return outcome.held;
}

describe("a call that names nothing with a budget", () => {
	it("asks nobody and waits for nothing", async () => {
		const { allowances, budgets } = open();
		await allowances.hold(plain, cents(1n));
		const outcome = allowances.hold(plain, cents(1n));
		expect(outcome).toHaveProperty("held");
		const hold = heldOf(await outcome);
		expect(allowances.extend(hold, cents(1n))).toBe(true);
		expect(allowances.settle(hold, cents(1n))).toBeUndefined();
		expect(budgets.asked).toBe(0);
	});
});

describe("a call that names an end user with a budget", () => {
	it("holds under both, grows under both, and leaves its charge until that is posted", async () => {
		const { allowances, budgets, later } = open();
		const spender = ofAnn();
		const hold = heldOf(await allowances.hold(spender, cents(4n)));
		expect(await allowances.extend(hold, cents(3n))).toBe(true);
		expect(budgets.standing("end_user", "ann").reserved).toBe(7n * CENT);
		expect(allowances.settle(hold, cents(2n))).toBeUndefined();
		await later();
		expect(budgets.standing("end_user", "ann").reserved).toBe(2n * CENT);
		budgets.post(spender.call.generationId, 2n * CENT);
		expect(budgets.standing("end_user", "ann")).toEqual({ spent: 2n * CENT, reserved: 0n });
	});

	it("is refused by its budget as by any other, and keeps no credit", async () => {
		const { allowances, book, holder } = open();
		expect(await allowances.hold(ofAnn(), cents(11n))).toEqual({
			refused: {
				reason: "budget_exceeded",
				availableNanoUsd: 10n * CENT,
				budget: { scope: "end_user", limitNanoUsd: 10n * CENT, spentNanoUsd: 0n, resetsAt: undefined },
			},
		});
		await holder.close();
		expect(book.reserved("acc")).toBe(0n);
	});

	it("is refused by its account before its budget is asked", async () => {
		const { allowances, budgets } = open(3n);
		expect(await allowances.hold(ofAnn(), cents(5n))).toMatchObject({ refused: { reason: "insufficient_credits" } });
		expect(budgets.asked).toBe(0);
	});

	it("grows no further than its budget, nor its account", async () => {
		const { allowances, budgets } = open(9n);
		const hold = heldOf(await allowances.hold(ofAnn(), cents(4n)));
		expect(await allowances.extend(hold, cents(7n))).toBe(false);
		expect(await allowances.extend(hold, cents(6n))).toBe(false);
		expect(budgets.standing("end_user", "ann").reserved).toBe(4n * CENT);
		expect(hold.amount).toBe(4n * CENT);
		expect(await allowances.extend(hold, cents(5n))).toBe(true);
		await allowances.release(hold);
		expect(budgets.standing("end_user", "ann").spent).toBe(0n);
	});

	it("that cost nothing leaves nothing", async () => {
		const { allowances, budgets, later } = open();
		await allowances.release(heldOf(await allowances.hold(ofAnn(), cents(4n))));
		await later();
		expect(budgets.standing("end_user", "ann")).toEqual({ spent: 0n, reserved: 0n });
	});

	it("is unavailable while its budget cannot be asked, and keeps no credit", async () => {
		const { allowances, budgets, troubles, later, holder, book } = open();
		budgets.reachable = false;
		expect(await allowances.hold(ofAnn(), cents(4n))).toEqual({ refused: { reason: "unavailable" } });
		await later();
		expect(troubles).toEqual(["asking for a call's budgets", "releasing a call"]);
		await holder.close();
		expect(book.reserved("acc")).toBe(0n);
	});

	it("ends all the same when its budget cannot be told", async () => {
		const { allowances, budgets, troubles, later } = open();
		const hold = heldOf(await allowances.hold(ofAnn(), cents(4n)));
		budgets.reachable = false;
		allowances.settle(hold, cents(1n));
		await later();
		expect(hold.state).toBe("settled");
		expect(troubles).toEqual(["settling a call"]);
	});
});
