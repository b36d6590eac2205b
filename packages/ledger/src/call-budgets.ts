import type { NanoUsd } from "@turnpike/money";
import type { NamedCall, ReachedBudget } from "./allowances.ts";

export type CallOutcome =
	| { readonly held: true }
	| {
			readonly refused: ReachedBudget;
			/** What the budget still has room for. */
			readonly availableNanoUsd: NanoUsd;
	  };

/**
 * The side of the book where budgets of end users and tags are kept: every call that names one sets its hold aside there,
 * until its usage is posted. Every method is one transaction, may be repeated, and throws when the book cannot be reached.
 */
export interface CallBudgets {
	/** Sets an amount aside under every budget of what the call names, or under none of them. */
	hold(call: NamedCall, allowanceId: string, amount: NanoUsd): Promise<CallOutcome>;
	/** Raises it to an amount; false where a budget has no room for that. */
	extend(generationId: string, amount: NanoUsd): Promise<boolean>;
	/** The usage is durable: no more than its charge stays set aside. */
	settle(generationId: string, charge: NanoUsd): Promise<void>;
	/** The call cost nothing. */
	release(generationId: string): Promise<void>;
}
