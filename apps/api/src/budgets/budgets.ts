import {
	type BudgetName,
	type BudgetRecord,
	type BudgetsQuery,
	type BudgetTerms,
	type Database,
	endBudget,
	findBudget,
	findBudgetHolder,
	isRecallAnswered,
	listBudgets,
	setBudget,
} from "@turnpike/db";
import type { BudgetScope } from "@turnpike/ledger";

/** What the book knows of budgets. Every method rejects when it cannot be reached. */
export interface Budgets {
	list(query: BudgetsQuery): Promise<readonly BudgetRecord[]>;
	find(name: BudgetName): Promise<BudgetRecord | undefined>;
	/** The id a budget of this thing is kept under; undefined when the organisation has no such thing. */
	holder(organisationId: string, scope: BudgetScope, id: string): Promise<string | undefined>;
	/** @returns the recall that must be answered before the terms are in force for credit at hand; undefined for none. */
	set(terms: BudgetTerms, actor: string): Promise<bigint | undefined>;
	answered(organisationId: string, recall: bigint): Promise<boolean>;
	/** @returns false when there is none. */
	end(name: BudgetName, actor: string): Promise<boolean>;
}

export function budgetsOf(sql: Database): Budgets {
	return {
		list: (query) => listBudgets(sql, query),
		find: (name) => findBudget(sql, name),
		holder: (organisationId, scope, id) => findBudgetHolder(sql, organisationId, scope, id),
		set: (terms, actor) => setBudget(sql, terms, actor),
		answered: (organisationId, recall) => isRecallAnswered(sql, organisationId, recall),
		end: (name, actor) => endBudget(sql, name, actor),
	};
}
