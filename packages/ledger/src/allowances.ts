import type { NanoUsd } from "@turnpike/money";

/** Whose money a call spends. */
export interface Spender {
	readonly accountId: string;
	readonly keyId: string;
	/** Given where the call names an end user or a tag that has a budget. */
	readonly call?: NamedCall;
}

/** What one call names that may have a budget of its own. */
export interface NamedCall {
	/** Its generation's UUID. */
	readonly generationId: string;
	readonly organisationId: string;
	/** "" for none. */
	readonly endUser: string;
	readonly tags: readonly string[];
}

/** Money set aside for one generation, out of one allowance. The charge may not exceed `amount`. */
export interface Hold {
	readonly spender: Spender;
	readonly allowanceId: string;
	/** Grows with `extend`. */
	amount: NanoUsd;
	/** Ends "settled" or "released", once; a second end is an assertion failure. */
	state: "held" | "settled" | "released";
}

/** Whose spending a budget limits; end users and tags are the caller's own names, one organisation's each. */
export type BudgetScope = "organisation" | "project" | "member" | "key" | "end_user" | "tag";

/** A budget that a grant or hold ran into. */
export interface ReachedBudget {
	readonly scope: BudgetScope;
	readonly limitNanoUsd: NanoUsd;
	readonly spentNanoUsd: NanoUsd;
	/** Unix milliseconds, undefined for a lifetime budget. */
	readonly resetsAt: number | undefined;
}

export type HoldRefusal =
	| { readonly reason: "insufficient_credits"; readonly availableNanoUsd: NanoUsd }
	| { readonly reason: "budget_exceeded"; readonly availableNanoUsd: NanoUsd; readonly budget: ReachedBudget }
	| { readonly reason: "account_suspended" }
	/** The book could not be asked, or the lease has run out: nothing may be spent. */
	| { readonly reason: "unavailable" };

export type HoldOutcome = { readonly held: Hold } | { readonly refused: HoldRefusal };

/**
 * Spending out of funded allowances: blocks of credit already moved from the account's `available` to `reserved` in
 * the book, so that no holder can spend what is not there, whatever is lost. Warm calls answer without a promise in
 * process memory, with one round trip in Redis.
 */
export interface Allowances {
	/** Sets `amount` aside, asking the book for a grant when the allowance at hand is too small. */
	hold(spender: Spender, amount: NanoUsd): HoldOutcome | Promise<HoldOutcome>;
	/** Adds to a hold; false when it cannot be afforded: the generation must end within what it has. */
	extend(hold: Hold, by: NanoUsd): boolean | Promise<boolean>;
	/** Ends a hold whose usage is durable: `charge` (at most `amount`) is spent, the rest is free again. */
	settle(hold: Hold, charge: NanoUsd): void | Promise<void>;
	/** Ends a hold that cost nothing. */
	release(hold: Hold): void | Promise<void>;
	/** Gives every idle block back and stops holding; after the drain. */
	close(): Promise<void>;
}
