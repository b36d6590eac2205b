import type { Cents } from "./cents.ts";
import type { PaymentFacts, ProviderName } from "./payment-facts.ts";
import type { CreditPrice } from "./price-of-credit.ts";

/** The provider did not answer, or not usefully: what was asked may or may not have been done, and may be asked again. */
export class ProviderUnavailable extends Error {
	override readonly name = "ProviderUnavailable";
}

/** The provider says no, and would say so again. */
export class ProviderRefused extends Error {
	override readonly name = "ProviderRefused";
	/** The provider's word for it, such as `resource_missing`. */
	readonly code: string;

	constructor(code: string, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}

export interface CheckoutRequest {
	/** Also the idempotency key: a repeat within a day gives the same checkout. */
	readonly purchaseId: string;
	readonly organisationId: string;
	readonly customerId: string;
	readonly price: CreditPrice;
	/** Keeps the card for later payments without its holder. */
	readonly saveCard: boolean;
	/** Where the browser goes when it was paid, and when it was not. */
	readonly successUrl: string;
	readonly cancelUrl: string;
}

export interface Checkout {
	readonly checkoutId: string;
	/** Where it is paid. */
	readonly url: string;
	/** Unix milliseconds until which it can be paid. */
	readonly expiresAt: number;
}

export interface CardCharge {
	/** Also the idempotency key. */
	readonly purchaseId: string;
	readonly organisationId: string;
	readonly customerId: string;
	readonly cardId: string;
	readonly price: CreditPrice;
}

export type ChargeOutcome =
	/** It is on its way or there: its facts say which. */
	| { readonly paymentId: string }
	| {
			readonly paymentId: string | undefined;
			readonly declined: {
				/** `authentication_required`, `card_declined`, `expired_card`, … */
				readonly code: string;
				/** For the card's holder. */
				readonly message: string;
				/** Asking this card again would be refused as well. */
				readonly final: boolean;
			};
	  };

/** What to ask for: whichever of its names is known. */
export interface PaymentReference {
	readonly checkoutId: string | undefined;
	readonly paymentId: string | undefined;
}

export interface RefundRequest {
	/** Also the idempotency key. */
	readonly refundId: string;
	readonly paymentId: string;
	readonly amountCents: Cents;
}

/** Word that something is worth asking about. Nothing in it is believed. */
export interface ProviderEvent {
	readonly id: string;
	readonly type: string;
	/** Unix milliseconds. */
	readonly createdAt: number;
	/** What it is about, where it says so. */
	readonly about: PaymentReference;
	/** As it came. */
	readonly payload: string;
}

/** A movement of money at the provider: what the book's deposits are compared with. */
export interface Movement {
	readonly id: string;
	/** undefined: it is about no payment (a payout, a fee). */
	readonly paymentId: string | undefined;
	readonly kind: "payment" | "refund" | "refund_failed" | "dispute" | "dispute_reversed" | "other";
	/** Negative where it left us. */
	readonly amountCents: Cents;
	/** The provider's own fee. */
	readonly feeCents: Cents;
	readonly currency: string;
	/** Unix milliseconds. */
	readonly at: number;
}

/**
 * Who takes payments. Every method may throw ProviderUnavailable, and ProviderRefused for what would be refused again;
 * those that change something carry an idempotency key and may be repeated within a day.
 */
export interface PaymentProvider {
	readonly name: ProviderName;
	/** The organisation's customer there; the same one for the same organisation within a day. */
	makeCustomer(organisation: { id: string; name: string; email: string | undefined }): Promise<string>;
	openCheckout(request: CheckoutRequest): Promise<Checkout>;
	/** Charges a kept card without its holder. */
	chargeCard(charge: CardCharge): Promise<ChargeOutcome>;
	/** Gives up a payment that was declined, so that it cannot come through later. */
	cancelPayment(paymentId: string): Promise<void>;
	/** The payment that was made for a purchase of a customer since then, if any: for when its answer never came. */
	findPayment(purchaseId: string, customerId: string, sinceMs: number): Promise<string | undefined>;
	readPayment(reference: PaymentReference): Promise<PaymentFacts>;
	refund(request: RefundRequest): Promise<void>;
	/** Forgets a kept card. */
	forgetCard(cardId: string): Promise<void>;
	/** Events since then, in no order. */
	events(sinceMs: number): AsyncIterable<ProviderEvent>;
	/** Movements since then, in no order. */
	movements(sinceMs: number): AsyncIterable<Movement>;
	/** Whether the provider answers and takes our key, said in a few words. */
	check(): Promise<string>;
}
