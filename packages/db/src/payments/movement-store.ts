import type { Movement, ProviderName } from "@turnpike/payments";
import type { Queries } from "../connect.ts";

/** Keeps what a provider lists; what is there already stays as it was. */
export async function storeMovements(
	sql: Queries,
	provider: ProviderName,
	movements: readonly Movement[],
): Promise<number> {
	if (movements.length === 0) return 0;
	const stored =
		await sql`insert into payment_movement (id, provider, payment_id, kind, amount_cents, fee_cents, currency, at)
		select id, ${provider}, payment_id, kind, amount, fee, currency, to_timestamp(at / 1000.0) from unnest(
			${movements.map(({ id }) => id)}::text[], ${movements.map(({ paymentId }) => paymentId ?? null)}::text[],
			${movements.map(({ kind }) => kind)}::text[], ${movements.map(({ amountCents }) => amountCents.toString())}::bigint[],
			${movements.map(({ feeCents }) => feeCents.toString())}::bigint[], ${movements.map(({ currency }) => currency)}::text[],
			${movements.map(({ at }) => String(at))}::bigint[]
		) as m (id, payment_id, kind, amount, fee, currency, at) on conflict (id) do nothing`;
	return stored.count;
}

/** A payment whose movements at the provider are not what the book has of it. */
export interface PaymentDifference {
	readonly paymentId: string;
	/** undefined: the book has no purchase of it. */
	readonly purchaseId: string | undefined;
	readonly movedCents: bigint;
	readonly bookedCents: bigint;
}

/** Payments where provider and book differ. */
export async function findPaymentDifferences(sql: Queries, provider: ProviderName): Promise<PaymentDifference[]> {
	const rows = await sql<{ payment_id: string; purchase_id: string | null; moved: string; booked: string }[]>`
		with moved as (
			select payment_id, sum(amount_cents) as cents from payment_movement
			where provider = ${provider} and kind <> 'other' and payment_id is not null group by payment_id
		), booked as (
			-- A refund that was decided is booked before the provider is asked for it.
			select p.id, p.payment_id, coalesce(sum(b.credit_cents + b.fee_cents), 0) + coalesce((select sum(r.amount_cents)
				from refund r where r.purchase_id = p.id and r.state = 'requested'), 0) as cents
			from purchase p left join purchase_booking b on b.purchase_id = p.id
			where p.provider = ${provider} and p.payment_id is not null group by p.id
		)
		select coalesce(m.payment_id, b.payment_id) as payment_id, b.id as purchase_id, coalesce(m.cents, 0)::text as moved,
			coalesce(b.cents, 0)::text as booked
		from moved m full join booked b on b.payment_id = m.payment_id
		where coalesce(m.cents, 0) <> coalesce(b.cents, 0) order by 1 limit 1000`;
	return rows.map(({ payment_id, purchase_id, moved, booked }) => ({
		paymentId: payment_id,
		purchaseId: purchase_id ?? undefined,
		movedCents: BigInt(moved),
		bookedCents: BigInt(booked),
	}));
}

/** Somebody else's payment at the same provider: it is compared with nothing from now on. */
export async function markForeign(sql: Queries, paymentId: string): Promise<void> {
	await sql`update payment_movement set kind = 'other' where payment_id = ${paymentId}`;
}
