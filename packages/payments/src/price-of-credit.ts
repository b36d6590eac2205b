import type { Cents } from "./cents.ts";

/** What the platform asks for a purchase of credit, apart from the credit. */
export interface PlatformFee {
	/** Hundredths of a per cent of the credit. */
	readonly basisPoints: number;
	readonly leastCents: number;
}

/** The least and the most credit of one purchase: 5 and 10,000 USD. */
export const LEAST_PURCHASE_CENTS: Cents = 500n;
export const MOST_PURCHASE_CENTS: Cents = 1_000_000n;

export interface CreditPrice {
	readonly creditCents: Cents;
	readonly feeCents: Cents;
	readonly totalCents: Cents;
}

/** What a purchase costs in all. A part of a cent of the fee is dropped, in the customer's favour. */
export function priceOfCredit(creditCents: Cents, { basisPoints, leastCents }: PlatformFee): CreditPrice {
	const share = (creditCents * BigInt(basisPoints)) / 10_000n;
	const least = BigInt(leastCents);
	const feeCents = share > least ? share : least;
	return { creditCents, feeCents, totalCents: creditCents + feeCents };
}
