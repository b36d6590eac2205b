import type { BudgetedName } from "@turnpike/db";
import { describe, expect, it } from "vitest";
import { BudgetedNames, NAMES_BY_KEY } from "./budgeted-names.ts";

function open(first: readonly BudgetedName[]) {
	const asked: (Date | undefined)[] = [];
	let next = first;
	let away = false;
	const names = new BudgetedNames({
		list: async (since) => {
			asked.push(since);
			if (away) throw new Error("the book is away");
			return next;
		},
		now: () => 100_000,
		onTrouble: () => {},
	});
	return {
		names,
		asked,
		change: (changed: readonly BudgetedName[]) => {
			next = changed;
		},
		leave: () => {
			away = true;
		},
	};
}

const OURS = { organisationId: "org_1", namesBudgets: false };
const THEIRS = { ...OURS, organisationId: "org_2" };

const of = (name: string, more: Partial<BudgetedName> = {}): BudgetedName => ({
	organisationId: "org_1",
	scope: "end_user",
	name,
	budgeted: true,
	...more,
});

describe("names that have a budget", () => {
	it("are those of the organisation, end users and tags apart", async () => {
		const { names } = open([of("ann"), of("batch", { scope: "tag" }), of("bob", { budgeted: false })]);
		await names.start();
		names.stop();
		expect(names.has(OURS, "ann", [])).toBe(true);
		expect(names.has(OURS, "", ["x", "batch"])).toBe(true);
		expect(names.has(OURS, "batch", ["ann"])).toBe(false);
		expect(names.has(OURS, "bob", [])).toBe(false);
		expect(names.has(OURS, "", [])).toBe(false);
		expect(names.has(THEIRS, "ann", ["batch"])).toBe(false);
	});

	it("come and go with what changed since the last look", async () => {
		const { names, asked, change } = open([of("ann")]);
		await names.start();
		names.stop();
		change([of("ann", { budgeted: false }), of("cid")]);
		await names.refresh();
		expect([names.has(OURS, "ann", []), names.has(OURS, "cid", [])]).toEqual([false, true]);
		change([of("cid", { budgeted: false })]);
		await names.refresh();
		expect(names.has(OURS, "cid", [])).toBe(false);
		expect(asked).toEqual([undefined, new Date(70_000), new Date(70_000)]);
	});

	it("stay known while the book is away", async () => {
		const { names, leave } = open([of("ann")]);
		await names.start();
		names.stop();
		leave();
		await expect(names.refresh()).rejects.toThrow("away");
		expect(names.has(OURS, "ann", [])).toBe(true);
	});

	it("may be any where none are kept, in an organisation that has some", () => {
		const budgeting = { ...OURS, namesBudgets: true };
		expect(NAMES_BY_KEY.has(budgeting, "ann", [])).toBe(true);
		expect(NAMES_BY_KEY.has(budgeting, "", ["batch"])).toBe(true);
		expect(NAMES_BY_KEY.has(budgeting, "", [])).toBe(false);
		expect(NAMES_BY_KEY.has(OURS, "ann", ["batch"])).toBe(false);
	});
});
