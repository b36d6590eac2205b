import type { Database, Transaction } from "../connect.ts";

/** What became of the months that are old enough to go. A type and no interface, so that it goes into a log as it is. */
export type DropReport = {
	readonly dropped: readonly string[];
	/** Usage of theirs waits to be posted, is parked, or is not rolled up yet. */
	readonly waiting: readonly string[];
	/** Someone was reading or writing all the time; they are tried again. */
	readonly busy: readonly string[];
};

/** A month of usage, as a table. */
interface Month {
	readonly table: string;
	readonly from: Date;
	readonly until: Date;
}

/** Who waits for a lock on the usage tables keeps everybody behind it waiting, so it does not wait for long, but often. */
const LOCK_TIMEOUT = "300ms";
const TRIES = 20;
const TRY_AGAIN_MS = 500;
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Drops the single generations of months that are older than so many full months: a table each, no row is deleted. Debits,
 * rollups and budgets stay, and what the month came to is written down. A month of which anything waits to be posted, is
 * parked or not rolled up yet stays whole. A late record of a dropped month is refused by the database, since nothing is
 * there any more that would tell whether it was billed before.
 *
 * @param keepMonths full months before this one, at least 2.
 * @param nowMs Unix milliseconds.
 */
export async function dropOldUsage(sql: Database, keepMonths: number, nowMs: number): Promise<DropReport> {
	if (keepMonths < 2) throw new RangeError("usage is kept for two full months at least");
	const now = new Date(nowMs);
	const keptFrom = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - keepMonths, 1);
	const report = { dropped: [] as string[], waiting: [] as string[], busy: [] as string[] };
	for (const month of await monthsOf(sql)) {
		if (month.until.getTime() <= keptFrom) report[await dropPatiently(sql, month)].push(month.table);
	}
	return report;
}

async function monthsOf(sql: Database): Promise<Month[]> {
	const rows = await sql<
		{ name: string }[]
	>`select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
		where i.inhparent = 'usage_event'::regclass and c.relname ~ '^usage_event_[0-9]{6}$' order by 1`;
	return rows.map(({ name }) => {
		const [year, month] = [Number(name.slice(-6, -2)), Number(name.slice(-2))];
		return { table: name, from: new Date(Date.UTC(year, month - 1)), until: new Date(Date.UTC(year, month)) };
	});
}

async function dropPatiently(sql: Database, month: Month): Promise<keyof DropReport> {
	for (let tried = 1; ; tried++) {
		try {
			return (await drop(sql, month)) ? "dropped" : "waiting";
		} catch (error) {
			if (!isBusy(error)) throw error;
			if (tried === TRIES) return "busy";
			await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
		}
	}
}

function isBusy(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE;
}

/** Closed first, so that nothing can come between the look at what is in it and its end. Each step may be repeated. */
async function drop(sql: Database, month: Month): Promise<boolean> {
	await quickly(sql, (tx) => close(tx, month));
	if (await hasWaiting(sql, month)) {
		await quickly(sql, (tx) => tx`alter table ${tx(month.table)} drop constraint usage_closed`);
		return false;
	}
	await quickly(sql, (tx) => remove(tx, month));
	return true;
}

async function quickly(sql: Database, work: (tx: Transaction) => Promise<unknown>): Promise<void> {
	await sql.begin(async (tx) => {
		await tx`select set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`;
		await work(tx);
	});
}

/** Takes no more rows, and changes none. */
async function close(tx: Transaction, { table }: Month): Promise<void> {
	const closed = await tx`select 1 from pg_constraint where conrelid = ${table}::regclass and conname = 'usage_closed'`;
	if (closed.length === 0) await tx`alter table ${tx(table)} add constraint usage_closed check (false) not valid`;
}

async function hasWaiting(sql: Database, { table, from, until }: Month): Promise<boolean> {
	const [row] = await sql<
		{ waiting: boolean }[]
	>`with month as (select uuid_at(${from}) as first, uuid_at(${until}) as next)
		select exists (select 1 from ${sql(table)} where transaction_id is null)
			or exists (select 1 from usage_rollup_pending p cross join unnest(p.generation_ids) as id, month where id >= first and id < next)
			or exists (select 1 from usage_checkpoint, month where generation_id >= first and generation_id < next)
			or exists (select 1 from usage_withdrawal, month where done_at is null and generation_id >= first and generation_id < next)
			as waiting`;
	return row?.waiting !== false;
}

async function remove(tx: Transaction, { table, from, until }: Month): Promise<void> {
	const month = tx(table);
	await tx`insert into usage_dropped (partition_name, from_at, until_at, generations, posted_nano_usd, overrun_nano_usd,
			provider_cost_nano_usd, late_transaction_ids)
		select ${table}, ${from}, ${until}, count(*), coalesce(sum(posted_nano_usd), 0), coalesce(sum(overrun_nano_usd), 0),
			coalesce(sum(provider_cost_nano_usd), 0), array(select id from ledger_transaction where created_at >= ${until}
				and id in (select transaction_id from ${month}))
		from ${month}`;
	// What was spent by calls that are gone is carried, or the windows of end users and tags would have nothing to show for it.
	await tx`with gone as (
			select window_id, sum(posted_nano_usd)::bigint as spent from ${month} cross join unnest(call_window_ids) as window_id
			where call_window_ids is not null group by 1
		), locked as (
			select w.id, gone.spent from budget_window w join gone on gone.window_id = w.id order by w.id for update of w
		) update budget_window w set carried_nano_usd = w.carried_nano_usd + locked.spent from locked where w.id = locked.id`;
	await tx`alter table usage_event detach partition ${month}`;
	await tx`drop table ${month}`;
	const [all] = await tx<{ first: string; next: string }[]>`
		select uuid_at(min(from_at))::text as first, uuid_at(max(until_at))::text as next from usage_dropped`;
	await tx`alter table usage_event_elsewhere drop constraint if exists usage_not_dropped`;
	await tx.unsafe(`alter table usage_event_elsewhere add constraint usage_not_dropped
		check (generation_id < '${all?.first}' or generation_id >= '${all?.next}') not valid`);
}
