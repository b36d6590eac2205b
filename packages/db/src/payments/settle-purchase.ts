import { assertBalanced, credit, debit, linesOf, type Standing } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import {
	type Booking,
	bookingsBetween,
	type DecidedRefund,
	freezesOf,
	houseLinesOf,
	mistakeIn,
	movedBy,
	nanoOfCents,
	type PaymentFacts,
} from "@turnpike/payments";
import type { Database, Queries } from "../connect.ts";
import { lockStanding, writeStanding, writeTransaction } from "../ledger/standing-store.ts";
import { keepCard } from "./customer-store.ts";
import { applyFreezes } from "./freeze-store.ts";
import { type PurchaseRecord, type PurchaseRow, type PurchaseState, readPurchase } from "./purchase-record.ts";
import { tell, type WriteNotice } from "./tell.ts";
import { endTopUps, noteDecline, noteSuccess } from "./top-up-outcome.ts";

export interface Settling {
	readonly purchaseId: string;
	/** The purchase's version when its facts were asked for. */
	readonly version: number;
	readonly facts: PaymentFacts;
	/** Unix milliseconds. */
	readonly now: number;
	/** A new UUIDv7. */
	readonly newId: () => string;
	readonly write: WriteNotice;
}

/** How soon a debit that has begun is asked about. */
const FIRST_LOOK_MS = 5_000;

export type Settled =
	/** Everything the facts say is booked. */
	| "settled"
	/** Somebody settled it meanwhile: these facts may be older than theirs, and must be asked for again. */
	| "stale"
	/** They cannot be booked: a person has to see to it. */
	| { readonly parked: string };

/**
 * Books what is true of a payment: the difference between what was booked and what the facts come to, in as many
 * transactions as it has kinds, all or nothing. The account's row is locked first, then the purchase.
 */
export async function settlePurchase(sql: Database, settling: Settling): Promise<Settled> {
	return sql.begin(async (tx) => {
		const [{ account_id: accountId } = { account_id: "" }] = await tx<{ account_id: string }[]>`
			select account_id from purchase where id = ${settling.purchaseId}`;
		const standing = await lockStanding(tx, accountId);
		const [row] = await tx<PurchaseRow[]>`select * from purchase where id = ${settling.purchaseId} for update`;
		if (!standing || !row) throw new Error(`no purchase ${settling.purchaseId}`);
		const purchase = readPurchase(row);
		if (purchase.version !== settling.version) return "stale";
		const { price, paymentId, moved } = purchase;
		const expected = { purchaseId: purchase.id, paymentId, receivedCents: moved.receivedCents, ...price };
		const mistake = mistakeIn(settling.facts, expected);
		if (mistake !== undefined) {
			await tx`update purchase set parked_reason = ${mistake}, version = version + 1 where id = ${purchase.id}`;
			return { parked: mistake };
		}
		await book(tx, purchase, standing, settling);
		return "settled";
	});
}

async function book(tx: Queries, purchase: PurchaseRecord, standing: Standing, settling: Settling): Promise<void> {
	const { facts } = settling;
	const due = movedBy(facts, await decidedRefunds(tx, purchase.id));
	const bookings = bookingsBetween(purchase.price, purchase.moved, due);
	const repaid = await writeBookings(tx, purchase, standing, bookings, settling);
	const state: PurchaseState = facts.state === "succeeded" ? "paid" : facts.state;
	const { receiptUrl, invoiceUrl, invoicePdf } = facts.papers;
	const paidAt = state === "paid" ? new Date(purchase.paidAt ?? settling.now) : null;
	// A debit on its way is asked about before long, whatever is told of it.
	const begun = state === "processing" && purchase.state !== "processing";
	const soon = begun ? new Date(settling.now + FIRST_LOOK_MS) : null;
	await tx`update purchase set state = ${state}, version = version + 1, parked_reason = null, failure = ${facts.failure},
		received_cents = ${due.receivedCents}, refunded_cents = ${due.refundedCents}, disputed_cents = ${due.disputedCents},
		repaid_nano_usd = repaid_nano_usd + ${repaid}, payment_id = coalesce(payment_id, ${facts.paymentId ?? null}),
		checkout_id = coalesce(checkout_id, ${facts.checkoutId ?? null}), receipt_url = ${receiptUrl ?? purchase.receiptUrl ?? null},
		invoice_url = ${invoiceUrl ?? purchase.invoiceUrl ?? null}, invoice_pdf = ${invoicePdf ?? purchase.invoicePdf ?? null},
		paid_at = ${paidAt}, due_at = case when ${state === "open" || state === "processing"} then least(due_at, ${soon}) end
		where id = ${purchase.id}`;
	await endFailedRefunds(tx, purchase.id, facts);
	if (state === "paid" && purchase.state !== "paid") await becamePaid(tx, purchase, settling);
	if (state === "failed" && purchase.state !== "failed" && purchase.kind === "auto_topup") {
		await noteDecline(tx, purchase, { code: "", message: facts.failure, final: false }, settling);
	}
	await freezeAsTold(tx, purchase, settling);
}

/** @returns what of the payment repaid a debt, in nano-USD. */
async function writeBookings(
	tx: Queries,
	purchase: PurchaseRecord,
	standing: Standing,
	bookings: readonly Booking[],
	{ facts, newId }: Settling,
): Promise<bigint> {
	let after = standing;
	let repaid = 0n;
	for (const booking of bookings) {
		const change = changeBy(after, booking);
		after = change.standing;
		if (booking.kind === "payment") repaid += change.toDebt;
		const name = facts.paymentId ?? purchase.id;
		const transaction = {
			id: newId(),
			kind: booking.kind,
			// A payment is credited once, whatever else goes wrong.
			source: booking.kind === "payment" ? `payment:${name}` : `${booking.kind}:${name}:${purchase.version + 1}`,
			memo: purchase.id,
			lines: assertBalanced([...linesOf(purchase.accountId, change), ...houseLinesOf(booking)]),
		};
		if (!(await writeTransaction(tx, transaction))) throw new Error(`${transaction.source} was booked before`);
		await tx`insert into purchase_booking (transaction_id, purchase_id, kind, credit_cents, fee_cents) values
			(${transaction.id}, ${purchase.id}, ${booking.kind}, ${booking.creditCents}, ${booking.feeCents})`;
	}
	if (bookings.length > 0) await writeStanding(tx, purchase.accountId, after);
	// What is set aside for calls repays the debt as it comes back: it is asked for.
	if (after.debt > 0n && after.reserved > 0n) await tx`select request_recall(${purchase.accountId})`;
	return repaid;
}

function changeBy(standing: Standing, { creditCents }: Booking) {
	const amount = nanoOfCents(creditCents);
	return amount < 0n ? debit(standing, nanoUsd(-amount)) : credit(standing, amount);
}

/** Our own refunds that have not failed: the provider may not know of them yet. */
async function decidedRefunds(tx: Queries, purchaseId: string): Promise<DecidedRefund[]> {
	const rows = await tx<{ id: string; amount: bigint }[]>`select id, amount_cents as amount from refund
		where purchase_id = ${purchaseId} and state in ('requested', 'sent')`;
	return rows.map(({ id, amount }) => ({ refundId: id, amountCents: amount }));
}

async function endFailedRefunds(tx: Queries, purchaseId: string, { refunds }: PaymentFacts): Promise<void> {
	const failed = refunds.filter((one) => one.failed).map(({ refundId }) => refundId ?? "");
	await tx`update refund set state = 'failed', failure = 'the money came back' where purchase_id = ${purchaseId}
		and id = any (${failed}::text[]) and state <> 'failed'`;
}

async function becamePaid(tx: Queries, purchase: PurchaseRecord, { facts }: Settling): Promise<void> {
	if (purchase.saveCard && facts.card) await keepCard(tx, purchase, facts.card);
	if (purchase.kind === "auto_topup") await noteSuccess(tx, purchase.organisationId);
}

async function freezeAsTold(tx: Queries, purchase: PurchaseRecord, { facts, write }: Settling): Promise<void> {
	const { organisationId, id } = purchase;
	const { opened, thawed } = await applyFreezes(tx, organisationId, id, freezesOf(facts));
	for (const { reason, reference } of opened) {
		const notice = { kind: "frozen", reason, amountCents: purchase.price.totalCents } as const;
		await tell(tx, organisationId, `${reference}:${purchase.version}`, notice, write);
	}
	if (opened.length > 0) {
		await tx`select request_recall(${purchase.accountId})`;
		await endTopUps(tx, organisationId, "a payment is disputed or suspected of fraud");
	}
	if (thawed) await tell(tx, organisationId, `${id}:${purchase.version}`, { kind: "unfrozen" }, write);
}
