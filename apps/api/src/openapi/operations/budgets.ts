import { budgetAnswer, budgetList, budgetListQuery, budgetPath, budgetRequest } from "@turnpike/wire/account";
import * as z from "zod";
import { OF_THE_BOOK } from "../errors-of.ts";
import type { Operation } from "../operation.ts";

const PATH = "/budgets/{scope}/{id}/{reset}";

export const BUDGETS: readonly Operation[] = [
	{
		method: "get",
		path: "/budgets",
		id: "listBudgets",
		tag: "Keys",
		summary: "List budgets",
		description: "With what was spent and set aside in the window now.",
		who: "manager",
		query: budgetListQuery,
		answers: [{ description: "A page of them.", schema: { name: "BudgetList", schema: budgetList } }],
		errors: OF_THE_BOOK,
	},
	{
		method: "put",
		path: PATH,
		id: "setBudget",
		tag: "Keys",
		summary: "Set a budget",
		description:
			"Makes it or changes it. One thing may have one budget for each reset; all of them count. A lowered budget refuses new holds at once.",
		who: "manager",
		pathSchema: budgetPath,
		body: { name: "BudgetRequest", schema: budgetRequest, example: { limit_usd: "25.00", thresholds: [90] } },
		answers: [{ description: "The budget.", schema: { name: "Budget", schema: budgetAnswer } }],
		errors: ["not_found", ...OF_THE_BOOK],
	},
	{
		method: "delete",
		path: PATH,
		id: "endBudget",
		tag: "Keys",
		summary: "End a budget",
		who: "manager",
		pathSchema: budgetPath,
		answers: [
			{
				description: "What it was.",
				schema: { name: "BudgetEnded", schema: budgetAnswer.extend({ deleted: z.literal(true) }) },
			},
		],
		errors: ["invalid_value", "not_found", ...OF_THE_BOOK],
	},
];
