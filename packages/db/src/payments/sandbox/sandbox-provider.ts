import {
	type CardCharge,
	type ChargeOutcome,
	type Checkout,
	type CheckoutRequest,
	type Movement,
	type PaymentFacts,
	type PaymentProvider,
	type PaymentReference,
	type ProviderEvent,
	ProviderRefused,
	type RefundRequest,
} from "@turnpike/payments";
import type { Database, Queries } from "../../connect.ts";
import { tellSandboxEvent } from "./sandbox-checkout.ts";
import { behaviourOfCard, type SandboxRow, stateAt } from "./sandbox-row.ts";

export interface SandboxOptions {
	readonly sql: Database;
	/** How the outside reaches this server, without a trailing slash: its page stands there. */
	readonly publicUrl: () => string;
	/** Unix milliseconds. */
	readonly now: () => number;
	/** A new UUIDv7. */
	readonly newId: () => string;
}

const CHECKOUT_MS = 24 * 3_600_000;
const CARD_LABEL = "sandbox •••• 4242";

/**
 * A provider that takes no money, for servers without one: its payments live in the book's database, people pay at a page of
 * our own, and it tells of what happened through the same inbox as a real one. Never in production.
 */
export function makeSandboxProvider(options: SandboxOptions): PaymentProvider {
	const { sql, now, newId } = options;
	const idOf = (prefix: string) => `${prefix}_sandbox_${newId().replaceAll("-", "")}`;
	return {
		name: "sandbox",
		makeCustomer: async ({ id }) => `cus_sandbox_${id}`,
		openCheckout: (request) => openCheckout(options, request, idOf("pi"), idOf("cs")),
		chargeCard: (charge) => chargeCard(sql, charge, idOf("pi"), now(), newId()),
		async cancelPayment(paymentId) {
			await sql`update sandbox_payment set state = 'failed' where id = ${paymentId} and state <> 'succeeded'`;
		},
		async findPayment(purchaseId) {
			const [row] = await sql<{ id: string }[]>`select id from sandbox_payment where purchase_id = ${purchaseId}`;
			return row?.id;
		},
		readPayment: (reference) => readPayment(options, reference),
		refund: (request) => refund(sql, request, idOf("re"), now(), newId()),
		async forgetCard(cardId) {
			await sql`update sandbox_payment set card_id = null where card_id = ${cardId}`;
		},
		events: (sinceMs) => events(sql, sinceMs),
		movements: (sinceMs) => movements(sql, sinceMs, now()),
		check: async () => "the sandbox takes payments that are none",
	};
}

async function openCheckout(
	{ sql, publicUrl, now }: SandboxOptions,
	request: CheckoutRequest,
	paymentId: string,
	checkoutId: string,
): Promise<Checkout> {
	const { purchaseId, customerId, price, saveCard, successUrl, cancelUrl } = request;
	const expiresAt = new Date(now() + CHECKOUT_MS);
	await sql`insert into sandbox_payment (id, checkout_id, purchase_id, customer_id, credit_cents, fee_cents, state, save_card,
			success_url, cancel_url, created_at, expires_at)
		values (${paymentId}, ${checkoutId}, ${purchaseId}, ${customerId}, ${price.creditCents}, ${price.feeCents}, 'open',
			${saveCard}, ${successUrl}, ${cancelUrl}, ${new Date(now())}, ${expiresAt})
		on conflict (purchase_id) do nothing`;
	const [row] = await sql<SandboxRow[]>`select * from sandbox_payment where purchase_id = ${purchaseId}`;
	if (!row?.checkout_id || !row.expires_at) throw new Error(`no checkout of ${purchaseId}`);
	const url = `${publicUrl()}/sandbox/checkout/${row.checkout_id}`;
	return { checkoutId: row.checkout_id, url, expiresAt: row.expires_at.getTime() };
}

async function chargeCard(
	sql: Database,
	charge: CardCharge,
	paymentId: string,
	now: number,
	eventId: string,
): Promise<ChargeOutcome> {
	const { purchaseId, customerId, cardId, price } = charge;
	return sql.begin(async (tx) => {
		const [kept] =
			await tx`select 1 from sandbox_payment where card_id = ${cardId} and customer_id = ${customerId} limit 1`;
		if (!kept) throw new ProviderRefused("resource_missing", `the sandbox keeps no card ${cardId}`);
		const declines = behaviourOfCard(cardId) === "declines_later";
		const message = declines ? "The card was declined." : "";
		const made =
			await tx`insert into sandbox_payment (id, purchase_id, customer_id, credit_cents, fee_cents, state, failure,
				save_card, created_at, succeeded_at)
			values (${paymentId}, ${purchaseId}, ${customerId}, ${price.creditCents}, ${price.feeCents},
				${declines ? "failed" : "succeeded"}, ${message}, false, ${new Date(now)}, ${declines ? null : new Date(now)})
			on conflict (purchase_id) do nothing`;
		const [row] = await tx<SandboxRow[]>`select * from sandbox_payment where purchase_id = ${purchaseId}`;
		if (!row) throw new Error(`no payment of ${purchaseId}`);
		if (made.count > 0) await tellSandboxEvent(tx, `payment_intent.${row.state}`, row, now, eventId);
		if (row.state === "succeeded") return { paymentId: row.id };
		return { paymentId: row.id, declined: { code: "card_declined", message: row.failure, final: false } };
	});
}

async function readPayment(
	options: SandboxOptions,
	{ paymentId, checkoutId }: PaymentReference,
): Promise<PaymentFacts> {
	const now = options.now();
	const [row] = await options.sql<SandboxRow[]>`select * from sandbox_payment
		where id = ${paymentId ?? null} or checkout_id = ${checkoutId ?? null} limit 1`;
	if (!row) throw new ProviderRefused("resource_missing", `the sandbox has no payment ${paymentId ?? checkoutId}`);
	const state = stateAt(row, now);
	const paid = state === "succeeded";
	const untouched = row.state === "open" && row.failure === "";
	return {
		paymentId: untouched ? undefined : row.id,
		checkoutId: row.checkout_id ?? undefined,
		purchaseId: row.purchase_id,
		currency: "usd",
		state,
		receivedCents: paid ? row.credit_cents + row.fee_cents : 0n,
		failure: row.failure,
		refunds: row.refunds.map(({ id, refund_id, amount_cents }) => ({
			...{ id, refundId: refund_id, amountCents: BigInt(amount_cents), failed: false },
		})),
		disputes: [],
		warnings: [],
		card:
			paid && row.card_id !== null
				? { customerId: row.customer_id, cardId: row.card_id, label: CARD_LABEL }
				: undefined,
		papers: {
			receiptUrl: paid ? `${options.publicUrl()}/sandbox/receipt/${row.id}` : undefined,
			invoiceUrl: undefined,
			invoicePdf: undefined,
		},
	};
}

async function refund(sql: Database, request: RefundRequest, id: string, now: number, eventId: string): Promise<void> {
	const { refundId, paymentId, amountCents } = request;
	await sql.begin(async (tx) => {
		const [row] = await tx<SandboxRow[]>`select * from sandbox_payment where id = ${paymentId} for update`;
		if (!row || stateAt(row, now) !== "succeeded") {
			throw new ProviderRefused("resource_missing", `the sandbox has no payment ${paymentId} to give back`);
		}
		if (row.refunds.some((one) => one.refund_id === refundId)) return;
		const given = row.refunds.reduce((sum, one) => sum + BigInt(one.amount_cents), 0n);
		if (given + amountCents > row.credit_cents + row.fee_cents) {
			throw new ProviderRefused("charge_already_refunded", `${paymentId} has less than that left to be given back`);
		}
		const refunds = [...row.refunds, { id, refund_id: refundId, amount_cents: amountCents.toString(), at: now }];
		await tx`update sandbox_payment set refunds = ${JSON.stringify(refunds)}::text::jsonb where id = ${paymentId}`;
		await tellSandboxEvent(tx, "charge.refunded", row, now, eventId);
	});
}

/** What the sandbox told is in the inbox already. */
async function* events(sql: Queries, sinceMs: number): AsyncGenerator<ProviderEvent> {
	const rows = await sql<
		{ id: string; type: string; created_at: Date; payment_id: string; checkout_id: string | null; payload: string }[]
	>`
		select * from payment_event where provider = 'sandbox' and created_at >= ${new Date(sinceMs)}`;
	for (const { id, type, created_at, payment_id, checkout_id, payload } of rows) {
		const about = { paymentId: payment_id, checkoutId: checkout_id ?? undefined };
		yield { id, type, createdAt: created_at.getTime(), about, payload };
	}
}

async function* movements(sql: Queries, sinceMs: number, now: number): AsyncGenerator<Movement> {
	const rows = await sql<SandboxRow[]>`select * from sandbox_payment where state in ('succeeded', 'processing')`;
	for (const row of rows) {
		const came = row.succeeded_at ?? row.settles_at;
		if (came === null || stateAt(row, now) !== "succeeded") continue;
		const of = { paymentId: row.id, feeCents: 0n, currency: "usd" };
		const moved: Movement[] = [
			{
				...of,
				id: `txn_${row.id}`,
				kind: "payment",
				amountCents: row.credit_cents + row.fee_cents,
				at: came.getTime(),
			},
			...row.refunds.map(({ id, amount_cents, at }) => ({
				...{ ...of, id: `txn_${id}`, kind: "refund" as const, amountCents: -BigInt(amount_cents), at },
			})),
		];
		yield* moved.filter(({ at }) => at >= sinceMs);
	}
}
