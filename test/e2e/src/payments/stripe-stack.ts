import { StripeServer } from "@turnpike/test-stripe";
import { openStack, type Stack } from "../harness/index.ts";

const WEBHOOK_SECRET = "whsec_of_this_test";

export interface StripeStack extends Stack {
	readonly stripe: StripeServer;
	readonly webhookUrl: string;
	readonly webhookSecret: string;
}

/** A server with a Stripe account of its own, whose webhooks reach it. */
export async function openStripeStack(
	name: string,
	settings: Readonly<Record<string, string>> = {},
): Promise<StripeStack> {
	const stripe = await StripeServer.start();
	const stack = await openStack(name, {
		STRIPE_SECRET_KEY: stripe.secretKey,
		STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
		STRIPE_API_BASE: stripe.url,
		...settings,
	});
	const webhookUrl = `${stack.baseUrl}/v1/stripe/webhook`;
	stripe.webhooks.pointAt({ url: webhookUrl, secret: WEBHOOK_SECRET });
	return {
		...stack,
		stripe,
		webhookUrl,
		webhookSecret: WEBHOOK_SECRET,
		async close() {
			await stack.close();
			await stripe.stop();
		},
	};
}
