import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { reconcile } from "../reconcile.ts";
import type { Buyer } from "../testing/open-buyer.fixture.ts";
import { type OpenPayments, openPayments } from "../testing/open-payments.fixture.ts";
import { anyStep, PaymentStory } from "../testing/payment-story.fixture.ts";
import { bookedPayments, keepsFrozen, truthOf } from "../testing/stripe-truth.fixture.ts";

let open: OpenPayments;
beforeAll(async () => {
	open = await openPayments("any order");
});
afterAll(() => open?.close());

/** The book is what Stripe says, and nothing else. */
async function check(buyer: Buyer, spent: bigint): Promise<void> {
	const payments = await bookedPayments(open.sql, buyer.organisationId);
	for (const booked of payments) expect({ ...booked, ...truthOf(open.stripe, booked.payment) }).toEqual(booked);
	const credited = payments.map(({ credit, received, refunded, disputed }) =>
		received > 0n && credit > refunded + disputed ? credit - refunded - disputed : 0n,
	);
	const { available, reserved, debt } = await buyer.balance();
	expect(available + reserved + spent - debt).toBe(credited.reduce((sum, one) => sum + one, 0n));
	expect(available === 0n || debt === 0n).toBe(true);
	expect(await buyer.suspended()).toBe(payments.some(({ payment }) => keepsFrozen(open.stripe, payment)));
	const topUps = await open.sql`select 1 from purchase where account_id = ${buyer.accountId}
		and kind = 'auto_topup' and state in ('open', 'processing')`;
	expect(topUps.length).toBeLessThan(2);
}

it("ends in one book, whatever happens in whatever order, is lost, repeated, late or half done", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(anyStep, { minLength: 30, maxLength: 90 }), async (steps) => {
			const buyers = [await open.open(), await open.open()];
			await buyers[0]?.autoTopUp(300n, 1_000n, 100_000n);
			const story = new PaymentStory(open, buyers);
			for (const step of steps) await story.play(step);
			await story.end();
			for (const buyer of buyers) await check(buyer, story.spentBy(buyer));
		}),
		{ numRuns: 20, endOnFailure: true },
	);
	expect(await open.mistakes()).toEqual([]);
	const report = await reconcile(open.world);
	expect(report).toMatchObject({ payments: { differences: [] }, deposits: [], wrongPurchases: [], usage: [] });
}, 300_000);
