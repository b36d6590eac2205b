import { type NanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import type { Hold, Spender } from "./allowances.ts";

/** The least block worth a grant, where funds allow it: 5 cents. */
const SMALLEST_BLOCK = 50_000_000n as NanoUsd;

/**
 * One allowance as its holder keeps it in memory. Always: granted = free + held + spent + returned, so no two holds can
 * spend the same credit, and what goes back to the book is exact.
 */
export interface Pool {
	readonly spender: Spender;
	readonly allowanceId: string;
	/** The book has granted it; before that not even a hold of nothing may name it. */
	inBook: boolean;
	/** A grant failed without an answer: the book may have granted more than is known here. */
	uncertain: boolean;
	granted: NanoUsd;
	free: NanoUsd;
	held: NanoUsd;
	spent: NanoUsd;
	returned: NanoUsd;
	openHolds: number;
	/** Wall-clock milliseconds at which a budget window above it ends. */
	expiresAt: number;
	/** Monotonic milliseconds. */
	lastUsedAt: number;
	/** No new holds: its window ended or it idled; it is closed with its last hold. */
	retired: boolean;
	/** The book has closed it. */
	closed: boolean;
	/** What was spent in the current and in the previous measuring window of 30 s. */
	spentNow: NanoUsd;
	spentBefore: NanoUsd;
	windowStartedAt: number;
}

export function openPool(spender: Spender, allowanceId: string, monotonicMs: number): Pool {
	return {
		spender,
		allowanceId,
		inBook: false,
		uncertain: false,
		granted: ZERO_NANO_USD,
		free: ZERO_NANO_USD,
		held: ZERO_NANO_USD,
		spent: ZERO_NANO_USD,
		returned: ZERO_NANO_USD,
		openHolds: 0,
		expiresAt: Number.POSITIVE_INFINITY,
		lastUsedAt: monotonicMs,
		retired: false,
		closed: false,
		spentNow: ZERO_NANO_USD,
		spentBefore: ZERO_NANO_USD,
		windowStartedAt: monotonicMs,
	};
}

/** Takes in what the book has granted in all; a repeated answer adds nothing. */
export function credit(pool: Pool, grantedInAll: NanoUsd): void {
	const more = grantedInAll - pool.granted;
	if (more < 0n)
		throw new Error(`the book granted ${grantedInAll}, less than the ${pool.granted} it had granted before`);
	pool.inBook = true;
	pool.granted = grantedInAll;
	pool.free = (pool.free + more) as NanoUsd;
}

/** Takes all that is free out of reach, to be given back. @returns what was returned in all. */
export function takeBack(pool: Pool): NanoUsd {
	pool.returned = (pool.returned + pool.free) as NanoUsd;
	pool.free = ZERO_NANO_USD;
	return pool.returned;
}

/** Takes a hold out of a pool that has room for it; the caller has checked. */
export function takeHold(pool: Pool, amount: NanoUsd, monotonicMs: number): Hold {
	if (amount < 0n || amount > pool.free) throw new Error(`a hold of ${amount} out of ${pool.free} free nano-USD`);
	pool.free = (pool.free - amount) as NanoUsd;
	pool.held = (pool.held + amount) as NanoUsd;
	pool.openHolds += 1;
	pool.lastUsedAt = monotonicMs;
	return { spender: pool.spender, allowanceId: pool.allowanceId, amount, state: "held" };
}

/** Moves more of a pool's free credit into a hold; the caller has checked that there is enough. */
export function growHold(pool: Pool, hold: Hold, by: NanoUsd): void {
	if (hold.state !== "held") throw new Error(`a ${hold.state} hold cannot grow`);
	if (by < 0n || by > pool.free) throw new Error(`a hold cannot grow by ${by} out of ${pool.free} free nano-USD`);
	pool.free = (pool.free - by) as NanoUsd;
	pool.held = (pool.held + by) as NanoUsd;
	hold.amount = (hold.amount + by) as NanoUsd;
}

/** Ends a hold, once: `charge` of it is spent, the rest free again. */
export function endHold(pool: Pool, hold: Hold, charge: NanoUsd, monotonicMs: number): void {
	if (hold.state !== "held") throw new Error(`a hold ends once; this one is ${hold.state} already`);
	if (charge < 0n || charge > hold.amount)
		throw new Error(`a charge of ${charge} on a hold of ${hold.amount} nano-USD`);
	hold.state = charge === 0n ? "released" : "settled";
	pool.held = (pool.held - hold.amount) as NanoUsd;
	pool.free = (pool.free + hold.amount - charge) as NanoUsd;
	pool.spent = (pool.spent + charge) as NanoUsd;
	pool.spentNow = (pool.spentNow + charge) as NanoUsd;
	pool.openHolds -= 1;
	pool.lastUsedAt = monotonicMs;
}

/** Starts a new measuring window when 30 s have passed. */
export function rotateWindow(pool: Pool, monotonicMs: number): void {
	if (monotonicMs - pool.windowStartedAt < 30_000) return;
	pool.spentBefore = pool.spentNow;
	pool.spentNow = ZERO_NANO_USD;
	pool.windowStartedAt = monotonicMs;
}

/** What a grant would do well to bring: about 30 s of spend, or as much again as is held right now. */
export function wantedBlock(pool: Pool, deficit: NanoUsd): NanoUsd {
	let wanted = deficit > SMALLEST_BLOCK ? deficit : SMALLEST_BLOCK;
	for (const measure of [pool.spentBefore, pool.spentNow, pool.held]) if (measure > wanted) wanted = measure;
	return wanted;
}
