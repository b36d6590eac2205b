import type { NanoUsd } from "@turnpike/money";
import type { GrantOutcome, GrantRequest } from "../allowance-book.ts";
import { larger } from "../larger.ts";
import { smaller } from "../smaller.ts";
import type { Account } from "./memory-accounts.ts";
import { reachedBudget, tightest, type Window } from "./memory-budgets.ts";

type Refused = Extract<GrantOutcome, { refused: unknown }>["refused"];

/** How much of what is wanted an account and the budgets above a key give; or why nothing, and the window that is in the way. */
export function judgeGrant(
	{ available }: Account,
	windows: readonly Window[],
	{ atLeast, wanted }: Pick<GrantRequest, "atLeast" | "wanted">,
): { readonly give: bigint } | { readonly refused: Refused; readonly under: Window | undefined } {
	const { window, room } = tightest(windows, available);
	if (window && room < atLeast) {
		const availableNanoUsd = larger(0n, smaller(available, room)) as NanoUsd;
		const budget = reachedBudget(window);
		return { refused: { reason: "budget_exceeded", availableNanoUsd, budget }, under: window };
	}
	if (available < atLeast) {
		const refused = { reason: "insufficient_credits", availableNanoUsd: available as NanoUsd } as const;
		return { refused, under: undefined };
	}
	return { give: larger(atLeast, smaller(wanted, smaller(available, room) / 10n)) };
}
