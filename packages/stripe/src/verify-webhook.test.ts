import { type Event, signatureOf } from "@turnpike/test-stripe";
import { describe, expect, it } from "vitest";
import { verifyWebhook } from "./verify-webhook.ts";

const SECRET = "whsec_1";
const NOW = Date.UTC(2026, 10, 25);
const NOW_SECONDS = NOW / 1_000;

const eventOf = (object: object, type = "payment_intent.succeeded"): Partial<Event> => ({
	...{ id: "evt_1", object: "event", type, created: NOW_SECONDS - 5 },
	data: { object },
});
const payload = JSON.stringify(eventOf({ id: "pi_1", object: "payment_intent", amount_received: 5 }), null, 2);
const verify = (body: string, signature: string, secrets = [SECRET]) => verifyWebhook(body, signature, secrets, NOW);
const signed = (body: string, at = NOW_SECONDS, secret = SECRET) => verify(body, signatureOf(body, secret, at));

describe("an event from Stripe", () => {
	it("is taken when it was signed by the secret, or by one of two, up to five minutes ago", async () => {
		const event = {
			...{ id: "evt_1", type: "payment_intent.succeeded", createdAt: (NOW_SECONDS - 5) * 1_000, payload },
			about: { paymentId: "pi_1", checkoutId: undefined },
		};
		expect(await signed(payload)).toEqual(event);
		expect(await signed(payload, NOW_SECONDS - 300)).toEqual(event);
		expect(await verify(payload, signatureOf(payload, SECRET, NOW_SECONDS), ["whsec_new", SECRET])).toEqual(event);
	});

	it("is not taken when it is forged, changed, old, unsigned or no event", async () => {
		const good = signatureOf(payload, SECRET, NOW_SECONDS);
		expect(await signed(payload, NOW_SECONDS - 301)).toBeUndefined();
		expect(await signed(payload, NOW_SECONDS, "whsec_other")).toBeUndefined();
		expect(await verify(payload.replace("5", "500"), good)).toBeUndefined();
		expect(await verify(payload, good, [])).toBeUndefined();
		expect(await signed("not json")).toBeUndefined();
		expect(await signed("null")).toBeUndefined();
		expect(await signed('{"id":"evt_1"}')).toBeUndefined();
		for (const header of ["", "t=,v1=", `t=${NOW_SECONDS}`, good.replace("v1=", "v0="), good.replace(/t=\d+/, "t=x")]) {
			expect(await verify(payload, header), header).toBeUndefined();
		}
		// The time is signed as well.
		expect(await verify(payload, good.replace(/t=\d+/, `t=${NOW_SECONDS - 1}`))).toBeUndefined();
	});

	it.each([
		[
			{ id: "cs_1", object: "checkout.session", payment_intent: null },
			{ checkoutId: "cs_1", paymentId: undefined },
		],
		[
			{ id: "cs_1", object: "checkout.session", payment_intent: "pi_1" },
			{ checkoutId: "cs_1", paymentId: "pi_1" },
		],
		[
			{ id: "dp_1", object: "dispute", payment_intent: "pi_1" },
			{ checkoutId: undefined, paymentId: "pi_1" },
		],
		[
			{ id: "re_1", object: "refund", payment_intent: { id: "pi_1" } },
			{ checkoutId: undefined, paymentId: "pi_1" },
		],
		[
			{ id: "cus_1", object: "customer" },
			{ checkoutId: undefined, paymentId: undefined },
		],
	])("names what it is about: %j", async (object, about) => {
		expect(await signed(JSON.stringify(eventOf(object, "any.type")))).toMatchObject({ about });
	});
});
