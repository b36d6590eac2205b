import { type Config, readConfig } from "@turnpike/config";
import { StripeServer } from "@turnpike/test-stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../embedded-postgres/free-port.ts";
import { checkPayments } from "./check-payments.ts";

let stripe: StripeServer;
beforeAll(async () => {
	stripe = await StripeServer.start();
});
afterAll(() => stripe.stop());

const configWith = (environment: Record<string, string>, production = false): Config => ({
	...readConfig(
		{ ...environment, ...("STRIPE_SECRET_KEY" in environment && { STRIPE_WEBHOOK_SECRET: "whsec_1234" }) },
		[],
	),
	production,
});

test("a Stripe that takes the key is fine, and is told where its webhooks belong", async () => {
	const check = await checkPayments(configWith({ STRIPE_SECRET_KEY: stripe.secretKey, STRIPE_API_BASE: stripe.url }));
	expect(check).toMatchObject({
		status: "ok",
		detail: expect.stringContaining("http://localhost:8787/v1/stripe/webhook"),
	});
});

test("a test key in production is worth a word", async () => {
	const production = configWith({ STRIPE_SECRET_KEY: stripe.secretKey, STRIPE_API_BASE: stripe.url }, true);
	expect(await checkPayments(production)).toMatchObject({
		status: "warning",
		advice: expect.stringContaining("live key"),
	});
});

test("a key that is refused, and a Stripe that is not there, are broken; the key is not repeated", async () => {
	const refused = await checkPayments(
		configWith({ STRIPE_SECRET_KEY: "sk_test_of_nobody", STRIPE_API_BASE: stripe.url }),
	);
	expect(refused).toMatchObject({ status: "broken", advice: expect.stringContaining("STRIPE_SECRET_KEY") });
	expect(JSON.stringify(refused)).not.toContain("of_nobody");
	const nowhere = { STRIPE_SECRET_KEY: stripe.secretKey, STRIPE_API_BASE: `http://127.0.0.1:${await freePort()}` };
	expect(await checkPayments(configWith(nowhere))).toMatchObject({
		status: "broken",
		advice: expect.stringContaining("STRIPE_API_BASE"),
	});
});

test("none at all is the sandbox, and in production no sale", async () => {
	expect(await checkPayments(configWith({}))).toMatchObject({
		status: "ok",
		detail: expect.stringContaining("sandbox"),
	});
	expect(await checkPayments(configWith({}, true))).toMatchObject({ status: "warning" });
});
