import type { UsageEvent } from "@turnpike/ledger";
import type { NanoUsd } from "@turnpike/money";
import { nanoUsd } from "@turnpike/money";
import type { Database, Queries } from "../connect.ts";
import { readUsageEvent, type UsageEventRow } from "../usage/read-usage-event.ts";

export interface AuditScope {
	readonly organisationId: string | undefined;
	/** Unix milliseconds of admission. */
	readonly from: number;
	readonly to: number;
}

/** A posted generation and what was debited for it. */
export interface PostedUsage {
	readonly event: UsageEvent;
	readonly posted: NanoUsd;
	/** The part of its price the house bears. */
	readonly overrun: NanoUsd;
}

/** Every posted generation of a period in batches, each read once, from the snapshot of one transaction. */
export async function* postedUsage(tx: Queries, scope: AuditScope): AsyncGenerator<PostedUsage[]> {
	const rows = tx<UsageEventRow[]>`select * from usage_event where transaction_id is not null
		and admitted_at >= ${new Date(scope.from)} and admitted_at < ${new Date(scope.to)}
		and (${scope.organisationId ?? null}::text is null or organisation_id = ${scope.organisationId ?? null})`.cursor(
		1000,
	);
	for await (const batch of rows) {
		yield batch.map((row) => ({
			event: readUsageEvent(row),
			posted: nanoUsd(row.posted_nano_usd ?? 0n),
			overrun: nanoUsd(row.overrun_nano_usd ?? 0n),
		}));
	}
}

/** What the books say of themselves; every count is 0 when they are right. */
export interface BookChecks {
	readonly unbalancedTransactions: number;
	/** Customer accounts whose available + reserved is not the sum of their entries. */
	readonly wrongBalances: number;
	/** Customer accounts whose reserved is not what their allowances have left. */
	readonly wrongReserves: number;
	readonly negativeBalances: number;
	/** Customer accounts whose debt is not what the account of their debt says. */
	readonly wrongDebts: number;
	/** Customer accounts with more of gifts in their balance than their gifts have left. */
	readonly wrongPromotions: number;
	/** Usage transactions whose customer, overrun or provider entry is not the sum of what their generations say. */
	readonly wrongTransactions: number;
	/** Hours, keys, models whose rollup is not the sum of their generations. */
	readonly wrongRollups: number;
	/** Generations charged more than their hold. */
	readonly overHold: number;
	/** Allowances whose charges are not the sum of what their generations were debited. */
	readonly wrongAllowances: number;
	/** Budget windows whose spent and reserved disagree with the allowances under them. */
	readonly wrongBudgets: number;
	/** The same of budgets of end users and tags, with the calls that name them. */
	readonly wrongCallBudgets: number;
	readonly parked: number;
	readonly unposted: number;
}

/** Proves the book against itself, in the snapshot of one transaction. */
export async function checkBooks(tx: Queries): Promise<BookChecks> {
	const [row] = await tx<BookChecks[]>`select
		(select count(*) from (select 1 from entry group by transaction_id having sum(amount_nano_usd) <> 0) t)::int as "unbalancedTransactions",
		(select count(*) from account a where kind = 'customer' and available_nano_usd + reserved_nano_usd <>
			coalesce((select sum(amount_nano_usd) from entry e where e.account_id = a.id), 0))::int as "wrongBalances",
		(select count(*) from account a where kind = 'customer' and reserved_nano_usd <>
			coalesce((select sum(granted_nano_usd - returned_nano_usd - charged_nano_usd) from allowance l where l.account_id = a.id), 0))::int as "wrongReserves",
		(select count(*) from account where available_nano_usd < 0 or reserved_nano_usd < 0)::int as "negativeBalances",
		(select count(*) from account a where kind = 'customer' and debt_nano_usd <>
			coalesce((select -sum(amount_nano_usd) from entry e where e.account_id = 'debt:' || a.id), 0))::int as "wrongDebts",
		(select count(*) from account a where kind = 'customer' and promotional_nano_usd >
			coalesce((select sum(left_nano_usd) from promotion p where p.account_id = a.id), 0))::int as "wrongPromotions",
		(select count(*) from (select transaction_id, sum(posted_nano_usd) as posted, sum(overrun_nano_usd) as overrun,
				sum(provider_cost_nano_usd) as cost from usage_event where transaction_id is not null group by transaction_id) u
			left join lateral (select -sum(e.amount_nano_usd) filter (where a.kind = 'customer') as posted,
				-sum(e.amount_nano_usd) filter (where a.id = 'house:overrun') as overrun,
				sum(e.amount_nano_usd) filter (where a.id = 'house:provider_payable') as cost
				from entry e join account a on a.id = e.account_id where e.transaction_id = u.transaction_id) b on true
			where u.posted <> coalesce(b.posted, 0) or u.overrun <> coalesce(b.overrun, 0)
				or u.cost <> coalesce(b.cost, 0))::int as "wrongTransactions",
		(select count(*) from (select organisation_id, date_trunc('hour', admitted_at, 'UTC') as hour, key_id, project_id, model, provider,
				count(*) as generations, sum(posted_nano_usd) as charge, sum(provider_cost_nano_usd) as cost
				from usage_event where transaction_id is not null group by 1, 2, 3, 4, 5, 6) u
			full join usage_hourly h using (organisation_id, hour, key_id, project_id, model, provider)
			where u.generations is distinct from h.generations or u.charge is distinct from h.charge_nano_usd
				or u.cost is distinct from h.provider_cost_nano_usd)::int as "wrongRollups",
		(select count(*) from usage_event where posted_nano_usd > hold_nano_usd)::int as "overHold",
		(select count(*) from budget_window w join budget n on n.id = w.budget_id and n.scope not in ('end_user', 'tag') left join (
				select window_id, sum(l.granted_nano_usd - l.returned_nano_usd - l.charged_nano_usd) as reserved,
					sum(l.charged_nano_usd + l.late_nano_usd) as spent
				from allowance l cross join unnest(l.budget_window_ids) as window_id group by window_id
			) b on b.window_id = w.id
			where w.reserved_nano_usd <> coalesce(b.reserved, 0)
				or w.spent_nano_usd <> w.carried_nano_usd + coalesce(b.spent, 0))::int as "wrongBudgets",
		(select count(*) from budget_window w join budget n on n.id = w.budget_id and n.scope in ('end_user', 'tag') left join (
				select window_id, sum(h.held_nano_usd) as reserved from call_hold h cross join unnest(h.budget_window_ids) as window_id
				group by window_id
			) c on c.window_id = w.id left join (
				select window_id, sum(e.posted_nano_usd) as spent from usage_event e cross join unnest(e.call_window_ids) as window_id
				where e.call_window_ids is not null group by window_id
			) b on b.window_id = w.id
			where w.reserved_nano_usd <> coalesce(c.reserved, 0)
				or w.spent_nano_usd <> w.carried_nano_usd + coalesce(b.spent, 0))::int as "wrongCallBudgets",
		(select count(*) from allowance l join (
				select allowance_id, sum(posted_nano_usd) as posted from usage_event where transaction_id is not null group by 1
			) u on u.allowance_id = l.id where u.posted <> l.charged_nano_usd + l.late_nano_usd)::int as "wrongAllowances",
		(select count(*) from usage_event where parked_reason is not null)::int as parked,
		(select count(*) from usage_event where transaction_id is null and parked_reason is null)::int as unposted`;
	if (!row) throw new Error("an aggregate without a row");
	return { ...row };
}

/** Runs reads that must agree with each other: one snapshot, nothing written. */
export function inSnapshot<T>(sql: Database, read: (tx: Queries) => Promise<T>): Promise<T> {
	return sql.begin("isolation level repeatable read read only", read) as Promise<T>;
}
