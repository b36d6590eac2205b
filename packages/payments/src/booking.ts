import { type EntryLine, HOUSE } from "@turnpike/ledger";
import { type Cents, nanoOfCents } from "./cents.ts";
import type { PaymentFacts } from "./payment-facts.ts";
import type { CreditPrice } from "./price-of-credit.ts";

/** What a purchase has moved so far, each counted from its beginning: the difference to the facts is what is booked. */
export interface Moved {
	readonly receivedCents: Cents;
	readonly refundedCents: Cents;
	/** Withdrawn by disputes and not given back. */
	readonly disputedCents: Cents;
}

export const NOTHING_MOVED: Moved = { receivedCents: 0n, refundedCents: 0n, disputedCents: 0n };

/** A refund that was decided here: its credit is taken back at once, before the provider is asked to pay it out. */
export interface DecidedRefund {
	readonly refundId: string;
	readonly amountCents: Cents;
}

/** What the facts of a payment and our own refunds on their way come to. */
export function movedBy(facts: PaymentFacts, decided: readonly DecidedRefund[]): Moved {
	if (facts.state !== "succeeded") return NOTHING_MOVED;
	const known = new Set(facts.refunds.map(({ refundId }) => refundId));
	const onTheirWay = decided.filter(({ refundId }) => !known.has(refundId));
	return {
		receivedCents: facts.receivedCents,
		refundedCents: sum([...facts.refunds.filter(({ failed }) => !failed), ...onTheirWay].map((one) => one.amountCents)),
		disputedCents: sum(facts.disputes.map((dispute) => dispute.withdrawnCents)),
	};
}

export type BookingKind = "payment" | "refund" | "refund_failed" | "dispute" | "dispute_reversed";

/** One transaction to be written: credit goes to the customer where positive, and is taken back where negative. */
export interface Booking {
	readonly kind: BookingKind;
	readonly creditCents: Cents;
	readonly feeCents: Cents;
}

/**
 * The transactions between two states of a purchase. What is taken back comes out of the credit first; only then is the
 * fee given back. What a refund and a dispute take together beyond the payment is the house's loss, booked to its fees.
 * So the customer's credit, the fees and the money at the provider are sums that depend on the state alone, not on the way
 * to it.
 */
export function bookingsBetween(price: CreditPrice, before: Moved, after: Moved): Booking[] {
	const paid = { ...before, receivedCents: after.receivedCents };
	const refunded = { ...paid, refundedCents: after.refundedCents };
	const steps: [BookingKind, Moved, Moved][] = [
		["payment", before, paid],
		[after.refundedCents < before.refundedCents ? "refund_failed" : "refund", paid, refunded],
		[after.disputedCents < before.disputedCents ? "dispute_reversed" : "dispute", refunded, after],
	];
	return steps
		.map(([kind, from, to]) => difference(kind, shares(price, from), shares(price, to)))
		.filter(({ creditCents, feeCents }) => creditCents !== 0n || feeCents !== 0n);
}

/** What customer and house have of a payment: together what the provider has of it. */
export function shares({ creditCents }: CreditPrice, moved: Moved): { creditCents: Cents; feeCents: Cents } {
	if (moved.receivedCents === 0n) return { creditCents: 0n, feeCents: 0n };
	const takenBack = moved.refundedCents + moved.disputedCents;
	const credit = takenBack < creditCents ? creditCents - takenBack : 0n;
	return { creditCents: credit, feeCents: moved.receivedCents - takenBack - credit };
}

/** The house's lines of a booking; the customer's are the other side. */
export function houseLinesOf({ creditCents, feeCents }: Booking): EntryLine[] {
	const lines = [
		{ accountId: HOUSE.platformFees, amount: nanoOfCents(feeCents) },
		{ accountId: HOUSE.deposits, amount: nanoOfCents(-creditCents - feeCents) },
	];
	return lines.filter((line) => line.amount !== 0n);
}

type Shares = ReturnType<typeof shares>;

function difference(kind: BookingKind, from: Shares, to: Shares): Booking {
	return { kind, creditCents: to.creditCents - from.creditCents, feeCents: to.feeCents - from.feeCents };
}

function sum(amounts: readonly Cents[]): Cents {
	return amounts.reduce((total, amount) => total + amount, 0n);
}
