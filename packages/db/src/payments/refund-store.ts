import { assertBalanced, debit, linesOf, refundable } from "@turnpike/ledger";
import { bookingsBetween, type Cents, houseLinesOf, nanoOfCents, type ProviderName } from "@turnpike/payments";
import { recordAct } from "../accounts/record-act.ts";
import type { Database, Queries } from "../connect.ts";
import { lockStanding, writeStanding, writeTransaction } from "../ledger/standing-store.ts";
import { type PurchaseRecord, type PurchaseRow, readPurchase } from "./purchase-record.ts";

export interface RefundOrder {
	readonly organisationId: string;
	/** undefined: everything that may be given back. */
	readonly amountCents: Cents | undefined;
	readonly reason: string;
	readonly actor: string;
	/** A new UUIDv7. */
	readonly newId: () => string;
	/** `rfd_…` */
	readonly newRefundId: () => string;
}

/** More was asked for than may be given back. */
export class RefundTooLarge extends Error {
	override readonly name = "RefundTooLarge";
	readonly refundableCents: Cents;

	constructor(refundableCents: Cents) {
		super(`at most ${refundableCents} cents can be given back`);
		this.refundableCents = refundableCents;
	}
}

export interface OrderedRefund {
	readonly id: string;
	readonly purchaseId: string;
	readonly amountCents: Cents;
}

/** NANO_PER_CENT, as a divisor. */
const CENT = nanoOfCents(1n);

/**
 * Orders that unused credit be given back: takes it back at once, and writes down what the provider is to be asked for, the
 * newest purchases first. Gifts, fees and what was spent or is set aside for calls are not given back.
 *
 * @throws RefundTooLarge.
 */
export async function orderRefund(sql: Database, order: RefundOrder): Promise<OrderedRefund[]> {
	return sql.begin(async (tx) => {
		const [account] = await tx<
			{ id: string }[]
		>`select id from account where organisation_id = ${order.organisationId}`;
		const standing = account && (await lockStanding(tx, account.id));
		if (!account || !standing) throw new RangeError(`organisation ${order.organisationId} has no account`);
		const purchases = await refundablePurchases(tx, account.id);
		const bought = purchases.reduce((sum, one) => sum + unrefunded(one), 0n);
		const unused = refundable(standing) / CENT;
		const most = unused < bought ? unused : bought;
		const amount = order.amountCents ?? most;
		if (amount > most || amount <= 0n) throw new RefundTooLarge(most);
		const ordered: OrderedRefund[] = [];
		let left = amount;
		for (const purchase of purchases) {
			const part = left < unrefunded(purchase) ? left : unrefunded(purchase);
			if (part === 0n) continue;
			ordered.push(await takeBack(tx, purchase, part, order));
			left -= part;
		}
		return ordered;
	});
}

/** What of a purchase's credit was not taken back yet. */
function unrefunded({ price, moved }: PurchaseRecord): Cents {
	const left = price.creditCents - moved.refundedCents;
	return left > 0n ? left : 0n;
}

/** A payment that is disputed cannot be given back as well. */
async function refundablePurchases(tx: Queries, accountId: string): Promise<PurchaseRecord[]> {
	const rows = await tx<PurchaseRow[]>`select * from purchase p where account_id = ${accountId} and state = 'paid'
		and disputed_cents = 0 and not exists (select 1 from spending_freeze f where f.purchase_id = p.id and f.closed_at is null
			and f.id like 'dispute:%')
		order by created_at desc, id desc for update`;
	return rows.map(readPurchase);
}

async function takeBack(
	tx: Queries,
	purchase: PurchaseRecord,
	amountCents: Cents,
	order: RefundOrder,
): Promise<OrderedRefund> {
	const { accountId, price, moved, version } = purchase;
	const standing = await lockStanding(tx, accountId);
	if (!standing) throw new Error(`no account ${accountId}`);
	const change = debit(standing, nanoOfCents(amountCents));
	const after = { ...moved, refundedCents: moved.refundedCents + amountCents };
	const [booking] = bookingsBetween(price, moved, after);
	if (booking?.creditCents !== -amountCents)
		throw new Error(`a refund of ${amountCents} cents that takes other credit`);
	const id = order.newRefundId();
	const transaction = {
		id: order.newId(),
		kind: "refund",
		source: `refund:${id}`,
		memo: order.reason,
		lines: assertBalanced([...linesOf(accountId, change), ...houseLinesOf(booking)]),
	};
	await writeTransaction(tx, transaction);
	await writeStanding(tx, accountId, change.standing);
	await tx`insert into purchase_booking (transaction_id, purchase_id, kind, credit_cents, fee_cents)
		values (${transaction.id}, ${purchase.id}, 'refund', ${booking.creditCents}, ${booking.feeCents})`;
	await tx`update purchase set refunded_cents = ${after.refundedCents}, version = ${version + 1} where id = ${purchase.id}`;
	await tx`insert into refund (id, purchase_id, organisation_id, amount_cents, reason, actor)
		values (${id}, ${purchase.id}, ${purchase.organisationId}, ${amountCents}, ${order.reason}, ${order.actor})`;
	const detail = { refund: id, amount_cents: amountCents.toString(), reason: order.reason };
	const { organisationId, actor } = order;
	await recordAct(tx, { organisationId, actor, action: "credit.refund", target: purchase.id, detail });
	return { id, purchaseId: purchase.id, amountCents };
}

/** A refund that its provider is to be asked for. */
export interface WaitingRefund extends OrderedRefund {
	readonly paymentId: string;
	/** Unix milliseconds; undefined: never yet. */
	readonly firstSentAt: number | undefined;
	/** How often it was tried before. */
	readonly tries: number;
}

interface RefundRow {
	readonly id: string;
	readonly purchase_id: string;
	readonly amount_cents: bigint;
	readonly payment_id: string;
	readonly sent_at: Date | null;
	readonly tries: number;
}

/** Takes refunds that are to be sent; nobody else gets them for `leaseMs`. What is returned counts as sent from now on. */
export async function claimRefunds(
	sql: Database,
	provider: ProviderName,
	now: number,
	limit: number,
	leaseMs: number,
): Promise<WaitingRefund[]> {
	const rows = await sql<RefundRow[]>`update refund r set due_at = ${new Date(now + leaseMs)}, tries = r.tries + 1,
			sent_at = coalesce(r.sent_at, ${new Date(now)})
		from (select r.id, r.sent_at, p.payment_id from refund r join purchase p on p.id = r.purchase_id
			where r.state = 'requested' and r.due_at <= ${new Date(now + 1)} and p.provider = ${provider}
			order by r.due_at limit ${limit} for update of r skip locked) due
		where r.id = due.id returning r.id, r.purchase_id, r.amount_cents, due.payment_id, due.sent_at, r.tries - 1 as tries`;
	return rows.map((row) => ({
		id: row.id,
		purchaseId: row.purchase_id,
		amountCents: row.amount_cents,
		paymentId: row.payment_id,
		firstSentAt: row.sent_at?.getTime(),
		tries: row.tries,
	}));
}

/** Writes what came of a refund that was sent: `failed` gives its credit back when its purchase is settled next. */
export async function settleRefund(sql: Queries, id: string, state: "sent" | "failed", failure: string): Promise<void> {
	await sql`update refund set state = ${state}, failure = ${failure} where id = ${id} and state = 'requested'`;
}

export async function refundAgainAt(sql: Queries, id: string, at: number): Promise<void> {
	await sql`update refund set due_at = ${new Date(at)} where id = ${id} and state = 'requested'`;
}

export interface RefundRecord extends OrderedRefund {
	readonly state: "requested" | "sent" | "failed";
	readonly failure: string;
	readonly reason: string;
	/** Unix milliseconds. */
	readonly createdAt: number;
}

/** Our own refunds of an organisation, the newest first. */
export async function listRefunds(sql: Queries, organisationId: string): Promise<RefundRecord[]> {
	const rows = await sql<
		(RefundRow & { state: RefundRecord["state"]; failure: string; reason: string; created_at: Date })[]
	>`
		select * from refund where organisation_id = ${organisationId} order by created_at desc, id desc limit 1000`;
	return rows.map((row) => ({
		id: row.id,
		purchaseId: row.purchase_id,
		amountCents: row.amount_cents,
		state: row.state,
		failure: row.failure,
		reason: row.reason,
		createdAt: row.created_at.getTime(),
	}));
}
