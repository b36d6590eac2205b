import { queryOptions } from "@tanstack/react-query";
import type {
	BUDGET_RESETS,
	BUDGET_SCOPES,
	BudgetAnswer,
	BudgetList,
	BudgetObject,
	BudgetReset,
	COMMON_THRESHOLDS,
} from "@turnpike/wire/account";
import { request } from "./request.ts";

export type Budget = BudgetObject;
export type BudgetScope = Budget["scope"];
export type { BudgetReset };

export const SCOPES: typeof BUDGET_SCOPES = ["organisation", "project", "member", "key", "end_user", "tag"];
export const RESETS: typeof BUDGET_RESETS = ["daily", "weekly", "monthly", "lifetime"];
/** Percentages that are told of every budget, beside its own. */
export const ALWAYS_TOLD: typeof COMMON_THRESHOLDS = [50, 80, 100];

export const RESET_WORDS: Readonly<Record<BudgetReset, string>> = {
	daily: "a day",
	weekly: "a week",
	monthly: "a month",
	lifetime: "in all",
};

const REFRESH_MS = 15_000;

export const budgetsQuery = queryOptions({
	queryKey: ["budgets"],
	queryFn: async ({ signal }) => (await request<BudgetList>("/v1/budgets?limit=1000", { signal })).data,
	refetchInterval: REFRESH_MS,
});

interface WhichBudget {
	readonly scope: BudgetScope;
	readonly id: string;
	readonly reset: BudgetReset;
}

/** All of them: a budget is put as a whole. */
export interface BudgetTerms {
	readonly limit_usd: string;
	readonly soft: boolean;
	readonly thresholds: readonly number[];
}

const pathOf = ({ scope, id, reset }: WhichBudget) => `/v1/budgets/${scope}/${encodeURIComponent(id)}/${reset}`;

export const putBudget = (which: WhichBudget, terms: BudgetTerms) =>
	request<BudgetAnswer>(pathOf(which), { method: "PUT", body: terms });

export const endBudget = (which: WhichBudget) => request(pathOf(which), { method: "DELETE" });
