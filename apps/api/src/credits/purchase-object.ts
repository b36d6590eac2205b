import type { PurchaseRecord } from "@turnpike/db";
import { approximateUsd, formatUsd } from "@turnpike/money";
import { type Cents, nanoOfCents } from "@turnpike/payments";
import type { PurchaseObject, PurchaseStatus } from "@turnpike/wire/account";

/** A purchase as its buyer sees it. @param now Unix milliseconds. */
export function purchaseObject(purchase: PurchaseRecord, now: number): PurchaseObject {
	const { checkoutUrl, checkoutExpiresAt } = purchase;
	const payable = purchase.state === "open" && checkoutExpiresAt !== undefined && checkoutExpiresAt > now;
	return {
		object: "credit_purchase",
		id: purchase.id,
		kind: purchase.kind,
		status: statusOf(purchase),
		sandbox: purchase.provider === "sandbox",
		url: (payable && checkoutUrl) || null,
		...moneyOf(purchase),
		failure: purchase.failure === "" ? null : purchase.failure,
		receipt_url: purchase.receiptUrl ?? null,
		invoice_url: purchase.invoiceUrl ?? null,
		invoice_pdf: purchase.invoicePdf ?? null,
		created_at: new Date(purchase.createdAt).toISOString(),
		paid_at: instantOf(purchase.paidAt),
		expires_at: payable ? instantOf(checkoutExpiresAt) : null,
	};
}

function moneyOf({ price, moved, repaid }: PurchaseRecord) {
	return {
		amount: numberOf(price.creditCents),
		amount_usd: textOf(price.creditCents),
		fee: numberOf(price.feeCents),
		fee_usd: textOf(price.feeCents),
		total: numberOf(price.totalCents),
		total_usd: textOf(price.totalCents),
		refunded: numberOf(moved.refundedCents),
		refunded_usd: textOf(moved.refundedCents),
		disputed: numberOf(moved.disputedCents),
		disputed_usd: textOf(moved.disputedCents),
		debt_repaid: approximateUsd(repaid),
		debt_repaid_usd: formatUsd(repaid),
	};
}

/** An amount as a JSON number. */
export function numberOf(cents: Cents): number {
	return approximateUsd(nanoOfCents(cents));
}

/** An amount as exact decimal text. */
export function textOf(cents: Cents): string {
	return formatUsd(nanoOfCents(cents));
}

function statusOf({ state, moved, price }: PurchaseRecord): PurchaseStatus {
	if (state !== "paid") return state;
	if (moved.disputedCents > 0n) return "disputed";
	if (moved.refundedCents === 0n) return "paid";
	return moved.refundedCents >= price.creditCents ? "refunded" : "partially_refunded";
}

export function instantOf(at: number | undefined): string | null {
	return at === undefined ? null : new Date(at).toISOString();
}
