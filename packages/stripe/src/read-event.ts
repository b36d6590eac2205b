import type { PaymentReference, ProviderEvent } from "@turnpike/payments";
import type Stripe from "stripe";
import { idOf } from "./metadata.ts";

/** Events that may change what is booked of a payment. */
export const EVENT_TYPES: readonly Stripe.Event["type"][] = [
	"charge.dispute.closed",
	"charge.dispute.created",
	"charge.dispute.funds_reinstated",
	"charge.dispute.funds_withdrawn",
	"charge.dispute.updated",
	"charge.refund.updated",
	"charge.refunded",
	"checkout.session.async_payment_failed",
	"checkout.session.async_payment_succeeded",
	"checkout.session.completed",
	"checkout.session.expired",
	"payment_intent.canceled",
	"payment_intent.payment_failed",
	"payment_intent.processing",
	"payment_intent.succeeded",
	"radar.early_fraud_warning.created",
	"radar.early_fraud_warning.updated",
	"refund.created",
	"refund.failed",
	"refund.updated",
];

/** What the objects of events have in common, as far as it matters: they name their payment. */
interface EventObject {
	readonly id?: string;
	readonly object?: string;
	readonly payment_intent?: string | { readonly id: string } | null;
}

export function readEvent(event: Stripe.Event, payload: string): ProviderEvent {
	return {
		id: event.id,
		type: event.type,
		createdAt: event.created * 1_000,
		about: whatItIsAbout(event.data.object as EventObject),
		payload,
	};
}

function whatItIsAbout({ id, object, payment_intent }: EventObject): PaymentReference {
	return {
		checkoutId: object === "checkout.session" ? id : undefined,
		paymentId: object === "payment_intent" ? id : idOf(payment_intent),
	};
}
