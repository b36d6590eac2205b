import type { Config } from "@turnpike/config";
import type { Database } from "@turnpike/db";
import { accountsOf } from "./account/accounts-of.ts";
import { reportsOf } from "./account/reports-of.ts";
import { budgetsOf } from "./budgets/budgets.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { outboxOf } from "./operator/outbox-of.ts";

/**
 * The dependencies that only ask the book: the same wherever the API runs.
 *
 * @param sql for what is read or written in a moment.
 * @param reporting for what may take long.
 */
export function bookOf(
	config: Pick<Config, "production" | "smtp">,
	sql: Database,
	reporting: Database,
): Pick<ApiDependencies, "accounts" | "reports" | "budgets" | "outbox"> {
	return {
		accounts: accountsOf(sql),
		reports: reportsOf(sql, reporting),
		budgets: budgetsOf(sql),
		outbox: outboxOf(config, sql),
	};
}
