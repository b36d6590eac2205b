import {
	type Database,
	findGeneration,
	listGenerations,
	listKeys,
	readActivity,
	readAnalytics,
	readBalance,
	readDebit,
	readKeySpend,
	readNames,
	withOrg,
} from "@turnpike/db";
import type { Reports } from "./reports.ts";

/**
 * The reports out of one database.
 *
 * @param sql for what is read in a moment.
 * @param reporting for what may take long: connections of its own, so that nothing else waits behind it.
 */
export function reportsOf(sql: Database, reporting: Database): Reports {
	return {
		keySpend: (key) => withOrg(sql, key.organisationId, (tx) => readKeySpend(tx, key.id, key.accountId)),
		balance: (organisationId) => readBalance(sql, organisationId),
		generation: (organisationId, uuid) => findGeneration(sql, organisationId, uuid),
		debit: (uuid, transactionId) => readDebit(sql, uuid, transactionId),
		generations: (query) => listGenerations(reporting, query),
		activity: (query) => readActivity(reporting, query),
		analytics: (query) => readAnalytics(reporting, query),
		names: (organisationId) => readNames(sql, organisationId),
		keys: (organisationId) => withOrg(sql, organisationId, (tx) => listKeys(tx, organisationId)),
	};
}
