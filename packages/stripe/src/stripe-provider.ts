import type { PaymentProvider, ProviderEvent, RefundRequest } from "@turnpike/payments";
import type Stripe from "stripe";
import { chargeCard } from "./charge-card.ts";
import { connectStripe, type StripeSettings } from "./connect-stripe.ts";
import { ORGANISATION, PURCHASE, REFUND } from "./metadata.ts";
import { movements } from "./movements.ts";
import { openCheckout } from "./open-checkout.ts";
import { EVENT_TYPES, readEvent } from "./read-event.ts";
import { readPayment } from "./read-payment.ts";
import { asking, toProviderError } from "./to-provider-error.ts";

/** Payments by Stripe. The client is made when it is first needed: most requests of the edge never ask Stripe. */
export function makeStripeProvider(settings: StripeSettings): PaymentProvider {
	let connected: Stripe | undefined;
	const stripe = () => {
		connected ??= connectStripe(settings);
		return connected;
	};
	return {
		name: "stripe",
		async makeCustomer({ id, name, email }) {
			const params = { name, ...(email !== undefined && { email }), metadata: { [ORGANISATION]: id } };
			const customer = await asking(() => stripe().customers.create(params, { idempotencyKey: `customer:${id}` }));
			return customer.id;
		},
		openCheckout: (request) => openCheckout(stripe(), request),
		chargeCard: (charge) => chargeCard(stripe(), charge),
		async cancelPayment(paymentId) {
			await asking(() => stripe().paymentIntents.cancel(paymentId));
		},
		findPayment: (purchaseId, customerId, sinceMs) => findPayment(stripe(), purchaseId, customerId, sinceMs),
		readPayment: (reference) => readPayment(stripe(), reference),
		refund: (request) => refund(stripe(), request),
		async forgetCard(cardId) {
			await asking(() => stripe().paymentMethods.detach(cardId));
		},
		events: (sinceMs) => events(stripe(), sinceMs),
		movements: (sinceMs) => movements(stripe(), sinceMs),
		async check() {
			const { livemode } = await asking(() => stripe().balance.retrieve());
			return livemode ? "takes the key, live" : "takes the key, in test mode: no real money moves";
		},
	};
}

/** A list by customer is there at once, where a search would be minutes late. */
function findPayment(
	stripe: Stripe,
	purchaseId: string,
	customer: string,
	sinceMs: number,
): Promise<string | undefined> {
	// Their clock and ours need not agree to the minute.
	const created = { gte: Math.floor(sinceMs / 1_000) - 600 };
	return asking(async () => {
		for await (const intent of stripe.paymentIntents.list({ customer, created, limit: 100 })) {
			if (intent.metadata[PURCHASE] === purchaseId) return intent.id;
		}
		return undefined;
	});
}

async function refund(stripe: Stripe, { refundId, paymentId, amountCents }: RefundRequest): Promise<void> {
	await asking(() =>
		stripe.refunds.create(
			{
				payment_intent: paymentId,
				amount: Number(amountCents),
				reason: "requested_by_customer",
				metadata: { [REFUND]: refundId },
			},
			{ idempotencyKey: refundId },
		),
	);
}

async function* events(stripe: Stripe, sinceMs: number): AsyncGenerator<ProviderEvent> {
	const params = { created: { gte: Math.floor(sinceMs / 1_000) }, types: [...EVENT_TYPES], limit: 100 };
	try {
		for await (const event of stripe.events.list(params)) yield readEvent(event, JSON.stringify(event));
	} catch (error) {
		throw toProviderError(error);
	}
}
