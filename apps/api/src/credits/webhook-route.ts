import { TurnpikeError } from "@turnpike/wire";
import type { Context } from "hono";
import type { ApiDependencies } from "../dependencies.ts";
import { readBytes } from "../http/read-body.ts";

/** Larger than any event of Stripe's. */
const LARGEST_EVENT_BYTES = 1024 * 1024;

/**
 * `POST /stripe/webhook`: an event is kept as it came and answered; it is applied afterwards. Until it is kept, Stripe sends
 * it again.
 */
export function webhookRoute(deps: ApiDependencies) {
	return async (c: Context) => {
		if (!deps.webhook) throw new TurnpikeError("not_found", "This server has no Stripe account.");
		const payload = new TextDecoder().decode(
			await readBytes(c.req.raw, deps.deadlines, deps.timeouts.bodyMs, LARGEST_EVENT_BYTES),
		);
		const signature = c.req.header("stripe-signature") ?? "";
		const taken = await deps.webhook.take(payload, signature, deps.now()).catch((cause: unknown) => {
			throw new TurnpikeError("billing_unavailable", "The event could not be kept; send it again.", { cause });
		});
		if (taken) return c.json({ received: true });
		const message = "The event was not signed by Stripe with this endpoint's secret, or more than 300 s ago.";
		throw new TurnpikeError("invalid_signature", message, { param: "Stripe-Signature" });
	};
}
