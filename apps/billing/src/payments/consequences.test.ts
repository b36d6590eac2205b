import { listRefunds, orderRefund, RefundTooLarge, setSuspended } from "@turnpike/db";
import { nanoUsd } from "@turnpike/money";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Buyer } from "../testing/open-buyer.fixture.ts";
import { type OpenPayments, openPayments } from "../testing/open-payments.fixture.ts";
import { sendRefunds } from "./send-refunds.ts";

let open: OpenPayments;
let last = 0;
beforeAll(async () => {
	open = await openPayments("consequences");
});
beforeEach(async () => {
	open.stripe.faults.clear();
	await sendRefunds(open.world);
	open.stripe.webhooks.take();
});
afterAll(async () => {
	const mistakes = await open.mistakes();
	await open.close();
	expect(mistakes).toEqual([]);
});

async function bought(cents: bigint, more: { email?: string } = {}) {
	const buyer = await open.open(more);
	const { purchaseId, paymentIntent } = await buyer.pay(cents);
	await open.catchUp();
	return { buyer, purchaseId, paymentIntent };
}

const refundOf = ({ organisationId }: Buyer, amountCents: bigint | undefined) =>
	orderRefund(open.sql, {
		...{ organisationId, amountCents, reason: "asked for", actor: "operator" },
		...{ newId: open.world.newId, newRefundId: () => `rfd_${Date.now()}${last++}` },
	});

describe("a refund in Stripe's dashboard", () => {
	it("takes back what it gave, part by part, however often it is heard of; what was spent is owed", async () => {
		const { buyer, paymentIntent, purchaseId } = await bought(1_000n);
		await buyer.spend(700n);
		open.stripe.people.refund(paymentIntent, 200);
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 100n, debt: 0n });
		open.stripe.people.refund(paymentIntent, 300);
		open.stripe.people.refund(paymentIntent);
		const events = open.stripe.webhooks.take();
		for (const event of [...events, ...events].reverse()) await open.deliver(event);
		await open.applyAll();
		expect(await buyer.balance()).toEqual({ available: 0n, reserved: 0n, debt: 700n, deposited: 700n });
		expect(await buyer.purchase(purchaseId)).toMatchObject({ moved: { receivedCents: 1_080n, refundedCents: 1_080n } });
		expect(await buyer.suspended()).toBe(false);
	});

	it("that fails gives the credit back, and the debt with it", async () => {
		const { buyer, paymentIntent } = await bought(1_000n);
		await buyer.spend(600n);
		const refund = open.stripe.people.refund(paymentIntent);
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 0n, debt: 600n });
		open.stripe.people.failRefund(refund.id);
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 400n, debt: 0n });
	});

	it("is owed until it is repaid: by what is bought next, which says so", async () => {
		const { buyer, paymentIntent } = await bought(1_000n);
		await buyer.spend(1_000n);
		open.stripe.people.refund(paymentIntent);
		await open.catchUp();
		const next = await buyer.pay(1_500n);
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 500n, debt: 0n });
		expect(await buyer.purchase(next.purchaseId)).toMatchObject({ repaid: nanoUsd(10_000_000_000n) });
	});
});

describe("a dispute", () => {
	it("freezes the account, takes its money back, asks for what is set aside, and tells; won, it restores all", async () => {
		const { buyer, paymentIntent } = await bought(1_000n, { email: "disputed@example.com" });
		await buyer.autoTopUp(100n, 500n, 500n);
		const allowanceId = await buyer.spend(200n, 500n);
		const dispute = open.stripe.people.dispute(paymentIntent);
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 0n, reserved: 300n, debt: 500n });
		expect(await buyer.suspended()).toBe(true);
		await expect(buyer.spend(1n)).rejects.toThrow("account_suspended");
		expect((await open.sql`select 1 from recall where account_id = ${buyer.accountId}`).length).toBe(1);
		await open.book.giveBack(allowanceId, nanoUsd(3_000_000_000n));
		expect(await buyer.balance()).toMatchObject({ available: 0n, reserved: 0n, debt: 200n });
		open.stripe.people.closeDispute(dispute.id, "won");
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 800n, reserved: 0n, debt: 0n });
		expect(await buyer.suspended()).toBe(false);
		expect(await open.mails("disputed@example.com")).toEqual([
			"Your account is frozen",
			"Your account can be used again",
		]);
		const [topUp] =
			await open.sql`select enabled, off_reason from auto_topup where organisation_id = ${buyer.organisationId}`;
		expect(topUp).toEqual({ enabled: false, off_reason: "a payment is disputed or suspected of fraud" });
	});

	it("that is lost stays taken back, the spent part owed; the account may be used again", async () => {
		const { buyer, paymentIntent } = await bought(1_000n);
		await buyer.spend(900n);
		const dispute = open.stripe.people.dispute(paymentIntent);
		open.stripe.people.closeDispute(dispute.id, "lost");
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 0n, debt: 900n });
		expect(await buyer.suspended()).toBe(false);
		await buyer.pay(1_000n);
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 100n, debt: 0n });
	});

	it("ends in the same book in whatever order its events come", async () => {
		const { buyer, paymentIntent } = await bought(1_000n);
		await buyer.spend(300n);
		open.stripe.people.refund(paymentIntent, 100);
		const dispute = open.stripe.people.dispute(paymentIntent, { inquiry: true, amount: 500 });
		open.stripe.people.escalate(dispute.id);
		open.stripe.people.closeDispute(dispute.id, "won");
		const events = open.stripe.webhooks.take();
		for (const event of [...events].reverse()) {
			await open.deliver(event);
			await open.applyAll();
			expect(await buyer.balance()).toMatchObject({ available: 600n, debt: 0n });
		}
		expect(await buyer.suspended()).toBe(false);
	});

	it("that is only an inquiry freezes and takes nothing", async () => {
		const { buyer, paymentIntent } = await bought(1_000n);
		const inquiry = open.stripe.people.dispute(paymentIntent, { inquiry: true });
		await open.catchUp();
		expect([await buyer.balance(), await buyer.suspended()]).toMatchObject([{ available: 1_000n }, true]);
		open.stripe.people.closeDispute(inquiry.id, "warning_closed");
		await open.catchUp();
		expect(await buyer.suspended()).toBe(false);
	});

	it("freezes while any of several is open; an operator's word stands", async () => {
		const { buyer, paymentIntent } = await bought(1_000n);
		const second = await buyer.pay(600n);
		const first = open.stripe.people.dispute(paymentIntent);
		const other = open.stripe.people.dispute(second.paymentIntent);
		await open.catchUp();
		open.stripe.people.closeDispute(first.id, "won");
		await open.catchUp();
		expect(await buyer.suspended()).toBe(true);
		await setSuspended(open.sql, buyer.organisationId, false, "operator");
		open.stripe.world.emit("charge.dispute.updated", open.stripe.world.disputes.get(other.id) ?? {});
		await open.catchUp();
		expect(await buyer.suspended()).toBe(false);
		await setSuspended(open.sql, buyer.organisationId, true, "operator");
		open.stripe.people.closeDispute(other.id, "won");
		await open.catchUp();
		expect(await buyer.suspended()).toBe(true);
	});
});

describe("a fraud warning", () => {
	it("freezes until the payment is given back whole", async () => {
		const { buyer, paymentIntent } = await bought(1_000n, { email: "fraud@example.com" });
		open.stripe.people.warn(paymentIntent);
		await open.catchUp();
		expect(await buyer.suspended()).toBe(true);
		open.stripe.people.refund(paymentIntent);
		await open.catchUp();
		expect([await buyer.suspended(), await buyer.balance()]).toMatchObject([false, { available: 0n, debt: 0n }]);
		expect(await open.mails("fraud@example.com")).toEqual(["Your account is frozen", "Your account can be used again"]);
	});
});

describe("a refund of unused credit", () => {
	it("takes the credit back at once, then asks Stripe, the newest purchase first, and is booked once", async () => {
		const { buyer, purchaseId, paymentIntent } = await bought(1_000n);
		const second = await buyer.pay(600n);
		await open.catchUp();
		await buyer.spend(300n);
		const ordered = await refundOf(buyer, 900n);
		expect(ordered.map(({ purchaseId: of, amountCents }) => [of, amountCents])).toEqual([
			[second.purchaseId, 600n],
			[purchaseId, 300n],
		]);
		expect(await buyer.balance()).toMatchObject({ available: 400n });
		const ours = () => [...open.stripe.world.refunds.values()].filter((one) => one.payment_intent === paymentIntent);
		expect(ours()).toEqual([]);
		await sendRefunds(open.world);
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 400n, debt: 0n });
		expect(ours()).toMatchObject([{ amount: 300 }]);
		expect((await listRefunds(open.sql, buyer.organisationId)).map(({ state }) => state)).toEqual(["sent", "sent"]);
		expect(open.stripe.people.refund((await buyer.purchase(second.purchaseId)).paymentId ?? "").amount).toBe(80);
	});

	it("is never more than was bought and is still there: no gift, no fee, nothing set aside for calls", async () => {
		const { buyer } = await bought(1_000n);
		await buyer.spend(100n, 250n);
		const refused = await refundOf(buyer, 751n).catch((error: unknown) => error);
		expect(refused).toBeInstanceOf(RefundTooLarge);
		expect(refused).toMatchObject({ refundableCents: 750n });
		await expect(refundOf(buyer, 0n)).rejects.toBeInstanceOf(RefundTooLarge);
		expect((await refundOf(buyer, undefined)).map(({ amountCents }) => amountCents)).toEqual([750n]);
		await expect(refundOf(buyer, undefined)).rejects.toBeInstanceOf(RefundTooLarge);
	});

	it("whose answer is lost is found, and not made twice", async () => {
		const { buyer, paymentIntent } = await bought(1_000n);
		const [refund] = await refundOf(buyer, 400n);
		open.stripe.faults.next({ on: "POST /v1/refunds", when: "after", shows: 500 });
		await sendRefunds(open.world);
		expect((await listRefunds(open.sql, buyer.organisationId))[0]).toMatchObject({ state: "requested" });
		open.passTime(25 * 3_600_000);
		await sendRefunds(open.world);
		expect((await listRefunds(open.sql, buyer.organisationId))[0]).toMatchObject({ state: "sent", id: refund?.id });
		const made = [...open.stripe.world.refunds.values()].filter((one) => one.payment_intent === paymentIntent);
		expect(made.map(({ amount }) => amount)).toEqual([400]);
		await open.catchUp();
		expect(await buyer.balance()).toMatchObject({ available: 600n });
	});

	it("that Stripe refuses gives the credit back", async () => {
		const { buyer, paymentIntent } = await bought(1_000n);
		await refundOf(buyer, 400n);
		open.stripe.people.dispute(paymentIntent, { amount: 100 });
		await sendRefunds(open.world);
		await open.catchUp();
		expect((await listRefunds(open.sql, buyer.organisationId))[0]).toMatchObject({ state: "failed" });
		expect(await buyer.balance()).toMatchObject({ available: 900n, debt: 0n });
	});

	it("that was never made within a day gives the credit back, and is not tried any more", async () => {
		const { buyer } = await bought(1_000n);
		await refundOf(buyer, 400n);
		open.stripe.faults.next({ on: "POST /v1/refunds", when: "before", shows: 503, times: 1_000 });
		await sendRefunds(open.world);
		open.passTime(24 * 3_600_000);
		await sendRefunds(open.world);
		open.stripe.faults.clear();
		expect(await buyer.balance()).toMatchObject({ available: 1_000n });
		open.passTime(24 * 3_600_000);
		expect(await sendRefunds(open.world)).toBe(0);
	});
});
