import type { NanoUsd } from "@turnpike/money";
import { nanoUsd } from "@turnpike/money";
import type { Database, Queries } from "../connect.ts";

/** An organisation whose debits in the ledger are not the sum of its usage. */
export interface UsageDifference {
	readonly accountId: string;
	/** By the hourly rollups. */
	readonly used: NanoUsd;
	/** By the ledger's entries. */
	readonly debited: NanoUsd;
}

/** What was used, as the rollups have it, against what was debited, as the ledger has it: account by account. */
export async function findUsageDifferences(tx: Queries): Promise<UsageDifference[]> {
	const rows = await tx<{ id: string; used: string; debited: string }[]>`
		with used as (
			select organisation_id, sum(charge_nano_usd) as nano from usage_hourly group by 1
		), debited as (
			select e.account_id, -sum(e.amount_nano_usd) as nano from entry e
			join ledger_transaction t on t.id = e.transaction_id where t.kind = 'usage' group by 1
		)
		select a.id, coalesce(u.nano, 0)::text as used, coalesce(d.nano, 0)::text as debited from account a
			left join used u on u.organisation_id = a.organisation_id left join debited d on d.account_id = a.id
		where a.kind = 'customer' and coalesce(u.nano, 0) <> coalesce(d.nano, 0) order by a.id limit 1000`;
	return rows.map(({ id, used, debited }) => ({
		accountId: id,
		used: nanoUsd(BigInt(used)),
		debited: nanoUsd(BigInt(debited)),
	}));
}

/** A transaction that moved money from outside, and is not what its purchase says. */
export interface DepositDifference {
	readonly transactionId: string;
	/** undefined: it belongs to no purchase. */
	readonly purchaseId: string | undefined;
	readonly bookedCents: bigint;
	readonly entry: NanoUsd;
}

/** Entries of `house:deposits` against the bookings of purchases they belong to. */
export async function findDepositDifferences(tx: Queries): Promise<DepositDifference[]> {
	const rows = await tx<{ id: string; purchase_id: string | null; booked: bigint; nano: string }[]>`
		with moved as (
			select transaction_id, -sum(amount_nano_usd) as nano from entry where account_id = 'house:deposits' group by 1
		)
		select coalesce(m.transaction_id, b.transaction_id) as id, b.purchase_id,
			coalesce(b.credit_cents + b.fee_cents, 0)::bigint as booked, coalesce(m.nano, 0)::text as nano
		from moved m full join purchase_booking b on b.transaction_id = m.transaction_id
		where coalesce(m.nano, 0) <> coalesce(b.credit_cents + b.fee_cents, 0) * 10000000 order by 1 limit 1000`;
	return rows.map(({ id, purchase_id, booked, nano }) => ({
		transactionId: id,
		purchaseId: purchase_id ?? undefined,
		bookedCents: booked,
		entry: nanoUsd(BigInt(nano)),
	}));
}

/** Purchases whose sums are not those of their bookings. */
export async function findWrongPurchases(tx: Queries): Promise<string[]> {
	const rows = await tx<{ id: string }[]>`select p.id from purchase p
		left join (select purchase_id, sum(credit_cents + fee_cents) as cents from purchase_booking group by 1) b
			on b.purchase_id = p.id
		where p.received_cents - p.refunded_cents - p.disputed_cents <> coalesce(b.cents, 0) order by 1 limit 1000`;
	return rows.map(({ id }) => id);
}

/** What the provider's movements come to, in cents. */
export interface MovementTotals {
	readonly payments: number;
	readonly movedCents: bigint;
	/** The provider's own fees, of payments and of disputes. */
	readonly feeCents: bigint;
}

export async function sumMovements(tx: Queries, provider: string): Promise<MovementTotals> {
	const [row] = await tx<{ payments: number; moved: string; fees: string }[]>`
		select count(distinct payment_id)::int4 as payments, coalesce(sum(amount_cents), 0)::text as moved,
			coalesce(sum(fee_cents), 0)::text as fees
		from payment_movement where provider = ${provider} and kind <> 'other'`;
	return { payments: row?.payments ?? 0, movedCents: BigInt(row?.moved ?? 0), feeCents: BigInt(row?.fees ?? 0) };
}

/** Keeps a report. @param day the UTC day it is for, once; undefined: somebody asked for it. */
export async function storeReconciliation(
	sql: Database,
	id: string,
	day: string | undefined,
	clean: boolean,
	report: object,
): Promise<void> {
	await sql`insert into reconciliation (id, day, clean, report)
		values (${id}, ${day ?? null}, ${clean}, ${JSON.stringify(report)}::text::jsonb) on conflict (day) do nothing`;
}
