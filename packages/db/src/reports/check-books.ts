import type { Queries } from "../connect.ts";

/** What the books say of themselves; every count is 0 when they are right. */
export interface BookChecks extends AccountChecks, UsageChecks, RollupChecks, BudgetChecks {}

interface AccountChecks {
	readonly unbalancedTransactions: number;
	/** Customer accounts whose available + reserved is not the sum of their entries. */
	readonly wrongBalances: number;
	/** Customer accounts whose reserved is not what their allowances have left. */
	readonly wrongReserves: number;
	/** Customer accounts whose posted is not the sum of their entries of usage. */
	readonly wrongPosted: number;
	readonly negativeBalances: number;
	/** Customer accounts whose debt is not what the account of their debt says. */
	readonly wrongDebts: number;
	/** Customer accounts with more of gifts in their balance than their gifts have left. */
	readonly wrongPromotions: number;
}

interface UsageChecks {
	/** Usage transactions whose customer, overrun or provider entry is not the sum of what their generations say. */
	readonly wrongTransactions: number;
	/** Allowances whose charges are not the sum of what their generations were debited. */
	readonly wrongAllowances: number;
	/** 1 where all that was ever debited is not what generations say, those of months that were dropped included. */
	readonly wrongTotals: number;
	/** Generations charged more than their hold. */
	readonly overHold: number;
	readonly parked: number;
	readonly unposted: number;
}

interface RollupChecks {
	/** Hours, keys, models whose rollup is not the sum of their generations. */
	readonly wrongRollups: number;
	/** The same by member, end user, app and tag, of all that is not pending. */
	readonly wrongFineRollups: number;
}

interface BudgetChecks {
	/** Budget windows whose spent and reserved disagree with the allowances under them. */
	readonly wrongBudgets: number;
	/** The same of budgets of end users and tags, with the calls that name them. */
	readonly wrongCallBudgets: number;
}

/** Proves the book against itself, in the snapshot of one transaction. */
export async function checkBooks(tx: Queries): Promise<BookChecks> {
	return {
		...(await checkAccounts(tx)),
		...(await checkUsage(tx)),
		...(await checkRollups(tx)),
		...(await checkBudgets(tx)),
	};
}

/** What is wrong in the books, and how often: what waits to be posted, or for a person, is no mistake. */
export function mistakesIn({
	parked: _parked,
	unposted: _unposted,
	...counts
}: BookChecks): ReadonlyMap<string, number> {
	return new Map(Object.entries(counts).filter(([, count]) => count !== 0));
}

async function checkAccounts(tx: Queries): Promise<AccountChecks> {
	const [row] = await tx<AccountChecks[]>`select
		(select count(*) from (select 1 from entry group by transaction_id having sum(amount_nano_usd) <> 0) t)::int as "unbalancedTransactions",
		(select count(*) from account a where kind = 'customer' and available_nano_usd + reserved_nano_usd <>
			coalesce((select sum(amount_nano_usd) from entry e where e.account_id = a.id), 0))::int as "wrongBalances",
		(select count(*) from account a where kind = 'customer' and reserved_nano_usd <>
			coalesce((select sum(granted_nano_usd - returned_nano_usd - charged_nano_usd) from allowance l where l.account_id = a.id), 0))::int as "wrongReserves",
		(select count(*) from account a where kind = 'customer' and posted_nano_usd <>
			coalesce((select -sum(amount_nano_usd) from entry e join ledger_transaction t on t.id = e.transaction_id
				where e.account_id = a.id and t.kind = 'usage'), 0))::int as "wrongPosted",
		(select count(*) from account where available_nano_usd < 0 or reserved_nano_usd < 0)::int as "negativeBalances",
		(select count(*) from account a where kind = 'customer' and debt_nano_usd <>
			coalesce((select -sum(amount_nano_usd) from entry e where e.account_id = 'debt:' || a.id), 0))::int as "wrongDebts",
		(select count(*) from account a where kind = 'customer' and promotional_nano_usd >
			coalesce((select sum(left_nano_usd) from promotion p where p.account_id = a.id), 0))::int as "wrongPromotions"`;
	return found(row);
}

/**
 * What was posted before the last month that was dropped ended cannot be looked at one by one any more, nor what allowances
 * of that month were charged; a call arrives, and has its id, a little before its allowance is opened.
 */
async function checkUsage(tx: Queries): Promise<UsageChecks> {
	const [row] = await tx<
		UsageChecks[]
	>`with kept as (select coalesce(max(until_at), 'epoch') as since from usage_dropped)
		select
		(select count(*) from (select transaction_id, sum(posted_nano_usd) as posted, sum(overrun_nano_usd) as overrun,
				sum(provider_cost_nano_usd) as cost from usage_event where transaction_id is not null group by transaction_id) u
			join ledger_transaction t on t.id = u.transaction_id and t.created_at >= (select since from kept)
			left join lateral (select -sum(e.amount_nano_usd) filter (where a.kind = 'customer') as posted,
				-sum(e.amount_nano_usd) filter (where a.id = 'house:overrun') as overrun,
				sum(e.amount_nano_usd) filter (where a.id = 'house:provider_payable') as cost
				from entry e join account a on a.id = e.account_id where e.transaction_id = u.transaction_id) b on true
			where (u.posted <> coalesce(b.posted, 0) or u.overrun <> coalesce(b.overrun, 0) or u.cost <> coalesce(b.cost, 0))
				and not exists (select 1 from usage_dropped d where u.transaction_id = any (d.late_transaction_ids))
			)::int as "wrongTransactions",
		(select count(*) from allowance l join (
				select allowance_id, sum(posted_nano_usd) as posted from usage_event where transaction_id is not null group by 1
			) u on u.allowance_id = l.id where u.posted <> l.charged_nano_usd + l.late_nano_usd
				and l.opened_at >= (select since from kept) + interval '1 hour')::int as "wrongAllowances",
		(select count(*) from (select coalesce(-sum(e.amount_nano_usd), 0) as debited from entry e
				join ledger_transaction t on t.id = e.transaction_id and t.kind = 'usage'
				join account a on a.id = e.account_id and a.kind = 'customer') l
			where l.debited <> coalesce((select sum(posted_nano_usd) from usage_event where transaction_id is not null), 0)
				+ coalesce((select sum(posted_nano_usd) from usage_dropped), 0))::int as "wrongTotals",
		(select count(*) from usage_event where posted_nano_usd > hold_nano_usd)::int as "overHold",
		(select count(*) from usage_event where parked_reason is not null)::int as parked,
		(select count(*) from usage_event where transaction_id is null and parked_reason is null)::int as unposted`;
	return found(row);
}

/** Hours of months that were dropped are left out, and the hour after them, in which some of their generations may lie. */
async function checkRollups(tx: Queries): Promise<RollupChecks> {
	const [row] = await tx<RollupChecks[]>`with kept as (
			select coalesce(max(until_at) + interval '1 hour', 'epoch') as since from usage_dropped
		), posted as (
			select *, date_trunc('hour', admitted_at, 'UTC') as hour from usage_event
			where transaction_id is not null and date_trunc('hour', admitted_at, 'UTC') >= (select since from kept)
		) select
		(select count(*) from (select organisation_id, hour, key_id, project_id, model, provider, count(*) as generations,
				sum(posted_nano_usd) as charge, sum(provider_cost_nano_usd) as cost from posted group by 1, 2, 3, 4, 5, 6) u
			full join (select * from usage_hourly where hour >= (select since from kept)) h
				using (organisation_id, hour, key_id, project_id, model, provider)
			where u.generations is distinct from h.generations or u.charge is distinct from h.charge_nano_usd
				or u.cost is distinct from h.provider_cost_nano_usd)::int as "wrongRollups",
		(select count(*) from (
				select organisation_id, dimension, hour, value, key_id, project_id, model, provider, count(*) as generations,
					sum(posted_nano_usd) as charge, sum(provider_cost_nano_usd) as cost
				from posted g cross join lateral (
					select 'member' as dimension, coalesce(g.member_id, '') as value union all select 'end_user', g.end_user
					union all select 'app', g.app union all select 'tag', tag from unnest(coalesce(g.tags, array[''])) as tag) d
				where not exists (select 1 from usage_rollup_pending p where p.transaction_id = g.transaction_id)
				group by 1, 2, 3, 4, 5, 6, 7, 8) u
			full join (select * from usage_hourly_by where hour >= (select since from kept)) h
				using (organisation_id, dimension, hour, value, key_id, project_id, model, provider)
			where u.generations is distinct from h.generations or u.charge is distinct from h.charge_nano_usd
				or u.cost is distinct from h.provider_cost_nano_usd)::int as "wrongFineRollups"`;
	return found(row);
}

async function checkBudgets(tx: Queries): Promise<BudgetChecks> {
	const [row] = await tx<BudgetChecks[]>`select
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
				or w.spent_nano_usd <> w.carried_nano_usd + coalesce(b.spent, 0))::int as "wrongCallBudgets"`;
	return found(row);
}

function found<T>(row: T | undefined): T {
	if (row === undefined) throw new Error("an aggregate without a row");
	return { ...row };
}
