import { queryOptions } from "@tanstack/react-query";
import type { BudgetAnswer, BudgetList, BudgetObject } from "@turnpike/wire/account";
import { request } from "./request.ts";

export type Budget = BudgetObject;

export const SCOPES = ["organisation", "project", "member", "key", "end_user", "tag"] as const;
export type BudgetScope = (typeof SCOPES)[number];
export const RESETS = ["daily", "weekly", "monthly", "lifetime"] as const;
export type BudgetReset = (typeof RESETS)[number];

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

const pathOf = ({ scope, id, reset }: WhichBudget) => `/v1/budgets/${scope}/${encodeURIComponent(id)}/${reset}`;

export const putBudget = (which: WhichBudget, limit_usd: string, soft: boolean) =>
	request<BudgetAnswer>(pathOf(which), { method: "PUT", body: { limit_usd, soft } });

export const endBudget = (which: WhichBudget) => request(pathOf(which), { method: "DELETE" });
