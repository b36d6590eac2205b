import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lookAtPurchase } from "./payments/look-at-purchase.ts";
import { type ReconciliationReport, reconcile } from "./reconcile.ts";
import { reconciliationObject } from "./reconciliation-object.ts";
import { reconcileIfDue } from "./start-reconciling.ts";
import { type OpenPayments, openPayments } from "./testing/open-payments.fixture.ts";
import { makeIntent } from "./testing/other-intents.fixture.ts";

const DAY_MS = 86_400_000;
let open: OpenPayments;
beforeAll(async () => {
	open = await openPayments("reconcile");
});
beforeEach(() => open.stripe.webhooks.take());
afterAll(() => open?.close());

async function bought(cents = 1_000n) {
	const buyer = await open.open();
	const { purchaseId, paymentIntent } = await buyer.pay(cents);
	await open.catchUp();
	return { buyer, purchaseId, paymentIntent };
}

/** Does to the book what its triggers forbid. */
async function force(...statements: string[]): Promise<void> {
	await open.sql.begin(async (tx) => {
		await tx`select set_config('session_replication_role', 'replica', true)`;
		for (const statement of statements) await tx.unsafe(statement);
	});
}

/** Injects a fault, looks for it, and mends it again. */
async function withFault(inject: string, mend: string): Promise<ReconciliationReport> {
	await force(inject);
	const report = await reconcile(open.world);
	await force(mend);
	return report;
}

describe("a reconciliation", () => {
	it("agrees when all is right: payments, refunds, disputes won and lost, a refund on its way, another's payment", async () => {
		const { paymentIntent } = await bought();
		open.stripe.people.refund(paymentIntent, 300);
		const [won, lost] = [await bought(), await bought(2_000n)];
		open.stripe.people.closeDispute(open.stripe.people.dispute(won.paymentIntent).id, "won");
		open.stripe.people.closeDispute(open.stripe.people.dispute(lost.paymentIntent).id, "lost");
		const failed = open.stripe.people.refund((await bought()).paymentIntent, 100);
		open.stripe.people.failRefund(failed.id);
		await open.catchUp();
		const session = open.stripe.world;
		makeIntent(session, {});
		const report = await reconcile(open.world);
		expect(report.differences).toBe(0);
		expect(report.payments).toMatchObject({ provider: "stripe", differences: [], feeCents: expect.any(BigInt) });
		expect(reconciliationObject(report)).toMatchObject({ clean: true, differences: 0 });
	});

	it("books what no webhook told, and then agrees", async () => {
		const buyer = await open.open();
		const { paymentIntent, purchaseId } = await buyer.pay(1_000n);
		open.stripe.people.refund(paymentIntent, 100);
		await open.sql`update purchase set payment_id = ${paymentIntent} where id = ${purchaseId}`;
		expect((await reconcile(open.world)).differences).toBe(0);
		expect(await buyer.balance()).toMatchObject({ available: 900n });
	});

	it("finds money at the provider that no purchase of this book explains", async () => {
		const { buyer, purchaseId, paymentIntent } = await bought();
		const lost = open.stripe.world.intents.get(paymentIntent);
		if (lost) lost.metadata.turnpike_purchase = "pur_gone";
		await open.sql`update purchase set payment_id = null, checkout_id = null where id = ${purchaseId}`;
		const report = await reconcile(open.world);
		expect(report.payments?.differences).toEqual([
			{ paymentId: paymentIntent, purchaseId: undefined, movedCents: 1_080n, bookedCents: 0n },
		]);
		if (lost) lost.metadata.turnpike_purchase = purchaseId;
		await open.sql`update purchase set payment_id = ${paymentIntent} where id = ${purchaseId}`;
		await lookAtPurchase(open.world, purchaseId);
		expect((await reconcile(open.world)).differences).toBe(0);
		expect(await buyer.balance()).toMatchObject({ available: 1_000n });
	});

	it("finds a deposit for which nothing came", async () => {
		const { purchaseId, paymentIntent } = await bought();
		await open.sql`delete from payment_movement where payment_id = ${paymentIntent}`;
		await open.sql`update payment_cursor set read_until = now() + interval '1 day'`;
		const charges = [...open.stripe.world.balanceTransactions.entries()];
		const [, moved] = charges.at(-1) ?? [];
		open.stripe.world.balanceTransactions.delete(moved?.id ?? "");
		const report = await reconcile(open.world);
		expect(report.payments?.differences).toMatchObject([{ purchaseId, movedCents: 0n, bookedCents: 1_080n }]);
		if (moved) open.stripe.world.balanceTransactions.set(moved.id, moved);
		await open.sql`update payment_cursor set read_until = now() - interval '1 day'`;
		expect((await reconcile(open.world)).differences).toBe(0);
	});

	it("finds a deposit that belongs to no purchase, and one of another amount", async () => {
		const { purchaseId, buyer } = await bought();
		const entered = `from entry where account_id = 'house:deposits' and transaction_id in
			(select transaction_id from purchase_booking where purchase_id = '${purchaseId}')`;
		const other = await withFault(
			`update entry set amount_nano_usd = amount_nano_usd - 1 where id in (select id ${entered})`,
			`update entry set amount_nano_usd = amount_nano_usd + 1 where id in (select id ${entered})`,
		);
		expect(other.deposits).toMatchObject([{ purchaseId, bookedCents: 1_080n, entry: 10_800_000_001n }]);
		expect(other.books.unbalancedTransactions).toBe(1);
		await force(`delete from purchase_booking where purchase_id = '${purchaseId}'`);
		const unowned = await reconcile(open.world);
		expect(unowned.deposits).toMatchObject([{ purchaseId: undefined, bookedCents: 0n, entry: 10_800_000_000n }]);
		expect(unowned.wrongPurchases).toEqual([purchaseId]);
		expect(unowned.payments?.differences).toMatchObject([{ purchaseId, movedCents: 1_080n, bookedCents: 0n }]);
		await open.sql`insert into purchase_booking (transaction_id, purchase_id, kind, credit_cents, fee_cents)
			select e.transaction_id, ${purchaseId}, 'payment', 1000, 80 from entry e
			join ledger_transaction t on t.id = e.transaction_id
			where e.account_id = ${buyer.accountId} and t.kind = 'payment'`;
		expect((await reconcile(open.world)).differences).toBe(0);
	});

	it("finds usage that was not debited, and balances that are not their entries", async () => {
		const { buyer } = await bought();
		await buyer.spend(100n);
		const report = await reconcile(open.world);
		expect(report).toMatchObject({ usage: [], differences: 0 });
		const fault = (change: string) => `update account set available_nano_usd = available_nano_usd ${change} 1
			where id = '${buyer.accountId}'; update usage_hourly set charge_nano_usd = charge_nano_usd ${change} 1`;
		const wrong = await withFault(fault("+"), fault("-"));
		expect(wrong.usage).toEqual([{ accountId: buyer.accountId, used: 1_000_000_001n, debited: 1_000_000_000n }]);
		expect(wrong.books).toMatchObject({ wrongBalances: 1 });
		expect(wrong.differences).toBeGreaterThan(0);
	});

	it("fails, and says nothing, when the provider cannot be asked", async () => {
		open.stripe.faults.next({ on: "GET /v1/balance_transactions", when: "before", shows: 500 });
		await expect(reconcile(open.world)).rejects.toThrow("Stripe: 500");
	});
});

describe("once a day", () => {
	it("one worker reconciles the day before, and keeps the report", async () => {
		const reports: ReconciliationReport[] = [];
		const options = { ...open.world, onReconciled: (report: ReconciliationReport) => reports.push(report) };
		open.passTime(2 * DAY_MS);
		const rounds = () => Promise.all([1, 2, 3].map(() => reconcileIfDue(options)));
		expect((await rounds()).filter(Boolean)).toHaveLength(1);
		expect(await rounds()).toEqual([false, false, false]);
		open.passTime(DAY_MS);
		expect((await rounds()).filter(Boolean)).toHaveLength(1);
		expect(reports).toHaveLength(2);
		const kept = await open.sql`select day, report ->> 'differences' as differences from reconciliation order by day`;
		expect(kept).toHaveLength(2);
		expect(kept[1]?.day).toBe(new Date(open.world.now() - 1_800_000 - DAY_MS).toISOString().slice(0, 10));
	});
});
