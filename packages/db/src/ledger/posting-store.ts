import type { AllowanceState, Posting, PostingInput, UnpostedUsage } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import type { Database, Queries } from "../connect.ts";
import { isPoison } from "../transient.ts";
import { readUnposted } from "./read-unposted.ts";
import { writePosting } from "./write-posting.ts";

/** Generations in one transaction. */
const LARGEST_POSTING = 2_000;

/**
 * Accounts that have usage to post, in order of their ids, found by hopping from one to the next in the index of unposted
 * events.
 *
 * @param after the last account of the previous call, or "" to begin: so that busy accounts do not keep others waiting.
 */
export async function accountsToPost(sql: Database, limit: number, after: string): Promise<string[]> {
	const rows = await sql<{ account_id: string }[]>`
		with recursive waiting (account_id) as (
			(select account_id from usage_event where transaction_id is null and parked_reason is null and account_id > ${after}
				order by account_id limit 1)
			union all
			select (select e.account_id from usage_event e where e.transaction_id is null and e.parked_reason is null
				and e.account_id > w.account_id order by e.account_id limit 1)
			from waiting w where w.account_id is not null
		) select account_id from waiting where account_id is not null limit ${limit}`;
	return rows.map((row) => row.account_id);
}

export interface PostingResult {
	/** False: another worker is at this account. */
	readonly claimed: boolean;
	readonly posted: number;
	readonly parked: number;
	/** It was as much as one batch takes: more may wait. */
	readonly full: boolean;
}

const PASSED_OVER: PostingResult = { claimed: false, posted: 0, parked: 0, full: false };
const NOTHING_TO_POST: PostingResult = { claimed: true, posted: 0, parked: 0, full: false };

type Posted = Omit<PostingResult, "full">;

/**
 * Says what the transaction is, of what was read under the account's lock. Whatever else it needs it reads in the same database
 * transaction: another connection may be waiting for that very lock, and a pool may have no other.
 */
export type DecidePosting = (input: Omit<PostingInput, "recompute">, tx: Queries) => Posting | Promise<Posting>;

/**
 * Posts one batch of an account's usage: claims the account, reads its state under its lock, lets `decide` say what the
 * transaction is, and writes it, all or nothing. Another worker's claim, or nothing to do, posts nothing.
 *
 * @param transactionId a new UUIDv7.
 * @param most events in one transaction, the oldest first.
 */
export async function postAccount(
	sql: Database,
	accountId: string,
	transactionId: string,
	decide: DecidePosting,
	most = LARGEST_POSTING,
): Promise<PostingResult> {
	return sql.begin(async (tx) => {
		if (!(await claimAccount(tx, accountId))) return PASSED_OVER;
		const events = await readUnposted(tx, accountId, most);
		if (events.length === 0) return NOTHING_TO_POST;
		return { ...(await postEvents(tx, accountId, events, transactionId, decide)), full: events.length === most };
	});
}

/**
 * Posts a batch that cannot be written because of what is in it: halved, each half by itself, until only the events that
 * cannot be are left, and these are parked. All of it under one claim: between two, another worker could post or park the
 * event that failed, and the next one would be blamed for it.
 *
 * @param newTransactionId a new UUIDv7: each part that can be written is a transaction of the book.
 * @throws what fails for another reason than the data.
 */
export async function postAroundPoison(
	sql: Database,
	accountId: string,
	newTransactionId: () => string,
	decide: DecidePosting,
	most = LARGEST_POSTING,
): Promise<PostingResult> {
	return sql.begin(async (tx) => {
		if (!(await claimAccount(tx, accountId))) return PASSED_OVER;
		// What is otherwise checked at the commit must fail here, where it can be told which events are to blame.
		await tx`set constraints all immediate`;
		const postPart = async (events: readonly UnpostedUsage[]): Promise<Posted> => {
			if (events.length === 0) return NOTHING_TO_POST;
			try {
				return await tx.savepoint((part) => postEvents(part, accountId, events, newTransactionId(), decide));
			} catch (error) {
				if (!isPoison(error)) throw error;
				if (events.length === 1) return parkEvents(tx, accountId, events, error);
			}
			const middle = Math.ceil(events.length / 2);
			const [first, second] = [await postPart(events.slice(0, middle)), await postPart(events.slice(middle))];
			return { claimed: true, posted: first.posted + second.posted, parked: first.parked + second.parked };
		};
		const events = await readUnposted(tx, accountId, most);
		return { ...(await postPart(events)), full: events.length === most };
	});
}

async function postEvents(
	tx: Queries,
	accountId: string,
	events: readonly UnpostedUsage[],
	transactionId: string,
	decide: DecidePosting,
): Promise<Posted> {
	const available = await lockAccount(tx, accountId);
	const allowances = await readAllowances(tx, accountId, events);
	const posting =
		available === undefined
			? allParked(events, `unknown account ${accountId}`)
			: await decide({ accountId, available, events, allowances }, tx);
	await writePosting(tx, accountId, transactionId, posting);
	return { claimed: true, posted: posting.generations.length, parked: posting.parked.length };
}

async function parkEvents(tx: Queries, accountId: string, events: readonly UnpostedUsage[], error: unknown) {
	const reason = error instanceof Error ? error.message : String(error);
	await writePosting(tx, accountId, "", allParked(events, `could not be posted: ${reason}`));
	return { claimed: true, posted: 0, parked: events.length };
}

/** The advisory lock under which an account's usage is read and posted. */
export function claimKey(tx: Queries, accountId: string) {
	return tx`hashtextextended(${accountId}, 7465)`;
}

/** Far longer than a worker thinks between two statements. */
const LONGEST_THOUGHT = "1min";

/**
 * The claim ends with the transaction, so it is safe behind a pooler and when this worker dies. A worker whose machine is gone
 * without a word would keep the account locked: the database ends its transaction.
 */
async function claimAccount(tx: Queries, accountId: string): Promise<boolean> {
	const [claim] = await tx<{ claimed: boolean }[]>`
		select set_config('idle_in_transaction_session_timeout', ${LONGEST_THOUGHT}, true),
			pg_try_advisory_xact_lock(${claimKey(tx, accountId)}) as claimed`;
	return claim?.claimed === true;
}

function allParked(events: readonly UnpostedUsage[], reason: string): Posting {
	return {
		generations: [],
		parked: events.map(({ generationId }) => ({ generationId, reason })),
		entries: [],
		fromAllowances: new Map(),
		fromAvailable: ZERO_NANO_USD,
	};
}

async function lockAccount(tx: Queries, accountId: string): Promise<NanoUsd | undefined> {
	const [row] = await tx<{ available: bigint }[]>`
		select available_nano_usd as available from account where id = ${accountId} for update`;
	return row && nanoUsd(row.available);
}

interface AllowanceRow {
	readonly id: string;
	readonly state: "open" | "closed" | "reaped";
	readonly granted: bigint;
	readonly returned: bigint;
	readonly charged: bigint;
	readonly room: bigint | null;
}

/** The account's own allowances among those the events name: another's is as good as unknown. */
async function readAllowances(
	tx: Queries,
	accountId: string,
	events: readonly UnpostedUsage[],
): Promise<Map<string, AllowanceState>> {
	const ids = [...new Set(events.map((event) => event.allowanceId))];
	const rows = await tx<AllowanceRow[]>`
		select a.id, a.state, a.granted_nano_usd as granted, a.returned_nano_usd as returned, a.charged_nano_usd as charged,
			(select min(b.limit_nano_usd - w.spent_nano_usd - w.reserved_nano_usd) from budget_window w
				join budget b on b.id = w.budget_id
				where w.id = any (a.budget_window_ids) and not b.soft and b.ended_at is null) as room
		from allowance a where a.id = any (${ids}::uuid[]) and a.account_id = ${accountId} for update of a`;
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
