import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StripeServer } from "./stripe-server.ts";

let server: StripeServer;
let stripe: Stripe;

beforeAll(async () => {
	server = await StripeServer.start();
	stripe = clientOf(server, server.secretKey);
});
afterAll(() => server.stop());

function clientOf({ url }: StripeServer, key: string): Stripe {
	const { hostname, port } = new URL(url);
	return new Stripe(key, { host: hostname, port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
}

const lineItems = (...cents: number[]) =>
	cents.map((unit_amount) => ({
		quantity: 1,
		price_data: { currency: "usd", unit_amount, product_data: { name: `Item of ${unit_amount}` } },
	}));

async function paidCard(testMethod = "pm_card_visa") {
	const customer = await stripe.customers.create({ email: "a@example.com" });
	const session = await stripe.checkout.sessions.create({
		mode: "payment",
		customer: customer.id,
		line_items: lineItems(1_000, 80),
		payment_intent_data: { setup_future_usage: "off_session", metadata: { of: "this" } },
		invoice_creation: { enabled: true },
		success_url: "http://localhost/ok?s={CHECKOUT_SESSION_ID}",
	});
	const { paymentIntent, failure } = server.people.pay(session.id, testMethod);
	return { customer, session, paymentIntent, failure };
}

async function refusalOf(call: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
	const error = await call.catch((thrown: unknown) => thrown);
	if (!(error instanceof Stripe.errors.StripeError)) throw new Error(`no refusal but ${error}`);
	return error;
}

const eventsOf = async (id: string) => {
	const all = await stripe.events.list({ limit: 100 });
	return all.data.filter((event) => JSON.stringify(event.data.object).includes(id)).map(({ type }) => type);
};

describe("calls", () => {
	it("are refused without the account's key", async () => {
		const error = await refusalOf(clientOf(server, "sk_test_other").customers.list());
		expect(error).toMatchObject({ statusCode: 401, type: "StripeAuthenticationError" });
	});

	it("say what was wrong with a parameter, and which", async () => {
		const wrong = (more: object) => stripe.paymentIntents.create({ amount: 100, currency: "usd", ...more });
		expect(await refusalOf(wrong({ amount: 3 }))).toMatchObject({ code: "amount_too_small", param: "amount" });
		expect(await refusalOf(wrong({ colour: "red" }))).toMatchObject({ code: "parameter_unknown", param: "colour" });
		expect(await refusalOf(wrong({ customer: "cus_x" }))).toMatchObject({
			code: "resource_missing",
			param: "customer",
		});
		expect(await refusalOf(stripe.paymentIntents.retrieve("pi_x"))).toMatchObject({
			statusCode: 404,
			rawType: "invalid_request_error",
			message: "No such payment_intent: 'pi_x'",
		});
		const session = stripe.checkout.sessions.create({
			mode: "payment",
			line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 100, product_data: { name: "" } } }],
		});
		expect(await refusalOf(session)).toMatchObject({ param: "line_items[0][price_data][product_data][name]" });
	});

	it("with one idempotency key are one call; with other parameters an error", async () => {
		const key = { idempotencyKey: "the same" };
		const [one, other] = await Promise.all([
			stripe.customers.create({ name: "One" }, key),
			stripe.customers.create({ name: "One" }, key),
		]);
		expect(other.id).toBe(one.id);
		expect(other.lastResponse.headers["idempotent-replayed"]).toBe("true");
		expect(await refusalOf(stripe.customers.create({ name: "Two" }, key))).toMatchObject({
			statusCode: 400,
			type: "StripeIdempotencyError",
		});
		server.world.advance(25 * 3_600_000);
		expect((await stripe.customers.create({ name: "Two" }, key)).id).not.toBe(one.id);
	});

	it("that were refused for their parameters may be corrected under the same key; a refused card stays refused", async () => {
		const { customer, paymentIntent } = await paidCard();
		const { payment_method } = await stripe.paymentIntents.retrieve(paymentIntent);
		const method = String(payment_method);
		const charge = { amount: 500, currency: "usd", customer: customer.id, payment_method: method, confirm: true };
		const key = { idempotencyKey: "corrected" };
		await refusalOf(stripe.paymentIntents.create({ ...charge, amount: 1 }, key));
		server.people.changeCard(method, "pm_card_chargeDeclined");
		const declined = await refusalOf(stripe.paymentIntents.create({ ...charge, off_session: true }, key));
		expect(declined).toMatchObject({ statusCode: 402, code: "card_declined", decline_code: "generic_decline" });
		expect(declined.payment_intent).toMatchObject({ status: "requires_payment_method", amount_received: 0 });
		server.people.changeCard(method, "pm_card_visa");
		const again = await refusalOf(stripe.paymentIntents.create({ ...charge, off_session: true }, key));
		expect(again.payment_intent?.id).toBe(declined.payment_intent?.id);
	});

	it("are listed in pages, the newest first, and by time", async () => {
		const before = server.world.now();
		server.world.advance(10_000);
		const made: string[] = [];
		for (let n = 0; n < 25; n++) made.push((await stripe.customers.create({ name: `${n}` })).id);
		const intents = await Promise.all(
			made.map((customer) => stripe.paymentIntents.create({ amount: 100, currency: "usd", customer })),
		);
		const listed: string[] = [];
		for await (const intent of stripe.paymentIntents.list({ limit: 10, created: { gt: before } }))
			listed.push(intent.id);
		expect(listed).toEqual(
			intents
				.map(({ id }) => id)
				.sort()
				.reverse(),
		);
		expect((await stripe.paymentIntents.list({ limit: 25, created: { lte: before } })).data).not.toContain(intents[0]);
	});
});

describe("a checkout", () => {
	it("is paid by a person, keeps the card, and has an invoice and a receipt", async () => {
		const { session, paymentIntent } = await paidCard();
		expect(session).toMatchObject({
			amount_total: 1_080,
			payment_status: "unpaid",
			status: "open",
			payment_intent: null,
		});
		const paid = await stripe.checkout.sessions.retrieve(session.id, {
			expand: ["payment_intent.latest_charge.balance_transaction", "invoice"],
		});
		expect(paid).toMatchObject({
			status: "complete",
			payment_status: "paid",
			payment_intent: {
				id: paymentIntent,
				status: "succeeded",
				amount_received: 1_080,
				metadata: { of: "this" },
				latest_charge: {
					receipt_url: expect.stringContaining("/receipts/"),
					payment_method_details: { card: { brand: "visa", last4: "4242" } },
					balance_transaction: { amount: 1_080, fee: 61, net: 1_019, type: "charge" },
				},
			},
			invoice: { hosted_invoice_url: expect.stringContaining("/invoices/"), amount_paid: 1_080 },
		});
		expect((await eventsOf(paymentIntent)).reverse()).toEqual([
			"payment_intent.created",
			"charge.succeeded",
			"payment_intent.succeeded",
			"checkout.session.completed",
		]);
	});

	it("that is declined stays open; one nobody pays expires", async () => {
		const { session, failure } = await paidCard("pm_card_chargeDeclined");
		expect(failure).toBe("Your card was declined.");
		expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "open" });
		server.people.expire(session.id);
		expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: "expired", url: null });
		expect(await refusalOf(stripe.checkout.sessions.expire(session.id))).toMatchObject({ statusCode: 400 });
	});

	it("paid by bank debit is complete at once and paid when the debit has come, or not at all", async () => {
		const [good, bad] = [await paidCard("pm_usBankAccount"), await paidCard("pm_usBankAccount")];
		expect(await stripe.checkout.sessions.retrieve(good.session.id)).toMatchObject({
			status: "complete",
			payment_status: "unpaid",
		});
		server.people.settle(good.paymentIntent, true);
		server.people.settle(bad.paymentIntent, false);
		expect(await stripe.checkout.sessions.retrieve(good.session.id)).toMatchObject({ payment_status: "paid" });
		expect(await eventsOf(good.session.id)).toContain("checkout.session.async_payment_succeeded");
		expect(await eventsOf(bad.session.id)).toContain("checkout.session.async_payment_failed");
		expect(await stripe.paymentIntents.retrieve(bad.paymentIntent)).toMatchObject({
			status: "requires_payment_method",
		});
	});

	it("has a page to pay at", async () => {
		const session = await stripe.checkout.sessions.create({
			mode: "payment",
			line_items: lineItems(700),
			success_url: "http://localhost/ok?s={CHECKOUT_SESSION_ID}",
		});
		const url = String(session.url);
		expect(await (await fetch(url)).text()).toContain("Pay $7.00");
		const posted = await fetch(url, {
			method: "POST",
			body: new URLSearchParams({ method: "pm_card_visa" }),
			redirect: "manual",
		});
		expect([posted.status, posted.headers.get("location")]).toEqual([303, `http://localhost/ok?s=${session.id}`]);
	});
});

describe("a kept card", () => {
	const chargeKept = async (testMethod: string) => {
		const { customer, paymentIntent } = await paidCard();
		const method = String((await stripe.paymentIntents.retrieve(paymentIntent)).payment_method);
		server.people.changeCard(method, testMethod);
		const customerId = customer.id;
		return stripe.paymentIntents.create({
			...{ amount: 2_000, currency: "usd", customer: customerId, payment_method: method },
			...{ off_session: true, confirm: true },
		});
	};

	it("is charged without its holder", async () => {
		expect(await chargeKept("pm_card_visa")).toMatchObject({ status: "succeeded", amount_received: 2_000 });
	});

	it("that its bank wants approved is refused with that word, the intent as it is", async () => {
		const error = await refusalOf(chargeKept("pm_card_authenticationRequired"));
		expect(error).toMatchObject({ statusCode: 402, code: "authentication_required", type: "StripeCardError" });
		const id = String(error.payment_intent?.id);
		expect(await stripe.paymentIntents.cancel(id)).toMatchObject({ status: "canceled" });
		expect(await refusalOf(stripe.paymentIntents.cancel(id))).toMatchObject({
			code: "payment_intent_unexpected_state",
		});
	});

	it("belongs to its customer until it is detached", async () => {
		const { customer, paymentIntent } = await paidCard();
		const method = String((await stripe.paymentIntents.retrieve(paymentIntent)).payment_method);
		expect((await stripe.paymentMethods.detach(method)).customer).toBeNull();
		const charge = stripe.paymentIntents.create({
			...{ amount: 2_000, currency: "usd", customer: customer.id, payment_method: method },
			...{ off_session: true, confirm: true },
		});
		expect(await refusalOf(charge)).toMatchObject({ param: "payment_method" });
	});
});

describe("money that goes back", () => {
	it("is refunded in parts, never more than there was; a refund that fails returns", async () => {
		const { paymentIntent } = await paidCard();
		const part = await stripe.refunds.create({ payment_intent: paymentIntent, amount: 80, metadata: { ours: "r1" } });
		expect(part).toMatchObject({ amount: 80, status: "succeeded", metadata: { ours: "r1" } });
		expect(await refusalOf(stripe.refunds.create({ payment_intent: paymentIntent, amount: 1_001 }))).toMatchObject({
			param: "amount",
		});
		const rest = server.people.refund(paymentIntent);
		expect(await refusalOf(stripe.refunds.create({ payment_intent: paymentIntent }))).toMatchObject({
			code: "charge_already_refunded",
		});
		server.people.failRefund(rest.id);
		const listed = await stripe.refunds.list({ payment_intent: paymentIntent });
		expect(listed.data.map(({ status, amount }) => [status, amount])).toEqual([
			["failed", 1_000],
			["succeeded", 80],
		]);
		const intent = await stripe.paymentIntents.retrieve(paymentIntent, { expand: ["latest_charge.refunds"] });
		expect(intent.latest_charge).toMatchObject({ amount_refunded: 80, refunded: false, refunds: { data: [{}, {}] } });
	});

	it("is withdrawn by a dispute, and given back when it is won; nothing moves for an inquiry", async () => {
		const { paymentIntent } = await paidCard();
		const inquiry = server.people.dispute(paymentIntent, { inquiry: true });
		expect((await stripe.disputes.retrieve(inquiry.id)).balance_transactions).toEqual([]);
		server.people.escalate(inquiry.id);
		expect(await refusalOf(stripe.refunds.create({ payment_intent: paymentIntent }))).toMatchObject({
			code: "charge_disputed",
		});
		server.people.closeDispute(inquiry.id, "won");
		const [dispute] = (await stripe.disputes.list({ payment_intent: paymentIntent })).data;
		expect(dispute).toMatchObject({ status: "won" });
		expect(dispute?.balance_transactions.map(({ amount, fee }) => [amount, fee])).toEqual([
			[-1_080, 1_500],
			[1_080, 0],
		]);
		expect(await eventsOf(inquiry.id)).toEqual([
			"charge.dispute.closed",
			"charge.dispute.funds_reinstated",
			"charge.dispute.funds_withdrawn",
			"charge.dispute.updated",
			"charge.dispute.created",
		]);
	});

	it("is warned of, until it was refunded or disputed", async () => {
		const { paymentIntent } = await paidCard();
		server.people.warn(paymentIntent);
		const warnings = () => stripe.radar.earlyFraudWarnings.list({ payment_intent: paymentIntent });
		expect((await warnings()).data).toMatchObject([{ actionable: true }]);
		server.people.refund(paymentIntent);
		expect((await warnings()).data).toMatchObject([{ actionable: false }]);
	});

	it("is all in the balance", async () => {
		const { paymentIntent } = await paidCard();
		server.people.refund(paymentIntent, 30);
		const list = await stripe.balanceTransactions.list({ limit: 2, expand: ["data.source"] });
		expect(list.data).toMatchObject([
			{ amount: -30, type: "refund", source: { object: "refund", payment_intent: paymentIntent } },
			{ amount: 1_080, type: "charge", source: { object: "charge", payment_intent: paymentIntent } },
		]);
	});
});

describe("what goes wrong on the way", () => {
	it("may have been carried out all the same", async () => {
		server.faults.next({ on: "POST /v1/customers", when: "after", shows: "reset", times: 2 });
		const key = { idempotencyKey: "lost answer" };
		const lost = stripe.customers.create({ name: "Lost" }, key);
		expect(await refusalOf(lost)).toMatchObject({ type: "StripeConnectionError" });
		const found = await stripe.customers.create({ name: "Lost" }, key);
		expect(found.lastResponse.headers["idempotent-replayed"]).toBe("true");
	});

	it("shows as an error of theirs", async () => {
		server.faults.next({ on: "GET /v1/balance", when: "before", shows: 500 });
		expect(await refusalOf(stripe.balance.retrieve())).toMatchObject({ type: "StripeAPIError", statusCode: 500 });
		server.faults.next({ on: "GET /v1/balance", when: "before", shows: 429 });
		expect(await refusalOf(stripe.balance.retrieve())).toMatchObject({ type: "StripeRateLimitError" });
		expect((await stripe.balance.retrieve()).object).toBe("balance");
	});
});
