import type { Cents } from "./cents.ts";
import type { PaymentFacts } from "./payment-facts.ts";
import type { CreditPrice } from "./price-of-credit.ts";

/** What a purchase must agree with before anything of a payment is booked to it. */
export interface ExpectedPayment extends CreditPrice {
	readonly purchaseId: string;
	/** undefined: not known yet. */
	readonly paymentId: string | undefined;
	/** What was booked as received so far. */
	readonly receivedCents: Cents;
}

/** Why facts cannot be booked to a purchase, or undefined. A person has to see to it: it would fail again. */
export function mistakeIn(facts: PaymentFacts, expected: ExpectedPayment): string | undefined {
	const { purchaseId, paymentId, totalCents, receivedCents } = expected;
	if (facts.purchaseId !== undefined && facts.purchaseId !== purchaseId) {
		return `payment ${facts.paymentId} is for ${facts.purchaseId}, not for ${purchaseId}`;
	}
	if (paymentId !== undefined && facts.paymentId !== undefined && facts.paymentId !== paymentId) {
		return `${purchaseId} has the payment ${paymentId} already; ${facts.paymentId} is another`;
	}
	if (facts.state !== "succeeded") {
		return receivedCents === 0n ? undefined : `payment ${facts.paymentId} was received, and is ${facts.state} now`;
	}
	if (facts.currency !== "usd") return `payment ${facts.paymentId} is in ${facts.currency}, not in usd`;
	if (facts.receivedCents === totalCents) return undefined;
	return `payment ${facts.paymentId} received ${facts.receivedCents} cents where ${totalCents} were due`;
}
