import type { Database, Queries } from "../connect.ts";

/** A report that took longer than it may: another question, a shorter period, will do. */
export class ReportTooLong extends Error {
	override readonly name = "ReportTooLong";

	constructor(cause: unknown) {
		super("a report took longer than it may", { cause });
	}
}

/** Postgres ends a statement at its timeout with this code. */
const QUERY_CANCELED = "57014";
const LONGEST_STATEMENT_MS = 10_000;

/**
 * Runs the reads of one report: of one organisation's rows (as `withOrg`), one snapshot, nothing written, no statement
 * longer than it may be. Plans are made for the values asked for: a plan for any value reads every partition, or an
 * organisation of any size.
 *
 * @throws ReportTooLong
 */
export async function inReport<T>(
	sql: Database,
	organisationId: string,
	read: (tx: Queries) => Promise<T>,
	longestMs = LONGEST_STATEMENT_MS,
): Promise<T> {
	try {
		return (await sql.begin("isolation level repeatable read read only", async (tx) => {
			await tx`select set_config('statement_timeout', ${String(longestMs)}, true),
				set_config('plan_cache_mode', 'force_custom_plan', true),
				set_config('turnpike.organisation_id', ${organisationId}, true), set_config('role', 'turnpike_app', true)`;
			return await read(tx);
		})) as T;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === QUERY_CANCELED) throw new ReportTooLong(error);
		throw error;
	}
}
