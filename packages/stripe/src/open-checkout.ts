import { type CardCharge, type Checkout, type CheckoutRequest, ProviderRefused } from "@turnpike/payments";
import type Stripe from "stripe";
import { ORGANISATION, PURCHASE } from "./metadata.ts";
import { asking } from "./to-provider-error.ts";

/** The name of what is sold, on the page, on the receipt and on the invoice. */
export const CREDIT_NAME = "Turnpike credit";

/** A page of Stripe's where a purchase is paid, the platform's fee on a line of its own. */
export async function openCheckout(stripe: Stripe, request: CheckoutRequest): Promise<Checkout> {
	const { purchaseId, customerId, price, saveCard } = request;
	const metadata = metadataOf(request);
	const session = await asking(() =>
		stripe.checkout.sessions.create(
			{
				mode: "payment",
				customer: customerId,
				client_reference_id: purchaseId,
				line_items: [lineItem(CREDIT_NAME, price.creditCents), lineItem("Platform fee", price.feeCents)].filter(
					({ price_data }) => price_data.unit_amount > 0,
				),
				// What is charged must be what was asked: in dollars, to the cent.
				adaptive_pricing: { enabled: false },
				invoice_creation: { enabled: true },
				metadata,
				payment_intent_data: {
					description: CREDIT_NAME,
					metadata,
					...(saveCard && { setup_future_usage: "off_session" as const }),
				},
				success_url: request.successUrl,
				cancel_url: request.cancelUrl,
			},
			{ idempotencyKey: purchaseId },
		),
	);
	if (session.url === null)
		throw new ProviderRefused("checkout_over", `checkout ${session.id} can not be paid any more`);
	return { checkoutId: session.id, url: session.url, expiresAt: session.expires_at * 1_000 };
}

export function metadataOf({ purchaseId, organisationId }: Pick<CardCharge, "purchaseId" | "organisationId">) {
	return { [PURCHASE]: purchaseId, [ORGANISATION]: organisationId };
}

function lineItem(name: string, cents: bigint) {
	return { quantity: 1, price_data: { currency: "usd", unit_amount: Number(cents), product_data: { name } } };
}
