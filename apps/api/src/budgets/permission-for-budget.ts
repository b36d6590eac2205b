import type { Permission } from "@turnpike/accounts";
import type { BudgetScope } from "@turnpike/ledger";

/** What somebody needs to change a budget of a scope: what they would need to change what it limits. */
export function permissionForBudget(scope: BudgetScope): Permission {
	switch (scope) {
		case "organisation":
		case "member":
			return "credits:write";
		case "project":
			return "projects:write";
		case "key":
		case "end_user":
		case "tag":
			return "all_keys:write";
	}
}
