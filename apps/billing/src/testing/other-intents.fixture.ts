import type { StripeServer } from "@turnpike/test-stripe";

/** A payment that somebody else makes on the same Stripe account. */
export function makeIntent(world: StripeServer["world"], metadata: Record<string, string>): void {
	const intent = {
		...world.born("pi"),
		object: "payment_intent" as const,
		amount: 500,
		amount_received: 0,
		currency: "usd",
		customer: null,
		description: null,
		client_secret: "",
		setup_future_usage: null,
		payment_method: null,
		latest_charge: null,
		last_payment_error: null,
		next_action: null,
		status: "requires_payment_method" as const,
		canceled_at: null,
		cancellation_reason: null,
		metadata,
	};
	world.intents.set(intent.id, intent);
	world.emit("payment_intent.succeeded", intent);
}
