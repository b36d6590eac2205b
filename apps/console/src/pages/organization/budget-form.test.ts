import { expect, test } from "vitest";
import { type EditableBudget, formOf, NEW_BUDGET_FORM, termsOf } from "./budget-form.ts";

const budget: EditableBudget = {
	scope: "project",
	scope_id: "prj_1",
	reset: "weekly",
	limit_usd: "12.500000000",
	soft: true,
	thresholds: [50, 75, 80, 90, 100, 120],
};

test("a budget's form says what the budget is", () => {
	expect(formOf(budget)).toEqual({
		scope: "project",
		id: "prj_1",
		reset: "weekly",
		limit: "12.5",
		soft: true,
		thresholds: [75, 90, 120],
	});
});

test("another limit leaves a budget's own thresholds as they are", () => {
	const terms = termsOf({ ...formOf(budget), limit: " 20 " });
	expect(terms).toEqual({ limit_usd: "20", soft: true, thresholds: [75, 90, 120] });
});

test("a new budget has none of its own", () => {
	expect(termsOf({ ...NEW_BUDGET_FORM, limit: "25" })).toEqual({ limit_usd: "25", soft: false, thresholds: [] });
});
