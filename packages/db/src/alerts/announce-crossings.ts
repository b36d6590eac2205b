import { nanoUsd } from "@turnpike/money";
import type { Database } from "../connect.ts";
import { tellAlert, type WriteAlert } from "./tell-alert.ts";

interface CrossingRow {
	readonly id: string;
	readonly budget_id: string;
	readonly percent: number;
	readonly limit_nano_usd: bigint;
	readonly spent_nano_usd: bigint;
	readonly organisation_id: string;
	readonly scope: string;
	readonly scope_id: string;
	readonly reset: string;
	readonly soft: boolean;
	readonly starts_at: Date;
	readonly ends_at: Date | null;
}

/**
 * Tells of thresholds that budgets have crossed, each once: that a crossing was told, and what is told of it, are one
 * transaction. Any number of workers may do so.
 *
 * @returns how many were told of.
 */
export async function announceCrossings(sql: Database, write: WriteAlert, limit: number): Promise<number> {
	return sql.begin(async (tx) => {
		const rows = await tx<CrossingRow[]>`
			select c.id::text as id, c.budget_id, c.percent, c.limit_nano_usd, c.spent_nano_usd, b.organisation_id, b.scope, b.scope_id,
				b.reset, b.soft, w.starts_at, w.ends_at
			from budget_crossing c join budget b on b.id = c.budget_id join budget_window w on w.id = c.window_id
			where c.announced_at is null order by c.id limit ${limit} for update of c skip locked`;
		for (const row of rows) {
			await tellAlert(tx, { ...alertOf(row), dedupeKey: `budget:${row.id}` }, write);
		}
		await tx`update budget_crossing set announced_at = clock_timestamp() where id = any (${rows.map(({ id }) => id)}::bigint[])`;
		return rows.length;
	});
}

function alertOf(row: CrossingRow) {
	return {
		organisationId: row.organisation_id,
		alert: {
			kind: "budget.threshold",
			budgetId: row.budget_id,
			scope: row.scope,
			scopeId: row.scope_id,
			reset: row.reset,
			soft: row.soft,
			percent: row.percent,
			limit: nanoUsd(row.limit_nano_usd),
			spent: nanoUsd(row.spent_nano_usd),
			startsAt: row.starts_at.getTime(),
			resetsAt: row.ends_at?.getTime(),
		},
	} as const;
}
