import { type Database, storeEvent } from "@turnpike/db";
import { verifyWebhook } from "@turnpike/stripe";

/** Where Stripe's events are kept. */
export interface Webhook {
	/** @returns false when it is no event of Stripe's, or too old. Rejects when the book cannot be reached. */
	take(payload: string, signature: string, now: number): Promise<boolean>;
}

export function webhookOf(sql: Database, secrets: readonly string[]): Webhook {
	return {
		async take(payload, signature, now) {
			const event = await verifyWebhook(payload, signature, secrets, now);
			if (event) await storeEvent(sql, "stripe", event);
			return event !== undefined;
		},
	};
}
