/**
 * The objects as Stripe's API reference shows them (version 2026-10-28), with the fields that this server keeps. Amounts
 * are whole cents, times whole seconds.
 */
export type Metadata = Record<string, string>;

interface StripeObject {
	readonly id: string;
	readonly created: number;
	readonly livemode: false;
}

export interface Customer extends StripeObject {
	readonly object: "customer";
	email: string | null;
	name: string | null;
	metadata: Metadata;
	deleted?: true;
}

export interface PaymentMethod extends StripeObject {
	readonly object: "payment_method";
	readonly type: "card" | "us_bank_account";
	readonly card?: { brand: string; last4: string; exp_month: number; exp_year: number; funding: "credit" };
	readonly us_bank_account?: { bank_name: string; last4: string };
	customer: string | null;
	metadata: Metadata;
}

export interface PaymentError {
	readonly type: "card_error" | "invalid_request_error";
	readonly code: string;
	readonly decline_code?: string;
	readonly advice_code?: string;
	readonly message: string;
	readonly charge?: string;
}

export type IntentStatus =
	| "requires_payment_method"
	| "requires_confirmation"
	| "requires_action"
	| "processing"
	| "succeeded"
	| "canceled";

export interface PaymentIntent extends StripeObject {
	readonly object: "payment_intent";
	readonly amount: number;
	amount_received: number;
	readonly currency: string;
	readonly customer: string | null;
	readonly description: string | null;
	readonly client_secret: string;
	readonly setup_future_usage: "off_session" | "on_session" | null;
	payment_method: string | null;
	latest_charge: string | null;
	last_payment_error: PaymentError | null;
	next_action: { type: "use_stripe_sdk" } | null;
	status: IntentStatus;
	canceled_at: number | null;
	cancellation_reason: string | null;
	metadata: Metadata;
}

export interface Charge extends StripeObject {
	readonly object: "charge";
	readonly amount: number;
	amount_refunded: number;
	balance_transaction: string | null;
	readonly currency: string;
	readonly customer: string | null;
	disputed: boolean;
	readonly failure_code: string | null;
	readonly failure_message: string | null;
	readonly payment_intent: string;
	readonly payment_method: string;
	readonly payment_method_details: Record<string, unknown>;
	receipt_url: string | null;
	refunded: boolean;
	status: "succeeded" | "pending" | "failed";
	paid: boolean;
	readonly metadata: Metadata;
}

export interface Refund extends StripeObject {
	readonly object: "refund";
	readonly amount: number;
	readonly charge: string;
	readonly payment_intent: string;
	readonly currency: string;
	readonly reason: string | null;
	balance_transaction: string | null;
	failure_balance_transaction?: string;
	failure_reason?: string;
	status: "pending" | "succeeded" | "failed" | "canceled";
	metadata: Metadata;
}

export interface Dispute extends StripeObject {
	readonly object: "dispute";
	readonly amount: number;
	/** Whole objects, not ids. */
	balance_transactions: BalanceTransaction[];
	readonly charge: string;
	readonly payment_intent: string;
	readonly currency: string;
	is_charge_refundable: boolean;
	readonly reason: string;
	status:
		| "warning_needs_response"
		| "warning_under_review"
		| "warning_closed"
		| "needs_response"
		| "under_review"
		| "won"
		| "lost";
	metadata: Metadata;
}

export interface EarlyFraudWarning extends StripeObject {
	readonly object: "radar.early_fraud_warning";
	actionable: boolean;
	readonly charge: string;
	readonly payment_intent: string;
	readonly fraud_type: string;
}

export interface BalanceTransaction {
	readonly id: string;
	readonly object: "balance_transaction";
	readonly amount: number;
	readonly available_on: number;
	readonly created: number;
	readonly currency: string;
	readonly description: string | null;
	readonly fee: number;
	readonly net: number;
	readonly reporting_category: string;
	readonly source: string;
	readonly status: "available" | "pending";
	readonly type: "charge" | "payment" | "refund" | "payment_refund" | "refund_failure" | "adjustment" | "payout";
}

export interface LineItem {
	readonly name: string;
	readonly amount: number;
	readonly quantity: number;
}

export interface CheckoutSession extends StripeObject {
	readonly object: "checkout.session";
	readonly amount_subtotal: number;
	readonly amount_total: number;
	readonly cancel_url: string | null;
	readonly success_url: string | null;
	readonly client_reference_id: string | null;
	readonly currency: string;
	readonly customer: string | null;
	expires_at: number;
	invoice: string | null;
	readonly invoice_creation: { enabled: boolean };
	readonly metadata: Metadata;
	readonly mode: "payment";
	payment_intent: string | null;
	payment_status: "paid" | "unpaid" | "no_payment_required";
	status: "open" | "complete" | "expired";
	url: string | null;
}

export interface Invoice extends StripeObject {
	readonly object: "invoice";
	readonly amount_paid: number;
	readonly currency: string;
	readonly customer: string | null;
	readonly hosted_invoice_url: string;
	readonly invoice_pdf: string;
	readonly number: string;
	readonly status: "paid";
	readonly metadata: Metadata;
}

export interface Event extends StripeObject {
	readonly object: "event";
	readonly api_version: string;
	/** The object as it was then. */
	readonly data: { readonly object: object };
	readonly pending_webhooks: number;
	readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
	readonly type: string;
}
