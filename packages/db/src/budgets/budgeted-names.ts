import type { Database } from "../connect.ts";

/** An end user or a tag of an organisation, and whether it has a budget. */
export interface BudgetedName {
	readonly organisationId: string;
	readonly scope: "end_user" | "tag";
	readonly name: string;
	/** False: it had one. */
	readonly budgeted: boolean;
}

/** Every end user and tag that has a budget or had one, of everybody; or those whose budgets changed since an instant. */
export async function listBudgetedNames(sql: Database, since: Date | undefined): Promise<BudgetedName[]> {
	const rows = await sql<{ organisation_id: string; scope: "end_user" | "tag"; scope_id: string; live: boolean }[]>`
		select organisation_id, scope, scope_id, bool_or(ended_at is null) as live from budget b
		where scope in ('end_user', 'tag') and (${since ?? null}::timestamptz is null or exists (
			select 1 from budget c where c.updated_at > ${since ?? null} and c.organisation_id = b.organisation_id
				and c.scope = b.scope and c.scope_id = b.scope_id))
		group by 1, 2, 3`;
	return rows.map((row) => ({
		organisationId: row.organisation_id,
		scope: row.scope,
		name: row.scope_id,
		budgeted: row.live,
	}));
}
