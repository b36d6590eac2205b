import type { ProviderEvent } from "@turnpike/payments";
import Stripe from "stripe";
import { readEvent } from "./read-event.ts";

/** An event is taken for so long after it was signed. */
const TOLERANCE_SECONDS = 300;

const crypto = Stripe.createSubtleCryptoProvider();

/**
 * Checks that an event comes from Stripe and is no repeat of an old one.
 *
 * @param payload the bytes of the body as they came.
 * @param secrets any of them may have signed it: while one takes the place of another there are two.
 * @returns undefined when it was forged, changed, signed too long ago, or is no event.
 */
export async function verifyWebhook(
	payload: string,
	signature: string,
	secrets: readonly string[],
	nowMs: number,
): Promise<ProviderEvent | undefined> {
	for (const secret of secrets) {
		try {
			const event = await Stripe.webhooks.constructEventAsync(
				payload,
				signature,
				secret,
				TOLERANCE_SECONDS,
				crypto,
				nowMs,
			);
			return readEvent(event, payload);
		} catch {
			// Not by this secret, or not any more.
		}
	}
	return undefined;
}
