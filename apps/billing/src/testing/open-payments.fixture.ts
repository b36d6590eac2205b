import { randomUUID } from "node:crypto";
import { checkBooks, connect, inSnapshot, makeAllowanceBook, makeUsageLog, storeEvent } from "@turnpike/db";
import { makeStripeProvider, verifyWebhook } from "@turnpike/stripe";
import { freshDatabase } from "@turnpike/test-services";
import { type Event, StripeServer, signatureOf } from "@turnpike/test-stripe";
import { advancePurchases } from "../payments/advance-purchases.ts";
import { applyEvents } from "../payments/apply-events.ts";
import type { PaymentsWorld } from "../payments/payments-world.ts";
import { writeNotice } from "../payments/write-notice.ts";
import { newId } from "./open-billing.fixture.ts";
import { openBuyer, PUBLIC_URL } from "./open-buyer.fixture.ts";

const FEE = { basisPoints: 550, leastCents: 80 };
const SECRET = "whsec_test";

/** A book, a Stripe account, and a worker that runs when a test says so, all on one clock that a test may move. */
export async function openPayments(name: string) {
	const database = await freshDatabase(name);
	const sql = connect(database.url, { connections: 12 });
	const stripe = await StripeServer.start();
	stripe.webhooks.hold();
	let aheadMs = 0;
	const troubles: string[] = [];
	const settings = { secretKey: stripe.secretKey, apiBase: stripe.url, timeoutMs: 1_000 };
	const world: PaymentsWorld = {
		sql,
		provider: makeStripeProvider(settings),
		fee: FEE,
		now: () => Date.now() + aheadMs,
		newId,
		newPurchaseId: () => `pur_${randomUUID()}`,
		write: (notice) => writeNotice(notice, PUBLIC_URL),
		onTrouble: (what, error) => troubles.push(`${what}: ${error}`),
	};

	const { deliver, applyAll } = inboxOf(world);
	return {
		sql,
		stripe,
		world,
		troubles,
		log: makeUsageLog(sql, { patienceMs: 5_000 }),
		book: makeAllowanceBook(sql),
		deliver,
		applyAll,
		advance: () => advancePurchases(world),
		/** Every event since the last time, delivered and applied. */
		async catchUp() {
			for (const event of stripe.webhooks.take()) await deliver(event);
			return applyAll();
		},
		passTime(ms: number) {
			aheadMs += ms;
			stripe.world.advance(ms);
		},
		open: (more: { email?: string } = {}) => openBuyer(sql, world, stripe, more.email),
		mails: async (to: string) => {
			const rows = await sql<
				{ subject: string }[]
			>`select subject from mail_outbox where recipient = ${to} order by id`;
			return rows.map(({ subject }) => subject);
		},
		async mistakes() {
			const { parked: _parked, unposted: _unposted, ...mistakes } = await inSnapshot(sql, checkBooks);
			return Object.entries(mistakes).filter(([, count]) => count !== 0);
		},
		async close() {
			await stripe.stop();
			await sql.end({ timeout: 1 });
			await database.drop();
		},
	};
}

export type OpenPayments = Awaited<ReturnType<typeof openPayments>>;

function inboxOf(world: PaymentsWorld) {
	const { sql } = world;
	/** What the webhook's route does with an event. */
	async function deliver(event: Event): Promise<void> {
		const payload = JSON.stringify(event);
		const header = signatureOf(payload, SECRET, Math.floor(Date.now() / 1_000));
		const verified = await verifyWebhook(payload, header, [SECRET], Date.now());
		if (!verified) throw new Error("a good signature is taken");
		await storeEvent(sql, "stripe", verified);
	}

	async function applyAll(): Promise<{ applied: number; parked: number }> {
		const total = { applied: 0, parked: 0 };
		for (;;) {
			const { applied, parked } = await applyEvents(world);
			if (applied + parked === 0) return total;
			total.applied += applied;
			total.parked += parked;
		}
	}

	return { deliver, applyAll };
}
