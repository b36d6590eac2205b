import { dropCard, readAutoTopUp, startDueTopUps } from "@turnpike/db";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Buyer } from "../testing/open-buyer.fixture.ts";
import { type OpenPayments, openPayments } from "../testing/open-payments.fixture.ts";

const HOUR_MS = 3_600_000;
let open: OpenPayments;
beforeAll(async () => {
	open = await openPayments("top ups");
});
beforeEach(async () => {
	open.stripe.faults.clear();
	await open.sql`update auto_topup set enabled = false`;
	open.stripe.webhooks.take();
});
afterAll(async () => {
	const mistakes = await open.mistakes();
	await open.close();
	expect(mistakes).toEqual([]);
});

/** An organisation with a saved card and so much credit, topped up by $20 under $5. */
async function saved(cents = 600n, more: { email?: string } = {}) {
	const buyer = await open.open(more);
	const { paymentIntent } = await buyer.pay(cents, "pm_card_visa", true);
	await open.catchUp();
	await buyer.autoTopUp(500n, 2_000n, 5_000n);
	const cardId = open.stripe.world.intents.get(paymentIntent)?.payment_method ?? "";
	return { buyer, cardId };
}

const start = () => {
	const { provider, fee, now, newPurchaseId, write } = open.world;
	return startDueTopUps(open.sql, { provider: provider.name, fee, now: now(), newPurchaseId, write });
};

/** One round of the worker's loops. */
async function round(): Promise<void> {
	await start();
	await open.sql`update purchase set due_at = now() - interval '1 day' where due_at is not null`;
	await open.advance();
	await open.catchUp();
}

const attemptsOf = async ({ organisationId }: Buyer) => {
	const rows = await open.sql<{ id: string; state: string; failure: string }[]>`select id, state, failure from purchase
		where organisation_id = ${organisationId} and kind = 'auto_topup' order by created_at, id`;
	return rows.map(({ state, failure }) => (failure === "" ? state : `${state}: ${failure}`));
};
const chargesOf = ({ organisationId }: Buyer) =>
	[...open.stripe.world.intents.values()].filter(
		({ metadata, status }) => metadata.turnpike_organisation === organisationId && status === "succeeded",
	).length - 1;
const settingsOf = ({ organisationId }: Buyer) => readAutoTopUp(open.sql, organisationId, open.world.now());

describe("a top-up", () => {
	it("is made when the account falls under its threshold, and not before", async () => {
		const { buyer } = await saved();
		await round();
		expect(await attemptsOf(buyer)).toEqual([]);
		await buyer.spend(101n);
		await round();
		expect(await attemptsOf(buyer)).toEqual(["paid"]);
		expect(await buyer.balance()).toMatchObject({ available: 2_499n });
		await round();
		expect(await attemptsOf(buyer)).toEqual(["paid"]);
		expect(await settingsOf(buyer)).toMatchObject({ thisMonthCents: 2_000n, declines: 0 });
	});

	it("is one at a time, whoever looks and however often", async () => {
		const { buyer } = await saved();
		await buyer.spend(600n);
		await Promise.all(Array.from({ length: 40 }, start));
		expect(await attemptsOf(buyer)).toEqual(["open"]);
		await Promise.all([open.advance(), open.advance(), open.advance()]);
		await Promise.all([round(), round()]);
		expect(chargesOf(buyer)).toBe(1);
		expect(await buyer.balance()).toMatchObject({ available: 2_000n });
	});

	it("passes the month's maximum never, says so once, and goes on with the next month", async () => {
		const { buyer } = await saved(600n, { email: "max@example.com" });
		for (let n = 0; n < 4; n++) {
			const { available } = await buyer.balance();
			if (available > 0n) await buyer.spend(available);
			await round();
			await round();
		}
		expect(await attemptsOf(buyer)).toEqual(["paid", "paid"]);
		expect(await open.mails("max@example.com")).toEqual(["Automatic top-ups have reached this month's maximum"]);
		open.passTime(32 * 24 * HOUR_MS);
		await round();
		expect(await attemptsOf(buyer)).toEqual(["paid", "paid", "paid"]);
	});

	it("is not made for an account that is frozen", async () => {
		const { buyer } = await saved();
		await buyer.spend(600n);
		await open.sql`update organisation set suspended_at = now() where id = ${buyer.organisationId}`;
		await round();
		expect(await attemptsOf(buyer)).toEqual([]);
	});
});

describe("an answer that is lost", () => {
	it.each(["silence", "reset", 500, 409] as const)("(%s) costs nobody twice", async (shows) => {
		const { buyer } = await saved();
		await buyer.spend(600n);
		open.stripe.faults.next({ on: "POST /v1/payment_intents", when: "after", shows, times: 2 });
		await start();
		await open.advance();
		expect(await attemptsOf(buyer)).toEqual(["open"]);
		// The webhook tells of it, or the next look finds it.
		if (shows === 500) await open.catchUp();
		open.stripe.faults.clear();
		await round();
		await round();
		expect(await attemptsOf(buyer)).toEqual(["paid"]);
		expect(chargesOf(buyer)).toBe(1);
		expect(await buyer.balance()).toMatchObject({ available: 2_000n });
	});

	it("is looked up and never sent again when the provider may have forgotten its key", async () => {
		const { buyer } = await saved();
		await buyer.spend(600n);
		open.stripe.faults.next({ on: "POST /v1/payment_intents", when: "before", shows: 503, times: 100 });
		await start();
		await open.advance();
		open.stripe.faults.clear();
		open.passTime(25 * HOUR_MS);
		await open.sql`update purchase set due_at = now() where due_at is not null`;
		await open.advance();
		expect(await attemptsOf(buyer)).toEqual(["failed: The payment was never made."]);
		expect(chargesOf(buyer)).toBe(0);
	});

	it("that was a success is found after days", async () => {
		const { buyer } = await saved();
		await buyer.spend(600n);
		open.stripe.faults.next({ on: "POST /v1/payment_intents", when: "after", shows: "silence" });
		await start();
		await open.advance();
		open.stripe.webhooks.take();
		open.passTime(72 * HOUR_MS);
		await open.sql`update purchase set due_at = now() where due_at is not null`;
		await open.advance();
		expect(await attemptsOf(buyer)).toEqual(["paid"]);
		expect(await buyer.balance()).toMatchObject({ available: 2_000n });
	});

	it("of a worker that died after it sent is taken up by another", async () => {
		const { buyer } = await saved();
		await buyer.spend(600n);
		await start();
		const [attempt] = await open.sql<{ id: string }[]>`update purchase set sent_at = now()
			where organisation_id = ${buyer.organisationId} and kind = 'auto_topup' returning id`;
		const customer = await open.sql<{ customer_id: string; card_id: string }[]>`select * from payment_customer
			where organisation_id = ${buyer.organisationId}`;
		await open.world.provider.chargeCard({
			...{ purchaseId: attempt?.id ?? "", organisationId: buyer.organisationId },
			...{ customerId: customer[0]?.customer_id ?? "", cardId: customer[0]?.card_id ?? "" },
			price: { creditCents: 2_000n, feeCents: 110n, totalCents: 2_110n },
		});
		open.stripe.webhooks.take();
		await round();
		expect(chargesOf(buyer)).toBe(1);
		expect(await buyer.balance()).toMatchObject({ available: 2_000n });
	});
});

describe("a decline", () => {
	it("pauses top-ups for longer each time, then ends them; each is told", async () => {
		const { buyer, cardId } = await saved(600n, { email: "declined@example.com" });
		await buyer.spend(600n);
		open.stripe.people.changeCard(cardId, "pm_card_chargeDeclinedInsufficientFunds");
		for (const hours of [0, 0.5, 0.6, 3, 4]) {
			open.passTime(hours * HOUR_MS);
			await round();
		}
		expect(await attemptsOf(buyer)).toEqual([1, 2, 3].map(() => "failed: Your card has insufficient funds."));
		expect(await settingsOf(buyer)).toMatchObject({
			enabled: false,
			offReason: "Your card has insufficient funds.",
			declines: 3,
		});
		expect(await open.mails("declined@example.com")).toEqual([
			"An automatic top-up was declined",
			"An automatic top-up was declined",
			"Automatic top-ups are switched off",
		]);
		open.stripe.people.changeCard(cardId, "pm_card_visa");
		await buyer.autoTopUp(500n, 2_000n, 5_000n);
		await round();
		expect((await attemptsOf(buyer)).at(-1)).toBe("paid");
	});

	it("that would come again ends them at once", async () => {
		const { buyer, cardId } = await saved();
		await buyer.spend(600n);
		open.stripe.people.changeCard(cardId, "pm_card_chargeDeclinedStolenCard");
		await round();
		expect(await settingsOf(buyer)).toMatchObject({ enabled: false, declines: 1 });
	});

	it("because the bank wants its holder's approval says so, and leaves no payment that could come through later", async () => {
		const { buyer, cardId } = await saved(600n, { email: "approve@example.com" });
		await buyer.spend(600n);
		open.stripe.people.changeCard(cardId, "pm_card_authenticationRequired");
		await round();
		expect(await open.mails("approve@example.com")).toEqual(["An automatic top-up needs your approval"]);
		const left = [...open.stripe.world.intents.values()].filter(
			({ metadata }) => metadata.turnpike_organisation === buyer.organisationId,
		);
		expect(left.map(({ status }) => status).sort()).toEqual(["canceled", "succeeded"]);
	});

	it("whose answer was lost counts once", async () => {
		const { buyer, cardId } = await saved(600n, { email: "lost@example.com" });
		await buyer.spend(600n);
		open.stripe.people.changeCard(cardId, "pm_card_chargeDeclined");
		open.stripe.faults.next({ on: "POST /v1/payment_intents", when: "after", shows: "silence" });
		await round();
		await round();
		expect(await attemptsOf(buyer)).toEqual(["failed: Your card was declined."]);
		expect(await settingsOf(buyer)).toMatchObject({ declines: 1 });
		expect(await open.mails("lost@example.com")).toEqual(["An automatic top-up was declined"]);
	});

	it("is what a missing card is", async () => {
		const { buyer } = await saved();
		await buyer.spend(600n);
		await dropCard(open.sql, { organisationId: buyer.organisationId, provider: "stripe" });
		await round();
		expect(await attemptsOf(buyer)).toEqual(["failed: No card is saved."]);
		expect(await settingsOf(buyer)).toMatchObject({ enabled: false });
	});

	it("is what a card is that was removed at Stripe", async () => {
		const { buyer, cardId } = await saved();
		await buyer.spend(600n);
		await open.world.provider.forgetCard(cardId);
		await round();
		expect(await attemptsOf(buyer)).toEqual(["failed: The saved card cannot be charged."]);
		expect(await settingsOf(buyer)).toMatchObject({ enabled: false });
	});
});
