import type { Database, Transaction } from "./connect.ts";

/**
 * Runs work for one organisation: in a transaction of the role that row-level security holds to its rows. Role and
 * organisation end with the transaction, so a pooler may sit in between.
 */
export async function withOrg<T>(
	sql: Database,
	organisationId: string,
	work: (tx: Transaction) => Promise<T>,
): Promise<T> {
	return sql.begin(async (tx) => {
		await tx`select set_config('turnpike.organisation_id', ${organisationId}, true), set_config('role', 'turnpike_app', true)`;
		return work(tx);
	}) as Promise<T>;
}
