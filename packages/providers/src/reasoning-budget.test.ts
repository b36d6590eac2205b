import { describe, expect, test } from "vitest";
import { budgetForEffort, effortForBudget } from "./reasoning-budget.ts";

describe("budgetForEffort", () => {
	test("is a share of the output bound", () => {
		expect(budgetForEffort("max", 10_000)).toBe(9_500);
		expect(budgetForEffort("xhigh", 10_000)).toBe(9_500);
		expect(budgetForEffort("high", 10_000)).toBe(8_000);
		expect(budgetForEffort("medium", 10_000)).toBe(5_000);
		expect(budgetForEffort("low", 10_000)).toBe(2_000);
		expect(budgetForEffort("none", 10_000)).toBe(0);
	});

	test("is 1,024 at least and 128,000 at most", () => {
		expect(budgetForEffort("minimal", 10_000)).toBe(1_024);
		expect(budgetForEffort("high", 1_000_000)).toBe(128_000);
	});
});

test("a budget becomes the least effort that reaches it", () => {
	expect(effortForBudget(0, 10_000)).toBe("none");
	expect(effortForBudget(1_000, 10_000)).toBe("minimal");
	expect(effortForBudget(1_001, 10_000)).toBe("low");
	expect(effortForBudget(5_000, 10_000)).toBe("medium");
	expect(effortForBudget(8_000, 10_000)).toBe("high");
	expect(effortForBudget(9_900, 10_000)).toBe("xhigh");
});
