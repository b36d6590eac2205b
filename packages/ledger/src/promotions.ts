import { type NanoUsd, nanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import { smaller } from "./smaller.ts";
import { type Standing, withdrawGift } from "./standing.ts";

/** What is set aside for calls when a gift ends may still be spent for so long: the longest call and five minutes. */
export const EXPIRY_GRACE_MS = 20 * 60_000;

/** A gift with what is left of it. */
export interface Promotion {
	readonly id: string;
	readonly left: NanoUsd;
	/** Unix milliseconds; undefined: it does not end. */
	readonly expiresAt: number | undefined;
}

/**
 * What is left of each gift when `promotional` is left of all. Gifts are spent before what was paid for, and those that
 * end first before others, so the sum alone says it: postings keep the sum, and nobody else need look at the gifts.
 * Between two looks no gift may be added or ended.
 */
export function spreadSpending<P extends Promotion>(promotions: readonly P[], promotional: NanoUsd): P[] {
	const before = promotions.reduce((sum, promotion) => sum + promotion.left, 0n);
	if (before < promotional) throw new Error(`gifts of ${before} nano-USD cannot have ${promotional} left`);
	let spent = before - promotional;
	return [...promotions].sort(endsBefore).map((promotion) => {
		const part = spent < promotion.left ? spent : promotion.left;
		spent -= part;
		return { ...promotion, left: nanoUsd(promotion.left - part) };
	});
}

export interface Expiry {
	readonly promotionId: string;
	readonly amount: NanoUsd;
}

/**
 * What of an account's gifts ends now. What is set aside in allowances would be spent out of the gift that ends first:
 * so much of it stays, until it comes back or the grace is over.
 *
 * @param promotions as `spreadSpending` left them.
 */
export function expire(
	standing: Standing,
	promotions: readonly Promotion[],
	nowMs: number,
): { readonly standing: Standing; readonly expiries: readonly Expiry[] } {
	const expiries: Expiry[] = [];
	let after = standing;
	let setAside: bigint = standing.reserved;
	for (const { id, left, expiresAt } of [...promotions].sort(endsBefore)) {
		if (expiresAt === undefined || expiresAt > nowMs) break;
		const covered = expiresAt + EXPIRY_GRACE_MS > nowMs ? smaller(setAside, left) : 0n;
		setAside -= covered;
		const amount = nanoUsd(smaller(left - covered, after.available));
		if (amount === ZERO_NANO_USD) continue;
		after = withdrawGift(after, amount).standing;
		expiries.push({ promotionId: id, amount });
	}
	return { standing: after, expiries };
}

/** The order in which gifts are spent: the one that ends first, then by age (ids are in the order of time). */
function endsBefore(one: Promotion, other: Promotion): number {
	const [a, b] = [one.expiresAt ?? Number.POSITIVE_INFINITY, other.expiresAt ?? Number.POSITIVE_INFINITY];
	if (a !== b) return a < b ? -1 : 1;
	return one.id < other.id ? -1 : 1;
}
