import type { Cents } from "./cents.ts";

/** Who takes the money. The sandbox takes none, and is refused in production. */
export type ProviderName = "stripe" | "sandbox";

/**
 * What is true of one payment at its provider when it was asked: the only thing that is ever booked. Events merely say that
 * it is worth asking.
 */
export interface PaymentFacts {
	/** undefined: nobody has tried to pay yet. */
	readonly paymentId: string | undefined;
	readonly checkoutId: string | undefined;
	/** The purchase it was made for, as the provider kept it; undefined: it is no payment of ours. */
	readonly purchaseId: string | undefined;
	/** ISO 4217, lower case. */
	readonly currency: string;
	readonly state: PaymentState;
	readonly receivedCents: Cents;
	/** Why it failed last, in the provider's words; "" where nothing did. */
	readonly failure: string;
	readonly refunds: readonly RefundFacts[];
	readonly disputes: readonly DisputeFacts[];
	readonly warnings: readonly WarningFacts[];
	/** The card that was kept for later payments, if one was. */
	readonly card: CardFacts | undefined;
	readonly papers: Papers;
}

/** `open`: can still be paid. `failed` and `expired`: cannot, though a provider may yet change its mind. */
export type PaymentState = "open" | "processing" | "succeeded" | "failed" | "expired";

export interface RefundFacts {
	readonly id: string;
	readonly amountCents: Cents;
	/** Our own refund it was made for; undefined: made at the provider's. */
	readonly refundId: string | undefined;
	/** A failed refund's money came back to us. */
	readonly failed: boolean;
}

export interface DisputeFacts {
	readonly id: string;
	/** What is withdrawn from us at the moment: nothing of an inquiry, nothing any more of one that was won. */
	readonly withdrawnCents: Cents;
	/** Nothing more will come of it. */
	readonly closed: boolean;
}

/** A card network's word that a payment is likely fraud. */
export interface WarningFacts {
	readonly id: string;
	/** Neither fully refunded nor disputed yet. */
	readonly open: boolean;
}

export interface CardFacts {
	readonly customerId: string;
	readonly cardId: string;
	/** `visa •••• 4242`. */
	readonly label: string;
}

/** The provider's own documents of a payment. */
export interface Papers {
	readonly receiptUrl: string | undefined;
	readonly invoiceUrl: string | undefined;
	readonly invoicePdf: string | undefined;
}
