import { type NanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import type { GrantOutcome } from "../allowance-book.ts";
import type { ReachedBudget } from "../allowances.ts";
import { roomIn, type Window } from "./memory-budgets.ts";

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

export interface Holder {
	leaseEndsAt: number;
	/** The last recall of each account that it has answered. */
	readonly answered: Map<string, bigint>;
	live: boolean;
}

export function newAccount(): Account {
	return { deposited: 0n, available: 0n, charged: 0n, debt: 0n, suspended: false, lastRecall: 0n };
}

export function leftOf({ granted, returned, charged }: Allowance): bigint {
	return granted - returned - charged;
}

export function granted({ granted, windows }: Allowance): GrantOutcome {
	const ends = windows.flatMap(({ endsAt }) => (endsAt === undefined ? [] : [endsAt]));
	const expiresAt = ends.length === 0 ? undefined : Math.min(...ends);
	return { grantedNanoUsd: (ZERO_NANO_USD + granted) as NanoUsd, expiresAt };
}

/** The window with the least room, which is all there is where no budget limits it. */
export function tightest(
	windows: readonly Window[],
	all: bigint,
): { readonly window: Window | undefined; readonly room: bigint } {
	let tight: { window: Window | undefined; room: bigint } = { window: undefined, room: all };
	for (const window of windows) {
		const room = roomIn(window);
		if (room !== undefined && (tight.window === undefined || room < tight.room)) tight = { window, room };
	}
	return tight;
}

export function reachedBudget({ budget, spent, endsAt }: Window): ReachedBudget {
	const { scope, limit } = budget;
	return { scope, limitNanoUsd: limit as NanoUsd, spentNanoUsd: spent as NanoUsd, resetsAt: endsAt };
}

export function smallest(one: bigint, other: bigint): bigint {
	return one < other ? one : other;
}

export function largest(one: bigint, other: bigint): bigint {
	return one > other ? one : other;
}

export function assert(holds: boolean, what: string): asserts holds {
	if (!holds) throw new Error(`the books are wrong: ${what}`);
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

export function assertWindow({ budget, reserved, spent, bound }: Window): void {
	assert(reserved >= 0n, `${reserved} reserved in a window`);
	const kept = budget.soft || budget.ended || reserved + spent <= largest(bound, budget.limit);
	assert(kept, `${budget.scope}: ${reserved} reserved + ${spent} spent of ${budget.limit} (${bound} at its change)`);
}
