import { expect } from "vitest";
import type { AllowanceBook, GrantOutcome } from "../allowance-book.ts";
import type { BudgetScope, Spender } from "../allowances.ts";
import { amount } from "./world.ts";

/** A book under test, with the sides of it that holders do not see. */
export interface BookUnderTest {
	readonly book: AllowanceBook;
	/** A new account with so much deposited, and a key of it. */
	openAccount(depositNano: bigint): Promise<Spender>;
	/** Another key of the account, its project and its member, with a budget of its own where one is given. */
	addKey(accountId: string, budget?: Pick<TestBudget, "limit" | "reset">): Promise<Spender>;
	/** Makes or changes a budget of a key, or of what stands above it. */
	setBudget(of: Spender, scope: BudgetScope, budget: TestBudget): Promise<void>;
	endBudget(of: Spender, scope: BudgetScope, reset: TestBudget["reset"]): Promise<void>;
	/** Whether all who have credit of the account have answered its last recall. */
	recallAnswered(accountId: string): Promise<boolean>;
	suspend(accountId: string): Promise<void>;
	/** Debits a generation of an allowance, as billing does. */
	post(allowanceId: string, charge: bigint): Promise<void>;
	/** Gives a holder up, and returns what its allowances have left. */
	reap(holderId: string): Promise<void>;
	available(accountId: string): Promise<bigint>;
	reserved(accountId: string): Promise<bigint>;
	/** Unix milliseconds, as the book sees them. */
	now(): number;
}

export interface TestBudget {
	readonly limit: bigint;
	readonly reset: "none" | "daily" | "monthly";
	readonly soft?: boolean;
}

export interface AllowanceBookHarness {
	/** A fresh UUID. */
	readonly newId: () => string;
	readonly open: () => Promise<BookUnderTest>;
}

export type Desk = ReturnType<typeof makeDesk>;

/** The book of the suite, and the steps its tests have in common. */
export function makeDesk({ newId, open }: AllowanceBookHarness) {
	let under: BookUnderTest | undefined;
	const current = () => {
		if (!under) throw new Error("the book is not open");
		return under;
	};
	return {
		newId,
		open: async () => {
			under = await open();
		},
		under: current,
		async newHolder() {
			const holderId = newId();
			expect(await current().book.register({ holderId, kind: "memory", instance: "" })).toBeGreaterThan(0);
			return holderId;
		},
		/** A grant of exactly `atLeast`, unless more is wanted. */
		grant(holderId: string, allowanceId: string, spender: Spender, before: bigint, atLeast: bigint, wanted = atLeast) {
			const amounts = { grantedBefore: amount(before), atLeast: amount(atLeast), wanted: amount(wanted) };
			return current().book.grant({ holderId, allowanceId, spender, ...amounts });
		},
		async money(accountId: string) {
			return [await current().available(accountId), await current().reserved(accountId)];
		},
	};
}

export function grantedOf(outcome: GrantOutcome): bigint {
	if ("refused" in outcome) throw new Error(`refused: ${outcome.refused.reason}`);
	return outcome.grantedNanoUsd;
}
