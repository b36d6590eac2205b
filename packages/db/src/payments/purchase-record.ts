import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { CreditPrice, Moved, PaymentState, ProviderName } from "@turnpike/payments";

export type PurchaseKind = "checkout" | "auto_topup";

/** `paid` is what a payment calls succeeded. */
export type PurchaseState = Exclude<PaymentState, "succeeded"> | "paid";

/** A purchase of credit as the book has it. */
export interface PurchaseRecord {
	readonly id: string;
	readonly organisationId: string;
	readonly accountId: string;
	readonly kind: PurchaseKind;
	readonly provider: ProviderName;
	readonly state: PurchaseState;
	readonly price: CreditPrice;
	readonly moved: Moved;
	/** The part of its credit that repaid a debt when it came. */
	readonly repaid: NanoUsd;
	readonly version: number;
	readonly checkoutId: string | undefined;
	readonly checkoutUrl: string | undefined;
	/** Unix milliseconds. */
	readonly checkoutExpiresAt: number | undefined;
	readonly paymentId: string | undefined;
	readonly saveCard: boolean;
	readonly receiptUrl: string | undefined;
	readonly invoiceUrl: string | undefined;
	readonly invoicePdf: string | undefined;
	readonly failure: string;
	readonly createdAt: number;
	readonly paidAt: number | undefined;
	readonly sentAt: number | undefined;
	readonly tries: number;
}

export interface PurchaseRow {
	readonly id: string;
	readonly organisation_id: string;
	readonly account_id: string;
	readonly kind: PurchaseKind;
	readonly provider: ProviderName;
	readonly state: PurchaseState;
	readonly credit_cents: bigint;
	readonly fee_cents: bigint;
	readonly received_cents: bigint;
	readonly refunded_cents: bigint;
	readonly disputed_cents: bigint;
	readonly repaid_nano_usd: bigint;
	readonly version: number;
	readonly checkout_id: string | null;
	readonly checkout_url: string | null;
	readonly checkout_expires_at: Date | null;
	readonly payment_id: string | null;
	readonly save_card: boolean;
	readonly receipt_url: string | null;
	readonly invoice_url: string | null;
	readonly invoice_pdf: string | null;
	readonly failure: string;
	readonly created_at: Date;
	readonly paid_at: Date | null;
	readonly sent_at: Date | null;
	readonly tries: number;
}

export function readPurchase(row: PurchaseRow): PurchaseRecord {
	const { credit_cents: creditCents, fee_cents: feeCents } = row;
	return {
		id: row.id,
		organisationId: row.organisation_id,
		accountId: row.account_id,
		kind: row.kind,
		provider: row.provider,
		state: row.state,
		price: { creditCents, feeCents, totalCents: creditCents + feeCents },
		moved: {
			receivedCents: row.received_cents,
			refundedCents: row.refunded_cents,
			disputedCents: row.disputed_cents,
		},
		repaid: nanoUsd(row.repaid_nano_usd),
		version: row.version,
		checkoutId: row.checkout_id ?? undefined,
		checkoutUrl: row.checkout_url ?? undefined,
		checkoutExpiresAt: row.checkout_expires_at?.getTime(),
		paymentId: row.payment_id ?? undefined,
		saveCard: row.save_card,
		receiptUrl: row.receipt_url ?? undefined,
		invoiceUrl: row.invoice_url ?? undefined,
		invoicePdf: row.invoice_pdf ?? undefined,
		failure: row.failure,
		createdAt: row.created_at.getTime(),
		paidAt: row.paid_at?.getTime(),
		sentAt: row.sent_at?.getTime(),
		tries: row.tries,
	};
}
