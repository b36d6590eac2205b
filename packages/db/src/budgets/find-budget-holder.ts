import type { BudgetScope } from "@turnpike/ledger";
import type { Database } from "../connect.ts";

/**
 * The id that a budget of an organisation's thing is kept under; a key may be named by its hash.
 *
 * @returns undefined when the organisation has no such thing. End users and tags are names that it gives as it likes.
 */
export async function findBudgetHolder(
	sql: Database,
	organisationId: string,
	scope: BudgetScope,
	id: string,
): Promise<string | undefined> {
	switch (scope) {
		case "end_user":
		case "tag":
			return id;
		case "organisation":
			return id === organisationId ? id : undefined;
		case "project":
			return idOf(sql`select id from project where organisation_id = ${organisationId} and id = ${id}`);
		case "member":
			// Who has left still has keys, and reports.
			return idOf(sql`select id from member where organisation_id = ${organisationId} and id = ${id}
				union select member_id from api_key where organisation_id = ${organisationId} and member_id = ${id}`);
		case "key": {
			const hash = /^[0-9a-f]{64}$/.test(id) ? Buffer.from(id, "hex") : Buffer.alloc(0);
			return idOf(
				sql`select id from api_key where organisation_id = ${organisationId} and (id = ${id} or hash = ${hash})`,
			);
		}
	}
}

async function idOf(query: PromiseLike<readonly unknown[]>): Promise<string | undefined> {
	const [row] = (await query) as readonly { id: string }[];
	return row?.id;
}
