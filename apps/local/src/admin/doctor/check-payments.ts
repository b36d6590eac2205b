import type { Config } from "@turnpike/config";
import { type PaymentProvider, ProviderRefused } from "@turnpike/payments";
import { makeStripeProvider } from "@turnpike/stripe";
import { broken, type Check, ok, warning } from "./check.ts";

const NAME = "stripe";
const TIMEOUT_MS = 5_000;

/** Whether Stripe answers and takes the key; or what takes payments instead. */
export async function checkPayments({ stripe, production, publicUrl }: Config): Promise<Check> {
	if (!stripe) {
		if (!production) return ok(NAME, "not configured: payments are the sandbox's, which takes no money");
		const advice = "Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, or credit cannot be bought.";
		return warning(NAME, "not configured: this server sells no credit", advice);
	}
	return ask(makeStripeProvider({ ...stripe, timeoutMs: TIMEOUT_MS }), stripe.secretKey, production, publicUrl);
}

async function ask(
	provider: PaymentProvider,
	secretKey: string,
	production: boolean,
	publicUrl: string,
): Promise<Check> {
	let said: string;
	try {
		said = await provider.check();
	} catch (error) {
		const detail = error instanceof Error ? error.message : String(error);
		const advice =
			error instanceof ProviderRefused
				? "Set STRIPE_SECRET_KEY to a secret key of the account."
				: "Check the network, and STRIPE_API_BASE if it is set.";
		return broken(NAME, detail.replaceAll(secretKey, "…"), advice);
	}
	if (production && !/^(?:sk|rk)_live_/.test(secretKey)) {
		return warning(NAME, said, "This is production: set STRIPE_SECRET_KEY to the live key.");
	}
	return ok(NAME, `${said}; its webhooks belong at ${publicUrl}/v1/stripe/webhook`);
}
