import type { LimitReset } from "@turnpike/accounts";
import type { BudgetScope } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import type { Database } from "../connect.ts";
import type { BudgetName, BudgetTerms } from "./set-budget.ts";

/** A budget and how it stands in its window now. */
export interface BudgetRecord extends BudgetTerms {
	readonly id: string;
	readonly spentNanoUsd: bigint;
	/** Set aside for calls, and spent but not posted yet. */
	readonly reservedNanoUsd: bigint;
	/** Percentages that were crossed in this window, ascending. */
	readonly crossed: readonly number[];
	/** Unix milliseconds. */
	readonly startsAt: number;
	/** undefined: a lifetime. */
	readonly resetsAt: number | undefined;
	readonly createdAt: number;
	readonly updatedAt: number;
}

export interface BudgetsQuery {
	readonly organisationId: string;
	readonly scope: BudgetScope | undefined;
	readonly scopeId: string | undefined;
	/** The last budget of the page before, "" to begin. */
	readonly after: string;
	readonly limit: number;
}

interface BudgetRow {
	readonly id: string;
	readonly organisation_id: string;
	readonly scope: BudgetScope;
	readonly scope_id: string;
	readonly reset: LimitReset;
	readonly limit_nano_usd: bigint;
	readonly soft: boolean;
	readonly thresholds: number[];
	readonly spent: bigint | null;
	readonly reserved: bigint | null;
	readonly crossed: number[];
	readonly starts_at: Date;
	readonly ends_at: Date | null;
	readonly created_at: Date;
	readonly updated_at: Date;
}

/** Budgets of an organisation that have not ended, in order of their ids, which is the order they were made in. */
export async function listBudgets(sql: Database, query: BudgetsQuery): Promise<BudgetRecord[]> {
	const rows = await sql<BudgetRow[]>`${selectBudgets(sql)}
		where b.organisation_id = ${query.organisationId} and b.ended_at is null and b.id > ${query.after}
			and (${query.scope ?? null}::text is null or b.scope = ${query.scope ?? null})
			and (${query.scopeId ?? null}::text is null or b.scope_id = ${query.scopeId ?? null})
		order by b.id limit ${query.limit}`;
	return rows.map(readBudget);
}

export async function findBudget(sql: Database, name: BudgetName): Promise<BudgetRecord | undefined> {
	const [row] = await sql<BudgetRow[]>`${selectBudgets(sql)} where b.organisation_id = ${name.organisationId}
		and b.scope = ${name.scope} and b.scope_id = ${name.scopeId} and b.reset = ${name.reset} and b.ended_at is null`;
	return row && readBudget(row);
}

function selectBudgets(sql: Database) {
	return sql`select b.*, w.spent_nano_usd as spent, w.reserved_nano_usd as reserved, now_.starts_at, now_.ends_at,
			array(select c.percent from budget_crossing c where c.window_id = w.id and c.limit_nano_usd = b.limit_nano_usd
				order by c.percent) as crossed
		from budget b cross join lateral window_of(b.reset, clock_timestamp()) now_
		left join budget_window w on w.budget_id = b.id and w.starts_at = now_.starts_at`;
}

function readBudget(row: BudgetRow): BudgetRecord {
	return {
		id: row.id,
		organisationId: row.organisation_id,
		scope: row.scope,
		scopeId: row.scope_id,
		reset: row.reset,
		limitNanoUsd: nanoUsd(row.limit_nano_usd),
		soft: row.soft,
		thresholds: row.thresholds,
		spentNanoUsd: row.spent ?? 0n,
		reservedNanoUsd: row.reserved ?? 0n,
		crossed: row.crossed,
		startsAt: row.starts_at.getTime(),
		resetsAt: row.ends_at?.getTime(),
		createdAt: row.created_at.getTime(),
		updatedAt: row.updated_at.getTime(),
	};
}
