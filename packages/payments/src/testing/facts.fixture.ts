import type { PaymentFacts } from "../payment-facts.ts";

/** A payment nobody has made yet, with what a test says of it. */
export function factsOf(more: Partial<PaymentFacts> = {}): PaymentFacts {
	return {
		paymentId: "pi_1",
		checkoutId: undefined,
		purchaseId: "pur_1",
		currency: "usd",
		state: "open",
		receivedCents: 0n,
		failure: "",
		refunds: [],
		disputes: [],
		warnings: [],
		card: undefined,
		papers: { receiptUrl: undefined, invoiceUrl: undefined, invoicePdf: undefined },
		...more,
	};
}
