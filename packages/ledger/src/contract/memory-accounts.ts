import { type NanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import type { GrantOutcome } from "../allowance-book.ts";
import { smaller } from "../smaller.ts";
import { assert } from "./assert.ts";
import type { Window } from "./memory-budgets.ts";

/** What `MemoryBook` keeps of an account. */
export interface Account {
	/** What came in, less what was taken back. */
	deposited: bigint;
	available: bigint;
	charged: bigint;
	/** What was taken back after it had been spent or set aside. */
	debt: bigint;
	suspended: boolean;
	/** The number of its last recall, of all recalls. */
	lastRecall: bigint;
}

export interface Allowance {
	readonly holderId: string;
	readonly accountId: string;
	readonly keyId: string;
	readonly windows: Window[];
	granted: bigint;
	returned: bigint;
	charged: bigint;
	state: "open" | "closed" | "reaped";
	/** Unix milliseconds at which its holder closed it. */
	closedAt: number;
}

export function newAccount(): Account {
	return { deposited: 0n, available: 0n, charged: 0n, debt: 0n, suspended: false, lastRecall: 0n };
}

/** What comes in repays a debt first. */
export function credit(account: Account, amount: bigint): void {
	const repaid = smaller(account.debt, amount);
	account.debt -= repaid;
	account.available += amount - repaid;
}

/** What an allowance has left to hold and to charge. */
export function leftOf({ granted, returned, charged }: Allowance): bigint {
	return granted - returned - charged;
}

export function granted({ granted, windows }: Allowance): GrantOutcome {
	const ends = windows.flatMap(({ endsAt }) => (endsAt === undefined ? [] : [endsAt]));
	const expiresAt = ends.length === 0 ? undefined : Math.min(...ends);
	return { grantedNanoUsd: (ZERO_NANO_USD + granted) as NanoUsd, expiresAt };
}

export function assertAccount(id: string, account: Account, reserved: bigint): void {
	const { available, charged, deposited, debt } = account;
	assert(available >= 0n, `${id} has ${available} available`);
	assert(reserved >= 0n, `${id} has ${reserved} reserved`);
	assert(debt === 0n || available === 0n, `${id} owes ${debt} and has ${available} available`);
	assert(
		available + reserved + charged === deposited + debt,
		`${id}: ${available} available + ${reserved} reserved + ${charged} charged are not ${deposited} deposited + ${debt} owed`,
	);
}
