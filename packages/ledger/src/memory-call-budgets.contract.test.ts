import { randomUUID } from "node:crypto";
import { callBudgetsContract, MemoryCallBudgets } from "./contract/index.ts";

callBudgetsContract("in memory", async () => {
	const budgets = new MemoryCallBudgets();
	return {
		budgets,
		allowanceId: randomUUID(),
		setBudget: async (scope, name, limit, soft) => budgets.setBudget(scope, name, limit, soft),
		newCall: ({ endUser = "", tags = [] }) => ({
			generationId: randomUUID(),
			organisationId: "org",
			endUser,
			tags,
		}),
		post: async ({ generationId }, _hold, charge) => budgets.post(generationId, charge),
		standing: async (scope, name) => budgets.standing(scope, name),
	};
});
