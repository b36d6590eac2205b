import type { Queries } from "../connect.ts";
import { findWrongPurchases } from "../payments/reconcile-book.ts";

/** What is known of payments, gifts and credits against the ledger; every count is 0 when they agree. */
export interface PaymentChecks {
	/** Purchases whose sums are not those of their bookings. */
	readonly wrongPurchases: number;
	/** Bookings of purchases whose transaction moved another amount from outside. */
	readonly wrongBookings: number;
	/** Gifts that were given, or have ended, with another amount than the ledger has. */
	readonly wrongGifts: number;
	/** Generations credited back with another amount than they were debited. */
	readonly wrongWithdrawals: number;
}

/** Proves what was paid, given and given back against the ledger, in the snapshot of one transaction. */
export async function checkPayments(tx: Queries): Promise<PaymentChecks> {
	const [row] = await tx<Omit<PaymentChecks, "wrongPurchases">[]>`with moved as (
			select transaction_id, account_id, sum(amount_nano_usd) as nano from entry where account_id like 'house:%' group by 1, 2
		) select
		(select count(*) from purchase_booking b
			left join moved m on m.transaction_id = b.transaction_id and m.account_id = 'house:deposits'
			where (b.credit_cents + b.fee_cents) * 10000000 <> -coalesce(m.nano, 0))::int as "wrongBookings",
		(select count(*) from promotion p
			left join moved given on given.transaction_id = p.id and given.account_id = 'house:promotions'
			left join (select split_part(t.source, ':', 2) as id, sum(m.nano) as nano from ledger_transaction t
				join moved m on m.transaction_id = t.id and m.account_id = 'house:promotions' where t.kind = 'expiry' group by 1
			) ended on ended.id = p.id::text
			where p.amount_nano_usd <> -coalesce(given.nano, 0) or p.expired_nano_usd <> coalesce(ended.nano, 0))::int as "wrongGifts",
		(select count(*) from ledger_transaction t join usage_event e on e.generation_id = split_part(t.source, ':', 2)::uuid
			left join moved m on m.transaction_id = t.id and m.account_id = 'house:overrun'
			where t.kind = 'withdrawal' and e.posted_nano_usd is distinct from -coalesce(m.nano, 0))::int as "wrongWithdrawals"`;
	if (row === undefined) throw new Error("an aggregate without a row");
	return { ...row, wrongPurchases: (await findWrongPurchases(tx)).length };
}
