import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CardFacts } from "../payment-facts.ts";
import { type Checkout, type PaymentProvider, ProviderRefused } from "../payment-provider.ts";
import { type CreditPrice, priceOfCredit } from "../price-of-credit.ts";

/** How somebody tries to pay. */
export type WayToPay =
	| "a good card"
	| "a card that is declined"
	/** It pays now, and is declined when its holder is away. */
	| "a card that is declined later"
	| "a bank debit";

/** A provider, and the people and banks who act without it. */
export interface ProviderWorld {
	readonly provider: PaymentProvider;
	pay(checkoutId: string, way: WayToPay): Promise<void>;
	/** The bank debit has come. */
	debitCame(paymentId: string): Promise<void>;
	/** Nobody paid in time. */
	expire(checkoutId: string): Promise<void>;
	close(): Promise<void>;
}

const PRICE: CreditPrice = priceOfCredit(1_000n, { basisPoints: 550, leastCents: 80 });
let last = 0;
const newId = (prefix: string) => `${prefix}_${Date.now().toString(36)}${last++}`;

/** What every provider of payments does. */
export function paymentProviderContract(name: string, open: () => Promise<ProviderWorld>): void {
	describe(`payments by ${name}`, () => {
		let world: ProviderWorld;
		const began = Date.now() - 1_000;
		beforeAll(async () => {
			world = await open();
		});
		afterAll(() => world.close());

		async function openCheckout(saveCard = false) {
			const organisationId = newId("org");
			const customerId = await world.provider.makeCustomer({ id: organisationId, name: "Ada", email: undefined });
			const request = {
				...{ purchaseId: newId("pur"), organisationId, customerId, price: PRICE, saveCard },
				...{ successUrl: "http://localhost/credits?paid", cancelUrl: "http://localhost/credits" },
			};
			return { request, checkout: await world.provider.openCheckout(request) };
		}

		const factsOf = ({ checkoutId }: Checkout) => world.provider.readPayment({ checkoutId, paymentId: undefined });

		async function paid(way: WayToPay = "a good card", saveCard = false) {
			const { request, checkout } = await openCheckout(saveCard);
			await world.pay(checkout.checkoutId, way);
			const facts = await factsOf(checkout);
			if (facts.paymentId === undefined) throw new Error("a payment that was tried has a name");
			return { request, checkout, facts, paymentId: facts.paymentId };
		}

		async function keptCard(way: WayToPay): Promise<CardFacts & { organisationId: string }> {
			const { facts, request } = await paid(way, true);
			if (!facts.card) throw new Error("a card that was to be kept is kept");
			return { ...facts.card, organisationId: request.organisationId };
		}

		const charge = (
			{ organisationId, customerId, cardId }: CardFacts & { organisationId: string },
			purchaseId: string,
		) => world.provider.chargeCard({ purchaseId, organisationId, customerId, cardId, price: PRICE });

		it("knows an organisation as one customer", async () => {
			const organisation = { id: newId("org"), name: "Ada", email: "ada@example.com" };
			const customer = await world.provider.makeCustomer(organisation);
			expect(await world.provider.makeCustomer(organisation)).toBe(customer);
		});

		it("opens one checkout for a purchase, however often it is asked, at an address that can be paid for a while", async () => {
			const { request, checkout } = await openCheckout();
			expect(await world.provider.openCheckout(request)).toEqual(checkout);
			expect(URL.canParse(checkout.url)).toBe(true);
			expect(checkout.expiresAt).toBeGreaterThan(Date.now() + 1_200_000);
			const facts = await factsOf(checkout);
			expect(facts).toMatchObject({ state: "open", receivedCents: 0n, card: undefined, refunds: [], disputes: [] });
		});

		it("tells of a payment that came: all of it, whose it is, and its receipt", async () => {
			const { request, facts, paymentId } = await paid();
			expect(facts).toMatchObject({
				state: "succeeded",
				currency: "usd",
				receivedCents: PRICE.totalCents,
				purchaseId: request.purchaseId,
				refunds: [],
				disputes: [],
				warnings: [],
				card: undefined,
			});
			expect(facts.papers.receiptUrl).toMatch(/^https?:/);
			const byPayment = await world.provider.readPayment({ checkoutId: undefined, paymentId });
			expect(byPayment).toMatchObject({ state: "succeeded", receivedCents: PRICE.totalCents, paymentId });
		});

		it("lets a payment that was declined be tried again", async () => {
			const { checkout } = await openCheckout();
			await world.pay(checkout.checkoutId, "a card that is declined");
			const declined = await factsOf(checkout);
			expect(declined).toMatchObject({ state: "open", receivedCents: 0n });
			expect(declined.failure).not.toBe("");
			await world.pay(checkout.checkoutId, "a good card");
			expect(await factsOf(checkout)).toMatchObject({ state: "succeeded", receivedCents: PRICE.totalCents });
		});

		it("tells of a debit on its way, and when it has come", async () => {
			const { checkout, facts, paymentId } = await paid("a bank debit");
			expect(facts).toMatchObject({ state: "processing", receivedCents: 0n });
			await world.debitCame(paymentId);
			expect(await factsOf(checkout)).toMatchObject({ state: "succeeded", receivedCents: PRICE.totalCents });
		});

		it("tells of a checkout nobody paid", async () => {
			const { checkout } = await openCheckout();
			await world.expire(checkout.checkoutId);
			expect(await factsOf(checkout)).toMatchObject({ state: "expired", receivedCents: 0n });
		});

		it("charges a kept card once for a purchase, however often it is asked", async () => {
			const card = await keptCard("a good card");
			expect(card.label).toMatch(/\d{4}$/);
			const purchaseId = newId("pur");
			const outcome = await charge(card, purchaseId);
			expect(await charge(card, purchaseId)).toEqual(outcome);
			if (!("paymentId" in outcome) || "declined" in outcome) throw new Error("a good card pays");
			const facts = await world.provider.readPayment({ checkoutId: undefined, paymentId: outcome.paymentId });
			expect(facts).toMatchObject({ state: "succeeded", receivedCents: PRICE.totalCents, purchaseId });
			expect(await world.provider.findPayment(purchaseId, card.customerId, began)).toBe(outcome.paymentId);
			expect(await world.provider.findPayment(newId("pur"), card.customerId, began)).toBeUndefined();
		});

		it("says why a kept card was declined, the same each time, and lets the payment be given up", async () => {
			const card = await keptCard("a card that is declined later");
			const purchaseId = newId("pur");
			const outcome = await charge(card, purchaseId);
			expect(outcome).toMatchObject({ declined: { message: expect.stringMatching(/\w/), final: false } });
			expect(await charge(card, purchaseId)).toEqual(outcome);
			const { paymentId } = outcome;
			if (paymentId === undefined) throw new Error("a declined payment has a name");
			await world.provider.cancelPayment(paymentId);
			const facts = await world.provider.readPayment({ checkoutId: undefined, paymentId });
			expect(facts).toMatchObject({ state: "failed", receivedCents: 0n, purchaseId });
		});

		it("gives money back in parts, once for each refund, and never more than there was", async () => {
			const { checkout, paymentId } = await paid();
			const refundId = newId("rfd");
			await world.provider.refund({ refundId, paymentId, amountCents: 300n });
			await world.provider.refund({ refundId, paymentId, amountCents: 300n });
			const facts = await factsOf(checkout);
			expect(facts.refunds).toEqual([{ id: expect.any(String), amountCents: 300n, refundId, failed: false }]);
			const more = world.provider.refund({ refundId: newId("rfd"), paymentId, amountCents: PRICE.totalCents - 299n });
			await expect(more).rejects.toBeInstanceOf(ProviderRefused);
			await world.provider.refund({ refundId: newId("rfd"), paymentId, amountCents: PRICE.totalCents - 300n });
			expect((await factsOf(checkout)).refunds).toHaveLength(2);
		});

		it("knows nothing of payments that are not there", async () => {
			const missing = world.provider.readPayment({ checkoutId: undefined, paymentId: "pi_nobody" });
			await expect(missing).rejects.toBeInstanceOf(ProviderRefused);
		});

		it("keeps events that name the payment, and movements that sum to what is there of it", async () => {
			const { checkout, paymentId } = await paid();
			await world.provider.refund({ refundId: newId("rfd"), paymentId, amountCents: 80n });
			const about: (string | undefined)[] = [];
			for await (const event of world.provider.events(began)) about.push(event.about.paymentId, event.about.checkoutId);
			expect(about.includes(paymentId) || about.includes(checkout.checkoutId)).toBe(true);
			const moved: [string, bigint][] = [];
			for await (const one of world.provider.movements(began)) {
				if (one.paymentId === paymentId) moved.push([one.kind, one.amountCents]);
			}
			expect(moved.sort()).toEqual([
				["payment", PRICE.totalCents],
				["refund", -80n],
			]);
		});

		it("forgets a card", async () => {
			const card = await keptCard("a good card");
			await world.provider.forgetCard(card.cardId);
			await expect(charge(card, newId("pur"))).rejects.toBeInstanceOf(ProviderRefused);
		});

		it("says that it answers", async () => {
			expect(await world.provider.check()).toMatch(/\w/);
		});
	});
}
