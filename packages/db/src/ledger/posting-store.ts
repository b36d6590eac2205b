import type { AllowanceState, Posting, PostingInput, UsageEvent } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { Database, Queries } from "../connect.ts";
import { readUsageEvent, type UsageEventRow } from "../usage/read-usage-event.ts";
import { writePosting } from "./write-posting.ts";

/** Generations in one transaction. */
const LARGEST_POSTING = 2_000;

/** Accounts that have usage to post, found by hopping from one to the next in the index of unposted events. */
export async function accountsToPost(sql: Database, limit: number): Promise<string[]> {
	const rows = await sql<{ account_id: string }[]>`
		with recursive waiting (account_id) as (
			(select account_id from usage_event where transaction_id is null and parked_reason is null order by account_id limit 1)
			union all
			select (select e.account_id from usage_event e where e.transaction_id is null and e.parked_reason is null
				and e.account_id > w.account_id order by e.account_id limit 1)
			from waiting w where w.account_id is not null
		) select account_id from waiting where account_id is not null limit ${limit}`;
	return rows.map((row) => row.account_id);
}

export interface PostingResult {
	readonly posted: number;
	readonly parked: number;
	/** More of this account may be waiting. */
	readonly more: boolean;
}

/**
 * Posts one batch of an account's usage: claims the account, reads its state under its lock, lets `decide` say what the
 * transaction is, and writes it, all or nothing. Another worker's claim, or nothing to do, posts nothing.
 *
 * @param transactionId a new UUIDv7.
 */
export async function postAccount(
	sql: Database,
	accountId: string,
	transactionId: string,
	decide: (input: Omit<PostingInput, "recompute">) => Posting | Promise<Posting>,
): Promise<PostingResult> {
	return sql.begin(async (tx) => {
		// The claim ends with the transaction, so it is safe behind a pooler and when this worker dies.
		const [claim] = await tx<{ claimed: boolean }[]>`
			select pg_try_advisory_xact_lock(hashtextextended(${accountId}, 7465)) as claimed`;
		if (!claim?.claimed) return { posted: 0, parked: 0, more: false };
		const events = await readUnposted(tx, accountId);
		if (events.length === 0) return { posted: 0, parked: 0, more: false };
		const available = await lockAccount(tx, accountId);
		const allowances = await readAllowances(tx, events);
		const posting = await decide({ accountId, available, events, allowances });
		await writePosting(tx, accountId, transactionId, posting);
		return {
			posted: posting.generations.length,
			parked: posting.parked.length,
			more: events.length === LARGEST_POSTING,
		};
	});
}

async function readUnposted(tx: Queries, accountId: string): Promise<UsageEvent[]> {
	const rows = await tx<UsageEventRow[]>`select * from usage_event
		where account_id = ${accountId} and transaction_id is null and parked_reason is null
		order by generation_id limit ${LARGEST_POSTING}`;
	return rows.map(readUsageEvent);
}

async function lockAccount(tx: Queries, accountId: string): Promise<NanoUsd> {
	const [row] = await tx<{ available: bigint }[]>`
		select available_nano_usd as available from account where id = ${accountId} for update`;
	if (!row) throw new Error(`usage of an account that does not exist: ${accountId}`);
	return nanoUsd(row.available);
}

interface AllowanceRow {
	readonly id: string;
	readonly state: "open" | "closed" | "reaped";
	readonly granted: bigint;
	readonly returned: bigint;
	readonly charged: bigint;
	readonly room: bigint | null;
}

async function readAllowances(tx: Queries, events: readonly UsageEvent[]): Promise<Map<string, AllowanceState>> {
	const ids = [...new Set(events.map((event) => event.allowanceId))];
	const rows = await tx<AllowanceRow[]>`
		select a.id, a.state, a.granted_nano_usd as granted, a.returned_nano_usd as returned, a.charged_nano_usd as charged,
			(select min(b.limit_nano_usd - w.spent_nano_usd - w.reserved_nano_usd) from budget_window w
				join budget b on b.id = w.budget_id where w.id = any (a.budget_window_ids)) as room
		from allowance a where a.id = any (${ids}::uuid[]) for update of a`;
	return new Map(
		rows.map((row) => [
			row.id,
			{
				allowanceId: row.id,
				state: row.state,
				granted: nanoUsd(row.granted),
				returned: nanoUsd(row.returned),
				charged: nanoUsd(row.charged),
				budgetRoom: row.room === null ? undefined : nanoUsd(row.room),
			},
		]),
	);
}
