import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { EntryLine } from "./posting.ts";
import { smaller } from "./smaller.ts";

/**
 * Where a customer's account stands. Who owes has nothing available, so for every balance there is one way to stand,
 * in whatever order its changes came.
 */
export interface Standing {
	readonly available: NanoUsd;
	/** Set aside in allowances. */
	readonly reserved: NanoUsd;
	/** What was taken back after it had been spent. Repaid first by whatever comes. */
	readonly debt: NanoUsd;
	/** The part of `available + reserved` that was a gift: spent first, never paid out. */
	readonly promotional: NanoUsd;
}

/** A change of an account and the two sides of it: the customer's account, and the account of its debt. */
export interface StandingChange {
	readonly standing: Standing;
	readonly toCustomer: NanoUsd;
	readonly toDebt: NanoUsd;
}

/** The account that a customer's debt is booked to; its balance is the debt, negative. */
export function debtAccountOf(accountId: string): string {
	return `debt:${accountId}`;
}

/**
 * Credits an amount: debt is repaid first, the rest is available.
 *
 * @param gift what becomes available of it is promotional.
 */
export function credit(standing: Standing, amount: NanoUsd, gift = false): StandingChange {
	assertNotNegative(amount);
	const repaid = smaller(standing.debt, amount);
	const rest = amount - repaid;
	return change(standing, rest, -repaid, standing.promotional + (gift ? rest : 0n));
}

/** Debits an amount: what is available of it, the rest becomes debt. Gifts go last: what was paid for is taken back. */
export function debit(standing: Standing, amount: NanoUsd): StandingChange {
	assertNotNegative(amount);
	const taken = smaller(standing.available, amount);
	const left = standing.available - taken + standing.reserved;
	return change(standing, -taken, amount - taken, smaller(standing.promotional, left));
}

/**
 * Returns what was set aside and not spent: debt is repaid out of it first. The book does this in SQL, where allowances
 * end (`return_credit`).
 */
export function comeBack(standing: Standing, amount: NanoUsd): StandingChange {
	assertNotNegative(amount);
	const repaid = smaller(standing.debt, amount);
	const balance = standing.available + standing.reserved - repaid;
	const from = { ...standing, reserved: nanoUsd(standing.reserved - amount) };
	const after = change(from, amount - repaid, -repaid, smaller(standing.promotional, balance));
	// Between available and reserved there are no entries: what leaves the account is what was repaid.
	return { ...after, toCustomer: nanoUsd(-repaid) };
}

/** Ends a gift, at most as far as it is there and not set aside. */
export function withdrawGift(standing: Standing, amount: NanoUsd): StandingChange {
	assertNotNegative(amount);
	if (amount > standing.available || amount > standing.promotional) {
		throw new RangeError(`a gift of ${amount} nano-USD is not there to be withdrawn`);
	}
	return change(standing, -amount, 0n, standing.promotional - amount);
}

/** What may be paid out: available, paid for, and not a gift. What calls in flight may spend is not counted. */
export function refundable({ available, reserved, promotional }: Standing): NanoUsd {
	return nanoUsd(smaller(available, available + reserved - promotional));
}

/** The customer's lines of a change; those of the house are the other side. */
export function linesOf(accountId: string, { toCustomer, toDebt }: StandingChange): EntryLine[] {
	const lines = [
		{ accountId, amount: toCustomer },
		{ accountId: debtAccountOf(accountId), amount: toDebt },
	];
	return lines.filter((line) => line.amount !== 0n);
}

function change(from: Standing, available: bigint, debt: bigint, promotional: bigint): StandingChange {
	const standing = assertStanding({
		available: nanoUsd(from.available + available),
		reserved: from.reserved,
		debt: nanoUsd(from.debt + debt),
		promotional: nanoUsd(promotional),
	});
	return { standing, toCustomer: nanoUsd(available), toDebt: nanoUsd(-debt) };
}

/** @throws when an account stands as none may: an error of ours, never to be written. */
export function assertStanding(standing: Standing): Standing {
	const { available, reserved, debt, promotional } = standing;
	const whole = available >= 0n && reserved >= 0n && debt >= 0n && promotional >= 0n;
	const owing = available > 0n && debt > 0n;
	if (whole && !owing && promotional <= available + reserved) return standing;
	throw new Error(`no account may stand at ${available} + ${reserved}, owing ${debt}, ${promotional} of it a gift`);
}

function assertNotNegative(amount: NanoUsd): void {
	if (amount < 0n) throw new RangeError(`an amount must not be negative: ${amount} nano-USD`);
}
