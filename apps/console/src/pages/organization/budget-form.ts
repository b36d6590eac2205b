import { ALWAYS_TOLD, type Budget, type BudgetReset, type BudgetScope, type BudgetTerms } from "../../api/budgets.ts";
import { typedUsd } from "../../money/split-usd.ts";

/** A budget as it stands in a form. */
export interface BudgetForm {
	readonly scope: BudgetScope;
	/** Of what; nothing for the organisation itself. */
	readonly id: string;
	readonly reset: BudgetReset;
	readonly limit: string;
	readonly soft: boolean;
	/** Its own, beside those that are always told. */
	readonly thresholds: readonly number[];
}

export const NEW_BUDGET_FORM: BudgetForm = {
	scope: "organisation",
	id: "",
	reset: "monthly",
	limit: "",
	soft: false,
	thresholds: [],
};

/** What of a budget stands in its form. */
export type EditableBudget = Pick<Budget, "scope" | "scope_id" | "reset" | "limit_usd" | "soft" | "thresholds">;

export function formOf(budget: EditableBudget): BudgetForm {
	const { scope, scope_id, reset, limit_usd, soft } = budget;
	const always: readonly number[] = ALWAYS_TOLD;
	const thresholds = budget.thresholds.filter((percent) => !always.includes(percent));
	return { scope, id: scope_id, reset, limit: typedUsd(limit_usd), soft, thresholds };
}

/** A form as the API wants it. */
export function termsOf({ limit, soft, thresholds }: BudgetForm): BudgetTerms {
	return { limit_usd: limit.trim(), soft, thresholds };
}
