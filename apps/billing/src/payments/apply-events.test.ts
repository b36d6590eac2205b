import { listParkedEvents, retryParkedEvents } from "@turnpike/db";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenPayments, openPayments } from "../testing/open-payments.fixture.ts";
import { makeIntent } from "../testing/other-intents.fixture.ts";

let open: OpenPayments;
beforeAll(async () => {
	open = await openPayments("payments");
});
beforeEach(() => {
	open.stripe.webhooks.take();
	open.stripe.faults.clear();
});
afterAll(async () => {
	const mistakes = await open.mistakes();
	await open.close();
	expect(mistakes).toEqual([]);
});

describe("a payment", () => {
	it("credits what was bought, the fee apart, and has its papers", async () => {
		const buyer = await open.open();
		const { purchaseId, paymentIntent } = await buyer.pay(1_000n);
		expect(await buyer.balance()).toMatchObject({ available: 0n });
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 1_000n, deposited: 1_000n });
		expect(await buyer.purchase(purchaseId)).toMatchObject({
			state: "paid",
			paymentId: paymentIntent,
			moved: { receivedCents: 1_080n, refundedCents: 0n, disputedCents: 0n },
			receiptUrl: expect.stringContaining("/receipts/"),
			invoiceUrl: expect.stringContaining("/invoices/"),
		});
		const lines = await open.sql`select account_id, amount_nano_usd::text as amount from entry e
			join ledger_transaction t on t.id = e.transaction_id where t.source = ${`payment:${paymentIntent}`} order by 1`;
		expect(lines).toEqual([
			{ account_id: buyer.accountId, amount: "10000000000" },
			{ account_id: "house:deposits", amount: "-10800000000" },
			{ account_id: "house:platform_fees", amount: "800000000" },
		]);
	});

	it("credits once, however its events are repeated, reordered and raced for", async () => {
		const buyer = await open.open();
		await buyer.pay(1_000n);
		await buyer.pay(500n);
		const events = open.stripe.webhooks.take();
		for (const event of [...events].reverse()) await open.deliver(event);
		for (const event of events) await open.deliver(event);
		await Promise.all([open.applyAll(), open.applyAll(), open.applyAll()]);
		expect(await buyer.balance()).toMatchObject({ available: 1_500n });
		await open.sql`update payment_event set applied_at = null, due_at = now()`;
		await Promise.all([open.applyAll(), open.applyAll()]);
		expect(await buyer.balance()).toMatchObject({ available: 1_500n });
	});

	it("is found by its own metadata when its checkout was opened by a process that died before it could say so", async () => {
		const buyer = await open.open();
		const { purchaseId } = await buyer.pay(1_000n);
		await open.sql`update purchase set checkout_id = null, checkout_url = null where id = ${purchaseId}`;
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 1_000n });
		expect((await buyer.purchase(purchaseId)).checkoutId).toBeUndefined();
	});

	it("by bank debit credits when it has come, and not before, or not at all", async () => {
		const buyer = await open.open();
		const [good, bad] = [await buyer.pay(1_000n, "pm_usBankAccount"), await buyer.pay(700n, "pm_usBankAccount")];
		await open.catchUp();
		expect(await buyer.purchase(good.purchaseId)).toMatchObject({ state: "processing" });
		expect(await buyer.balance()).toMatchObject({ available: 0n });
		open.stripe.people.settle(good.paymentIntent, true);
		open.stripe.people.settle(bad.paymentIntent, false);
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 1_000n });
		expect(await buyer.purchase(bad.purchaseId)).toMatchObject({
			state: "failed",
			failure: "The customer's bank account could not be debited.",
		});
	});

	it("that was declined and tried again credits once", async () => {
		const buyer = await open.open();
		const purchase = await buyer.order(1_000n);
		open.stripe.people.pay(purchase.checkoutId ?? "", "pm_card_chargeDeclined");
		await open.catchUp();
		expect(await buyer.purchase(purchase.id)).toMatchObject({ state: "open", failure: "Your card was declined." });
		open.stripe.people.pay(purchase.checkoutId ?? "");
		await open.catchUp();
		expect(await buyer.purchase(purchase.id)).toMatchObject({ state: "paid", failure: "" });
		expect(await buyer.balance()).toMatchObject({ available: 1_000n });
	});

	it("for another amount than was asked for is booked nowhere, and waits for a person", async () => {
		const buyer = await open.open();
		const { purchaseId, paymentIntent } = await buyer.pay(1_000n);
		const intent = open.stripe.world.intents.get(paymentIntent);
		if (intent) intent.amount_received = 1_079;
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 0n });
		const parked = (await listParkedEvents(open.sql)).filter(({ reason }) => reason.includes("1079"));
		expect(parked.length).toBeGreaterThan(0);
		if (intent) intent.amount_received = 1_080;
		for (const { id } of parked) await retryParkedEvents(open.sql, id);
		await open.applyAll();
		expect(await buyer.balance()).toMatchObject({ available: 1_000n });
		expect(await buyer.purchase(purchaseId)).toMatchObject({ state: "paid" });
	});
});

describe("an event", () => {
	it("whose body lies changes nothing: only what Stripe says when asked is booked", async () => {
		const buyer = await open.open();
		const purchase = await buyer.order(1_000n);
		const { paymentIntent } = open.stripe.people.pay(purchase.checkoutId ?? "", "pm_card_chargeDeclined");
		const lie = { id: paymentIntent, object: "payment_intent", status: "succeeded", amount_received: 999_999 };
		open.stripe.webhooks.take();
		open.stripe.world.emit("payment_intent.succeeded", lie);
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 0n });
	});

	it("about nothing of ours is done with at once", async () => {
		open.stripe.world.emit("customer.updated", { id: "cus_1", object: "customer" });
		expect(await open.catchUp()).toEqual({ applied: 1, parked: 0 });
	});

	it("about a payment that is not there is parked, and holds up no other", async () => {
		const buyer = await open.open();
		open.stripe.world.emit("payment_intent.succeeded", { id: "pi_nowhere", object: "payment_intent" });
		await buyer.pay(1_000n);
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 1_000n });
		expect((await listParkedEvents(open.sql)).map(({ reason }) => reason)).toContain(
			"Stripe: No such payment_intent: 'pi_nowhere'",
		);
	});

	it("about another's payment on the same account is none of ours; one for a purchase that is lost is parked", async () => {
		const other = open.stripe.world;
		makeIntent(other, {});
		makeIntent(other, { turnpike_purchase: "pur_lost" });
		const { applied, parked } = await open.catchUp();
		expect([applied, parked]).toEqual([1, 1]);
		expect((await listParkedEvents(open.sql)).map(({ reason }) => reason)).toContain(
			"a payment for pur_lost, which this book does not have",
		);
	});

	it("is tried again while Stripe does not answer, and then applied", async () => {
		const buyer = await open.open();
		await buyer.pay(1_000n);
		for (const on of ["GET /v1/checkout/sessions", "GET /v1/payment_intents"]) {
			open.stripe.faults.next({ on, when: "before", shows: 503, times: 100 });
		}
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 0n });
		open.stripe.faults.clear();
		await open.sql`update payment_event set due_at = now() where applied_at is null`;
		await open.applyAll();
		expect(await buyer.balance()).toMatchObject({ available: 1_000n });
	});
});
