import { type Database, findGeneration, listKeys, readActivity, readBalance, readKeySpend } from "@turnpike/db";
import type { Reports } from "./reports.ts";

/** The reports out of one database. */
export function reportsOf(sql: Database): Reports {
	return {
		keySpend: (key) => readKeySpend(sql, key.id, key.accountId),
		balance: (organisationId) => readBalance(sql, organisationId),
		generation: (organisationId, uuid) => findGeneration(sql, organisationId, uuid),
		activity: (query) => readActivity(sql, query),
		async keyNames(organisationId) {
			return new Map((await listKeys(sql, organisationId)).map((key) => [key.id, key.name]));
		},
	};
}
