import { assertBalanced, credit, HOUSE, linesOf } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import type { Database, Queries } from "../connect.ts";
import { claimKey } from "../ledger/posting-store.ts";
import { lockStanding, writeStanding, writeTransaction } from "../ledger/standing-store.ts";
import { COLUMN_NAMES, COLUMN_TYPES } from "./usage-columns.ts";

/** Generations withdrawn in one round. */
const MOST_AT_ONCE = 100;
/** A record that has not come for so long will not come. */
const LONGEST_WAIT = "1 hour";

/** A type and no interface, so that it goes into a log as it is. */
export type WithdrawalReport = {
	/** Not debited yet, and now never will be. */
	readonly freed: number;
	/** Debited already: given back out of the house's pocket. */
	readonly givenBack: number;
};

/** What of a row changes when its generation is withdrawn. */
const FREE = JSON.stringify({ status: "interrupted", usage: {}, charge_nano_usd: "0" });

/**
 * Makes generations cost nothing whose withdrawal was asked for. One that is not posted is recorded as free, so that a
 * commit that comes late finds it there; one that is posted is credited back, once. A generation of which there is no trace
 * yet is waited for.
 *
 * @param newId a new UUIDv7.
 * @throws the first failure, after all others have been seen to; what failed is tried again in the next round.
 */
export async function withdrawRequested(sql: Database, newId: () => string): Promise<WithdrawalReport> {
	const pending = await sql<{ id: string }[]>`select w.generation_id as id from usage_withdrawal w
		where w.done_at is null and (w.event is not null or w.requested_at < clock_timestamp() - ${LONGEST_WAIT}::interval
			or exists (select 1 from usage_event e where e.generation_id = w.generation_id)
			or exists (select 1 from usage_checkpoint c where c.generation_id = w.generation_id))
		order by w.requested_at limit ${MOST_AT_ONCE}`;
	const became: Became[] = [];
	const failures: unknown[] = [];
	for (const { id } of pending) {
		try {
			became.push(await withdraw(sql, id, newId));
		} catch (error) {
			failures.push(error);
		}
	}
	if (failures.length > 0) throw failures[0];
	const count = (what: Became) => became.filter((one) => one === what).length;
	return { freed: count("freed"), givenBack: count("given back") };
}

interface Withdrawn {
	readonly account_id: string | null;
	/** The record as it would be billed, from wherever there is one. */
	readonly event: unknown;
}

type Became = "freed" | "given back" | undefined;

function withdraw(sql: Database, generationId: string, newId: () => string): Promise<Became> {
	return sql.begin(async (tx): Promise<Became> => {
		const [found] = await tx<Withdrawn[]>`
			select coalesce(e.account_id, w.event ->> 'account_id', c.event ->> 'account_id') as account_id,
				coalesce(w.event, c.event) as event
			from usage_withdrawal w left join usage_event e on e.generation_id = w.generation_id
				left join usage_checkpoint c on c.generation_id = w.generation_id
			where w.generation_id = ${generationId} and w.done_at is null for update of w skip locked`;
		// Another worker is at it.
		if (!found) return undefined;
		await tx`update usage_withdrawal set done_at = clock_timestamp() where generation_id = ${generationId}`;
		const accountId = found.account_id;
		if (accountId === null) return undefined;
		// Posting reads an account's events under this claim: none may change between its reading and its writing.
		await tx`select pg_advisory_xact_lock(${claimKey(tx, accountId)})`;
		if (await recordAsFree(tx, generationId, found.event)) return "freed";
		return (await giveBack(tx, generationId, accountId, newId())) ? "given back" : undefined;
	});
}

/** @returns false when it is posted. */
async function recordAsFree(tx: Queries, generationId: string, event: unknown): Promise<boolean> {
	if (event !== null) {
		await tx`insert into usage_event (${tx.unsafe(COLUMN_NAMES)}) select ${tx.unsafe(COLUMN_NAMES)}
			from jsonb_to_record(${JSON.stringify(event)}::text::jsonb || ${FREE}::text::jsonb) as r (${tx.unsafe(COLUMN_TYPES)})
			on conflict (generation_id) do nothing`;
	}
	await tx`delete from usage_checkpoint where generation_id = ${generationId}`;
	const freed = await tx`update usage_event
		set status = 'interrupted', usage = '{}', charge_nano_usd = 0, parked_reason = null
		where generation_id = ${generationId} and transaction_id is null`;
	return freed.count === 1;
}

/** Credits what a generation was debited, once. @returns false when that was nothing. */
async function giveBack(tx: Queries, generationId: string, accountId: string, id: string): Promise<boolean> {
	const [posted] = await tx<{ amount: bigint }[]>`select posted_nano_usd as amount from usage_event
		where generation_id = ${generationId} and posted_nano_usd > 0`;
	const standing = posted && (await lockStanding(tx, accountId));
	if (!standing) return false;
	const change = credit(standing, nanoUsd(posted.amount));
	const house = { accountId: HOUSE.overrun, amount: nanoUsd(-posted.amount) };
	const lines = assertBalanced([...linesOf(accountId, change), house]);
	const memo = "the answer ended with an error after its usage was recorded";
	const transaction = { id, kind: "withdrawal", source: `withdrawal:${generationId}`, memo, lines };
	if (await writeTransaction(tx, transaction)) await writeStanding(tx, accountId, change.standing);
	return true;
}
