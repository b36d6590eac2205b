import type { LimitReset } from "@turnpike/accounts";
import type { BudgetRecord } from "@turnpike/db";
import { approximateUsd, formatUsd, nanoUsd } from "@turnpike/money";
import { type BudgetObject, type BudgetReset, COMMON_THRESHOLDS } from "@turnpike/wire/account";

/** A budget as the API writes it. */
export function budgetObject(budget: BudgetRecord): BudgetObject {
	const { limitNanoUsd, spentNanoUsd, reservedNanoUsd } = budget;
	const left = limitNanoUsd - spentNanoUsd - reservedNanoUsd;
	const thresholds = new Set([...COMMON_THRESHOLDS, ...budget.thresholds]);
	return {
		object: "budget",
		id: budget.id,
		scope: budget.scope,
		scope_id: budget.scopeId,
		reset: wireReset(budget.reset),
		limit: approximateUsd(limitNanoUsd),
		limit_usd: formatUsd(limitNanoUsd),
		soft: budget.soft,
		thresholds: [...thresholds].sort((a, b) => a - b),
		crossed: [...budget.crossed],
		spent: approximateUsd(nanoUsd(spentNanoUsd)),
		spent_usd: formatUsd(nanoUsd(spentNanoUsd)),
		reserved: approximateUsd(nanoUsd(reservedNanoUsd)),
		reserved_usd: formatUsd(nanoUsd(reservedNanoUsd)),
		remaining: approximateUsd(nanoUsd(left > 0n ? left : 0n)),
		remaining_usd: formatUsd(nanoUsd(left > 0n ? left : 0n)),
		starts_at: new Date(budget.startsAt).toISOString(),
		resets_at: budget.resetsAt === undefined ? null : new Date(budget.resetsAt).toISOString(),
		created_at: new Date(budget.createdAt).toISOString(),
		updated_at: new Date(budget.updatedAt).toISOString(),
	};
}

export function wireReset(reset: LimitReset): BudgetReset {
	return reset === "none" ? "lifetime" : reset;
}

export function readReset(reset: BudgetReset): LimitReset {
	return reset === "lifetime" ? "none" : reset;
}
