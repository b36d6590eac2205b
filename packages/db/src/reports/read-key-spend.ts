import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { Queries } from "../connect.ts";

/** What a key has spent: posted, and durable but not posted yet. */
export interface KeySpend {
	readonly total: NanoUsd;
	readonly today: NanoUsd;
	readonly week: NanoUsd;
	readonly month: NanoUsd;
	/** Posted in the current window of the key's own budget; undefined without one. */
	readonly inWindow: NanoUsd | undefined;
	readonly generations: number;
}

interface SpendRow {
	readonly key_id: string;
	readonly total: bigint;
	readonly today: bigint;
	readonly week: bigint;
	readonly month: bigint;
	readonly in_window: bigint | null;
	readonly generations: bigint;
}

export async function readKeySpend(sql: Queries, keyId: string, accountId: string): Promise<KeySpend> {
	const spend = (await readKeySpends(sql, [keyId], accountId)).get(keyId);
	if (!spend) throw new Error("an aggregate without a row");
	return spend;
}

/** What each of some keys of one account has spent, by their ids. */
export async function readKeySpends(
	sql: Queries,
	keyIds: readonly string[],
	accountId: string,
): Promise<Map<string, KeySpend>> {
	const rows = await sql<SpendRow[]>`
		with clock as (select date_trunc('day', now() at time zone 'UTC') as today, date_trunc('week', now() at time zone 'UTC') as week,
			date_trunc('month', now() at time zone 'UTC') as month),
		asked as (select unnest(${[...keyIds]}::text[]) as key_id),
		spent as (
			select key_id, hour at time zone 'UTC' as at, charge_nano_usd as charge, generations
				from usage_hourly where key_id in (select key_id from asked)
			union all select key_id, admitted_at at time zone 'UTC', charge_nano_usd, 1 from usage_event
				where account_id = ${accountId} and key_id in (select key_id from asked)
				and transaction_id is null and parked_reason is null)
		select asked.key_id, coalesce(sum(charge), 0)::bigint as total, coalesce(sum(generations), 0)::bigint as generations,
			coalesce(sum(charge) filter (where at >= clock.today), 0)::bigint as today,
			coalesce(sum(charge) filter (where at >= clock.week), 0)::bigint as week,
			coalesce(sum(charge) filter (where at >= clock.month), 0)::bigint as month,
			(select coalesce(w.spent_nano_usd, 0) from api_key k cross join lateral own_budget(k) b
				left join budget_window w on w.budget_id = b.id and w.starts_at = (window_of(b.reset, now())).starts_at
				where k.id = asked.key_id) as in_window
		from asked cross join clock left join spent on spent.key_id = asked.key_id group by asked.key_id`;
	return new Map(rows.map((row) => [row.key_id, readSpend(row)]));
}

function readSpend(row: SpendRow): KeySpend {
	return {
		total: nanoUsd(row.total),
		today: nanoUsd(row.today),
		week: nanoUsd(row.week),
		month: nanoUsd(row.month),
		inWindow: row.in_window === null ? undefined : nanoUsd(row.in_window),
		generations: Number(row.generations),
	};
}
