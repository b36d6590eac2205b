import { ProviderRefused, ProviderUnavailable, priceOfCredit } from "@turnpike/payments";
import { StripeServer } from "@turnpike/test-stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeStripeProvider } from "./stripe-provider.ts";

const price = priceOfCredit(1_000n, { basisPoints: 550, leastCents: 80 });
let server: StripeServer;
beforeAll(async () => {
	server = await StripeServer.start();
});
afterAll(() => server.stop());

const providerOf = (timeoutMs?: number) =>
	makeStripeProvider({
		secretKey: server.secretKey,
		apiBase: server.url,
		...(timeoutMs !== undefined && { timeoutMs }),
	});

let last = 0;
async function openCheckout(saveCard = false) {
	const purchaseId = `pur_${last++}`;
	const organisationId = `org_${purchaseId}`;
	const provider = providerOf();
	const customerId = await provider.makeCustomer({ id: organisationId, name: "Ada", email: "ada@example.com" });
	const { checkoutId } = await provider.openCheckout({
		...{ purchaseId, organisationId, customerId, price, saveCard },
		...{ successUrl: "http://localhost/yes", cancelUrl: "http://localhost/no" },
	});
	return { purchaseId, organisationId, customerId, checkoutId, provider };
}

async function paid(saveCard = false) {
	const opened = await openCheckout(saveCard);
	const { paymentIntent } = server.people.pay(opened.checkoutId);
	const read = () => opened.provider.readPayment({ checkoutId: opened.checkoutId, paymentId: undefined });
	return { ...opened, paymentId: paymentIntent, read };
}

describe("a checkout at Stripe", () => {
	it("has the credit and the fee on lines of their own, and names its purchase wherever it may be asked for", async () => {
		const { checkoutId, purchaseId, organisationId, paymentId } = await paid();
		expect(server.world.sessionsMore.get(checkoutId)?.lineItems).toEqual([
			{ name: "Turnpike credit", amount: 1_000, quantity: 1 },
			{ name: "Platform fee", amount: 80, quantity: 1 },
		]);
		const metadata = { turnpike_purchase: purchaseId, turnpike_organisation: organisationId };
		expect(server.world.sessions.get(checkoutId)).toMatchObject({ metadata, client_reference_id: purchaseId });
		expect(server.world.intents.get(paymentId)).toMatchObject({ metadata });
	});

	it("gives an invoice and a receipt", async () => {
		const { read } = await paid();
		const { papers } = await read();
		expect(papers).toMatchObject({ invoiceUrl: expect.stringContaining("/invoices/"), receiptUrl: expect.any(String) });
	});

	it("whose debit failed is over", async () => {
		const { checkoutId, provider } = await openCheckout();
		const { paymentIntent } = server.people.pay(checkoutId, "pm_usBankAccount");
		server.people.settle(paymentIntent, false);
		const facts = await provider.readPayment({ checkoutId, paymentId: undefined });
		expect(facts).toMatchObject({ state: "failed", failure: "The customer's bank account could not be debited." });
	});
});

describe("what becomes of a payment", () => {
	it("is told by the movements of its disputes, whatever became of them", async () => {
		const { read, paymentId } = await paid();
		const inquiry = server.people.dispute(paymentId, { inquiry: true, amount: 500 });
		expect((await read()).disputes).toEqual([{ id: inquiry.id, withdrawnCents: 0n, closed: false }]);
		server.people.escalate(inquiry.id);
		expect((await read()).disputes).toEqual([{ id: inquiry.id, withdrawnCents: 500n, closed: false }]);
		server.people.closeDispute(inquiry.id, "won");
		expect((await read()).disputes).toEqual([{ id: inquiry.id, withdrawnCents: 0n, closed: true }]);
		const lost = server.people.dispute(paymentId);
		server.people.closeDispute(lost.id, "lost");
		expect((await read()).disputes).toContainEqual({ id: lost.id, withdrawnCents: 1_080n, closed: true });
	});

	it("counts refunds made at Stripe as well as ours, those on their way too, and none that failed", async () => {
		const { read, paymentId } = await paid();
		const pending = server.people.refund(paymentId, 100, "pending");
		const failed = server.people.refund(paymentId, 50);
		server.people.failRefund(failed.id);
		const refunds = (await read()).refunds.map(({ id, amountCents, failed }) => [id, amountCents, failed]);
		expect(refunds).toEqual([
			[failed.id, 50n, true],
			[pending.id, 100n, false],
		]);
	});

	it("is read whole where there is more than a page of it", async () => {
		const { read, paymentId } = await paid();
		for (let n = 0; n < 108; n++) server.people.refund(paymentId, 10);
		expect((await read()).refunds).toHaveLength(108);
	});

	it("may be suspected of fraud", async () => {
		const { read, paymentId } = await paid();
		const warning = server.people.warn(paymentId);
		expect((await read()).warnings).toEqual([{ id: warning.id, open: true }]);
		server.people.dispute(paymentId);
		expect((await read()).warnings).toEqual([{ id: warning.id, open: false }]);
	});
});

describe("a charge whose answer is lost", () => {
	async function kept() {
		const { customerId, organisationId, paymentId, read } = await paid(true);
		const { card } = await read();
		const provider = providerOf(300);
		const purchaseId = `pur_${last++}`;
		const charge = () =>
			provider.chargeCard({ purchaseId, organisationId, customerId, cardId: card?.cardId ?? "", price });
		return { customerId, purchaseId, charge, provider, paymentId, cardId: card?.cardId ?? "" };
	}

	it.each(["silence", "reset", 500, 409] as const)("(%s) is uncertain, and found by its purchase", async (shows) => {
		const { charge, provider, purchaseId, customerId } = await kept();
		// Some clients ask a second time by themselves when a connection breaks.
		server.faults.next({ on: "POST /v1/payment_intents", when: "after", shows, times: shows === "reset" ? 2 : 1 });
		await expect(charge()).rejects.toBeInstanceOf(ProviderUnavailable);
		server.faults.clear();
		const found = await provider.findPayment(purchaseId, customerId, Date.now());
		expect(found).toMatch(/^pi_/);
		expect(await charge()).toEqual({ paymentId: found });
	});

	it("was never made where there is none", async () => {
		const { charge, provider, purchaseId, customerId } = await kept();
		server.faults.next({ on: "POST /v1/payment_intents", when: "before", shows: 503 });
		await expect(charge()).rejects.toBeInstanceOf(ProviderUnavailable);
		expect(await provider.findPayment(purchaseId, customerId, Date.now())).toBeUndefined();
	});

	it.each([
		["pm_card_authenticationRequired", "authentication_required", false],
		["pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds", false],
		["pm_card_chargeDeclinedStolenCard", "stolen_card", true],
		["pm_card_chargeDeclinedExpiredCard", "expired_card", true],
	])("and one with %s says %s", async (testMethod, code, final) => {
		const { charge, cardId } = await kept();
		server.people.changeCard(cardId, testMethod);
		expect(await charge()).toEqual({
			paymentId: expect.stringMatching(/^pi_/),
			declined: { code, final, message: expect.any(String) },
		});
	});
});

it("says what Stripe refuses, in its words and without our key", async () => {
	const wrongKey = makeStripeProvider({ secretKey: "sk_test_wrong_and_secret", apiBase: server.url });
	const refused = await wrongKey.check().catch((error: unknown) => error);
	expect(refused).toBeInstanceOf(ProviderRefused);
	expect(String(refused)).not.toContain("and_secret");
	expect(await providerOf().check()).toContain("test mode");
});
