import { type Database, makeCallBudgets } from "@turnpike/db";
import { type Allowances, AllowancesPerCall } from "@turnpike/ledger";
import type { Logger } from "@turnpike/telemetry";

/**
 * Allowances that also keep the budgets of end users and tags that calls name.
 *
 * @param later sees to work that outlives its call.
 */
export function withCallBudgets(
	allowances: Allowances,
	sql: Database,
	log: Logger,
	later: (work: Promise<void>) => void = () => {},
): Allowances {
	return new AllowancesPerCall({
		allowances,
		budgets: makeCallBudgets(sql),
		later,
		onTrouble: (what, error) => log.warn(`trouble with ${what}`, { error }),
	});
}
