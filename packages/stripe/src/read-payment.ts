import {
	type CardFacts,
	type DisputeFacts,
	type PaymentFacts,
	type PaymentReference,
	type PaymentState,
	ProviderRefused,
	type RefundFacts,
	type WarningFacts,
} from "@turnpike/payments";
import type Stripe from "stripe";
import { idOf, PURCHASE, REFUND } from "./metadata.ts";
import { asking } from "./to-provider-error.ts";

/** Disputes of which nothing more will come. What Stripe adds to its words counts as open. */
const CLOSED_DISPUTES = new Set<string>(["won", "lost", "warning_closed", "prevented"]);
const FAILED_REFUNDS = new Set<string>(["failed", "canceled"]);

/** Asks Stripe what is true of a payment: the intent itself, its refunds, disputes and fraud warnings. */
export function readPayment(stripe: Stripe, { checkoutId, paymentId }: PaymentReference): Promise<PaymentFacts> {
	return asking(async () => {
		const session = checkoutId === undefined ? undefined : await readSession(stripe, checkoutId);
		const intent = session ? expanded(session.payment_intent) : await readIntent(stripe, paymentId);
		const consequences = intent?.status === "succeeded" ? await readConsequences(stripe, intent.id) : NO_CONSEQUENCES;
		const metadata = intent?.metadata ?? session?.metadata ?? {};
		const charge = expanded(intent?.latest_charge);
		const invoice = expanded(session?.invoice);
		return {
			paymentId: intent?.id,
			checkoutId,
			purchaseId: metadata[PURCHASE],
			currency: intent?.currency ?? session?.currency ?? "",
			state: stateOf(session, intent),
			receivedCents: BigInt(intent?.amount_received ?? 0),
			failure: intent?.last_payment_error?.message ?? "",
			...consequences,
			card: cardOf(intent, charge),
			papers: {
				receiptUrl: charge?.receipt_url ?? undefined,
				invoiceUrl: invoice?.hosted_invoice_url ?? undefined,
				invoicePdf: invoice?.invoice_pdf ?? undefined,
			},
		};
	});
}

function readSession(stripe: Stripe, id: string): Promise<Stripe.Checkout.Session> {
	return stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent.latest_charge", "invoice"] });
}

function readIntent(stripe: Stripe, id: string | undefined): Promise<Stripe.PaymentIntent> {
	if (id === undefined) throw new RangeError("a payment is asked for by one of its names");
	return stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] });
}

type Consequences = Pick<PaymentFacts, "refunds" | "disputes" | "warnings">;
const NO_CONSEQUENCES: Consequences = { refunds: [], disputes: [], warnings: [] };
const PAGE = { limit: 100 };

async function readConsequences(stripe: Stripe, payment_intent: string): Promise<Consequences> {
	const of = { payment_intent, ...PAGE };
	const [refunds, disputes, warnings] = await Promise.all([
		Array.fromAsync(stripe.refunds.list(of), refundFacts),
		Array.fromAsync(stripe.disputes.list(of), disputeFacts),
		Array.fromAsync(stripe.radar.earlyFraudWarnings.list(of), warningFacts),
	]);
	return { refunds, disputes, warnings };
}

function refundFacts({ id, amount, metadata, status }: Stripe.Refund): RefundFacts {
	return { id, amountCents: BigInt(amount), refundId: metadata?.[REFUND], failed: FAILED_REFUNDS.has(status ?? "") };
}

/** What a dispute has withdrawn and not given back is said by its movements, whatever its status is called. */
function disputeFacts({ id, status, balance_transactions }: Stripe.Dispute): DisputeFacts {
	const withdrawn = balance_transactions.reduce((sum, { amount }) => sum - BigInt(amount), 0n);
	return { id, withdrawnCents: withdrawn > 0n ? withdrawn : 0n, closed: CLOSED_DISPUTES.has(status) };
}

function warningFacts({ id, actionable }: Stripe.Radar.EarlyFraudWarning): WarningFacts {
	return { id, open: actionable };
}

function stateOf(session: Stripe.Checkout.Session | undefined, intent: Stripe.PaymentIntent | undefined): PaymentState {
	if (intent?.status === "succeeded") return "succeeded";
	if (intent?.status === "processing") return "processing";
	if (intent?.status === "canceled") return "failed";
	if (session?.status === "expired") return "expired";
	// A checkout that was completed is over: a debit that failed after it cannot be tried again there.
	if (session) return session.status === "complete" && intent ? "failed" : "open";
	return intent?.last_payment_error ? "failed" : "open";
}

function cardOf(intent: Stripe.PaymentIntent | undefined, charge: Stripe.Charge | undefined): CardFacts | undefined {
	const customerId = idOf(intent?.customer);
	const cardId = idOf(intent?.payment_method);
	const card = charge?.payment_method_details?.card;
	const kept = intent?.setup_future_usage === "off_session" && intent.status === "succeeded";
	if (!kept || !card || customerId === undefined || cardId === undefined) return undefined;
	return { customerId, cardId, label: `${card.brand ?? "card"} •••• ${card.last4 ?? ""}` };
}

/** An object that was asked for whole. */
function expanded<T extends { readonly id: string }>(reference: T | string | null | undefined): T | undefined {
	if (typeof reference === "string") throw new ProviderRefused("not_expanded", `Stripe named ${reference} only`);
	return reference ?? undefined;
}
