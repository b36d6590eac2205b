import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenPayments, openPayments } from "../testing/open-payments.fixture.ts";
import { readEvents } from "./read-events.ts";

const HOUR_MS = 3_600_000;
let open: OpenPayments;
beforeAll(async () => {
	open = await openPayments("missed webhooks");
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

describe("a webhook that never came", () => {
	it("is made up for by Stripe's list of events, days later too, and once", async () => {
		const buyer = await open.open();
		await readEvents(open.world);
		const { paymentIntent } = await buyer.pay(1_000n);
		open.stripe.people.refund(paymentIntent, 100);
		open.passTime(72 * HOUR_MS);
		expect(await readEvents(open.world)).toBeGreaterThan(0);
		await open.applyAll();
		expect(await buyer.balance()).toMatchObject({ available: 900n });
		open.passTime(60_000);
		expect(await readEvents(open.world)).toBe(0);
		for (const event of open.stripe.webhooks.take()) await open.deliver(event);
		await open.applyAll();
		expect(await buyer.balance()).toMatchObject({ available: 900n });
	});

	it("is read by one worker at a time, and again from where it was when the reading broke off", async () => {
		const buyer = await open.open();
		await buyer.pay(1_000n);
		open.passTime(60_000);
		open.stripe.faults.next({ on: "GET /v1/events", when: "before", shows: 500 });
		const rounds = await Promise.allSettled([1, 2, 3].map(() => readEvents(open.world)));
		expect(rounds.map(({ status }) => status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"]);
		open.passTime(60_000);
		expect(await readEvents(open.world)).toBeGreaterThan(0);
		await open.applyAll();
		expect(await buyer.balance()).toMatchObject({ available: 1_000n });
	});

	it("is made up for by looking at what is open: paid, on its way, expired, never opened", async () => {
		const buyer = await open.open();
		const paid = await buyer.pay(1_000n);
		const debit = await buyer.pay(700n, "pm_usBankAccount");
		const expired = await buyer.order(500n);
		open.stripe.people.expire(expired.checkoutId ?? "");
		open.stripe.faults.next({ on: "POST /v1/checkout/sessions", when: "before", shows: 503 });
		await expect(buyer.order(600n)).rejects.toThrow("Stripe: 503");
		open.passTime(61_000);
		await open.advance();
		expect(await buyer.balance()).toMatchObject({ available: 1_000n });
		expect(await buyer.purchase(debit.purchaseId)).toMatchObject({ state: "processing" });
		expect(await buyer.purchase(expired.id)).toMatchObject({ state: "expired" });
		open.stripe.people.settle(debit.paymentIntent, true);
		open.passTime(2 * HOUR_MS);
		await open.advance();
		expect(await buyer.balance()).toMatchObject({ available: 1_700n });
		const states = await open.sql`select state, due_at from purchase where organisation_id = ${buyer.organisationId}
			order by credit_cents`;
		expect(states.map(({ state, due_at }) => [state, due_at])).toEqual([
			["expired", null],
			["failed", null],
			["paid", null],
			["paid", null],
		]);
		expect((await buyer.purchase(paid.purchaseId)).state).toBe("paid");
	});
});
