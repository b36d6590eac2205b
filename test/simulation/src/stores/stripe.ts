import type { DisputeFacts, PaymentFacts, RefundFacts } from "@turnpike/payments";
import type { Server } from "../engine/network.ts";

interface Payment {
	readonly paymentId: string;
	readonly purchaseId: string;
	readonly receivedCents: bigint;
	readonly refunds: RefundFacts[];
	disputes: DisputeFacts[];
}

const NO_PAPERS = { receiptUrl: undefined, invoiceUrl: undefined, invoicePdf: undefined };

/** Stripe as `PaymentProvider` has it: payments, what is taken back of them, and an event for whatever happens to one. */
export class Stripe implements Server {
	readonly name = "stripe";
	readonly resends = false;
	up = true;
	stuckUntil = 0;
	readonly payments: Payment[] = [];
	/** Purchases that something happened to, in the order of it. */
	readonly events: string[] = [];

	/** A charge under an idempotency key: the key's first payment, whoever asks again. */
	charge(key: string, purchaseId: string, cents: bigint): string {
		const known = this.payments.find(({ paymentId }) => paymentId === `pi_${key}`);
		if (known) return known.paymentId;
		const paymentId = `pi_${key}`;
		this.payments.push({ paymentId, purchaseId, receivedCents: cents, refunds: [], disputes: [] });
		this.events.push(purchaseId);
		return paymentId;
	}

	refund(payment: Payment, cents: bigint): void {
		const id = `re_${payment.paymentId}_${payment.refunds.length}`;
		const left = payment.receivedCents - payment.refunds.reduce((sum, one) => sum + one.amountCents, 0n);
		const amountCents = cents < left ? cents : left;
		if (amountCents === 0n) return;
		payment.refunds.push({ id, amountCents, refundId: undefined, failed: false });
		this.events.push(payment.purchaseId);
	}

	/** Opens a dispute of a payment, or wins the one there is. */
	dispute(payment: Payment): void {
		const [open] = payment.disputes;
		const withdrawnCents = open?.closed === false ? 0n : payment.receivedCents;
		if (open?.closed) return;
		payment.disputes = [{ id: `dp_${payment.paymentId}`, withdrawnCents, closed: open !== undefined }];
		this.events.push(payment.purchaseId);
	}

	/** The facts of a purchase's payment, as they are at this moment. */
	factsOf(purchaseId: string): PaymentFacts {
		const payment = this.payments.find((one) => one.purchaseId === purchaseId);
		return {
			paymentId: payment?.paymentId,
			checkoutId: undefined,
			purchaseId,
			currency: "usd",
			state: payment ? "succeeded" : "open",
			receivedCents: payment?.receivedCents ?? 0n,
			failure: "",
			refunds: [...(payment?.refunds ?? [])],
			disputes: [...(payment?.disputes ?? [])],
			warnings: [],
			card: undefined,
			papers: NO_PAPERS,
		};
	}
}
