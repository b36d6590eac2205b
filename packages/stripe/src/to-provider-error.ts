import { ProviderRefused, ProviderUnavailable } from "@turnpike/payments";
import Stripe from "stripe";

/** Whether Stripe may yet do, or has done, what was asked: https://docs.stripe.com/error-low-level. */
function isUncertain(error: InstanceType<typeof Stripe.errors.StripeError>): boolean {
	if (error instanceof Stripe.errors.StripeConnectionError || error instanceof Stripe.errors.StripeRateLimitError)
		return true;
	const status = error.statusCode ?? 0;
	return status >= 500 || status === 409 || status === 429 || status === 0;
}

/** What Stripe's client throws, in the port's words. Messages name objects and parameters, never keys. */
export function toProviderError(error: unknown): Error {
	if (!(error instanceof Stripe.errors.StripeError)) {
		return new ProviderUnavailable("Stripe's client failed", { cause: error });
	}
	const status = error.statusCode === undefined ? "no answer" : String(error.statusCode);
	if (isUncertain(error)) return new ProviderUnavailable(`Stripe: ${status}, ${error.message}`, { cause: error });
	return new ProviderRefused(error.code ?? error.rawType ?? error.type, `Stripe: ${error.message}`, { cause: error });
}

/** Runs calls of Stripe's client, and throws in the port's words. */
export async function asking<T>(call: () => Promise<T>): Promise<T> {
	try {
		return await call();
	} catch (error) {
		throw toProviderError(error);
	}
}
