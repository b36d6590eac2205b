import type { NanoUsd } from "@turnpike/money";
import type { UsageEvent } from "./usage-event.ts";

/** The accounts on the house's side of a transaction. */
export const HOUSE = {
	deposits: "house:deposits",
	promotions: "house:promotions",
	platformFees: "house:platform_fees",
	revenue: "house:revenue",
	overrun: "house:overrun",
	providerExpense: "house:provider_expense",
	providerPayable: "house:provider_payable",
} as const;

/** One side of a transaction: positive credits the account, negative debits it. */
export interface EntryLine {
	readonly accountId: string;
	readonly amount: NanoUsd;
}

/** What posting must know of an allowance, read under the account's lock. */
export interface AllowanceState {
	readonly allowanceId: string;
	readonly state: "open" | "closed" | "reaped";
	readonly granted: NanoUsd;
	readonly returned: NanoUsd;
	readonly charged: NanoUsd;
	/** What the tightest budget above it still allows; undefined without budgets. Only a late charge looks at it. */
	readonly budgetRoom: NanoUsd | undefined;
}

/** What the prices in force make of a usage: the customer's exact price rounded down, or why it cannot be computed. */
export type Recomputed = { readonly priceNanoUsd: NanoUsd } | { readonly reason: string };

/** What posting reads of a generation's record. */
export type UnpostedUsage = Pick<
	UsageEvent,
	| "generationId"
	| "organisationId"
	| "accountId"
	| "projectId"
	| "keyId"
	| "allowanceId"
	| "model"
	| "provider"
	| "priceVersionId"
	| "usage"
	| "holdNanoUsd"
	| "chargeNanoUsd"
	| "providerCostNanoUsd"
	| "admittedAt"
> & {
	/** It names an end user or a tag, which may have a budget. */
	readonly named?: boolean;
};

export interface PostingInput {
	readonly accountId: string;
	readonly available: NanoUsd;
	readonly events: readonly UnpostedUsage[];
	readonly allowances: ReadonlyMap<string, AllowanceState>;
	readonly recompute: (event: UnpostedUsage) => Recomputed;
}

/** What one generation was debited, and out of what. */
export interface PostedGeneration {
	readonly event: UnpostedUsage;
	readonly fromAllowance: NanoUsd;
	readonly fromAvailable: NanoUsd;
	/** Priced, but neither the hold nor the allowance covered it: the house's loss. */
	readonly overrun: NanoUsd;
}

export interface ParkedEvent {
	readonly generationId: string;
	readonly reason: string;
}

/** One balanced transaction for one account and batch. */
export interface Posting {
	readonly generations: readonly PostedGeneration[];
	readonly parked: readonly ParkedEvent[];
	/** Sums to zero; empty when nothing had a price. */
	readonly entries: readonly EntryLine[];
	readonly fromAllowances: ReadonlyMap<string, NanoUsd>;
	readonly fromAvailable: NanoUsd;
}
