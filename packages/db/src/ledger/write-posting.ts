import type { Posting } from "@turnpike/ledger";
import type { Queries } from "../connect.ts";
import { rollUp } from "../usage/roll-up.ts";

/** Writes a decided posting: usage named, entries, balances, allowances, budgets and rollups, in the open transaction. */
export async function writePosting(
	tx: Queries,
	accountId: string,
	transactionId: string,
	posting: Posting,
): Promise<void> {
	const { generations, parked, entries } = posting;
	const statements: Promise<unknown>[] = [];
	if (parked.length > 0) statements.push(park(tx, posting));
	if (generations.length > 0) {
		statements.push(
			tx`insert into ledger_transaction (id, kind, source) values (${transactionId}, 'usage', ${`usage:${transactionId}`})`,
			tx`insert into entry (transaction_id, account_id, amount_nano_usd)
				select ${transactionId}, account_id, amount from unnest(
					${entries.map((line) => line.accountId)}::text[],
					${entries.map((line) => line.amount.toString())}::bigint[]) as line (account_id, amount)`,
			nameTransaction(tx, transactionId, posting),
			chargeAllowances(tx, posting),
			chargeAccount(tx, accountId, posting),
			rollUp(tx, generations),
			rollUpLater(tx, transactionId, posting),
		);
		if (generations.some(({ event }) => event.named)) statements.push(postCalls(tx, posting));
	}
	await allOf(statements);
}

/** Waits for every statement, also where one fails: none may follow a rollback. @throws what failed first. */
async function allOf(statements: readonly Promise<unknown>[]): Promise<void> {
	const failures: unknown[] = [];
	await Promise.all(statements.map((statement) => statement.catch((error: unknown) => failures.push(error))));
	if (failures.length > 0) throw failures[0];
}

async function park(tx: Queries, posting: Posting): Promise<void> {
	await tx`update usage_event e set parked_reason = p.reason from unnest(
			${posting.parked.map((event) => event.generationId)}::uuid[], ${posting.parked.map((event) => event.reason)}::text[]
		) as p (generation_id, reason)
		where e.generation_id = p.generation_id and e.transaction_id is null`;
}

/** The finer rollups follow out of the same transaction, a moment later. */
async function rollUpLater(tx: Queries, transactionId: string, posting: Posting): Promise<void> {
	const ids = posting.generations.map((generation) => generation.event.generationId);
	await tx`insert into usage_rollup_pending (transaction_id, generation_ids) values (${transactionId}, ${ids}::uuid[])`;
}

/** Exactly once: a generation that has a transaction already makes the whole posting fail, and so undone. */
async function nameTransaction(tx: Queries, transactionId: string, posting: Posting): Promise<void> {
	const ids = posting.generations.map((generation) => generation.event.generationId);
	const charges = posting.generations.map((generation) =>
		(generation.fromAllowance + generation.fromAvailable).toString(),
	);
	const overruns = posting.generations.map((generation) => generation.overrun.toString());
	const named = await tx`update usage_event e
		set transaction_id = ${transactionId}, posted_nano_usd = p.charge, overrun_nano_usd = p.overrun
		from unnest(${ids}::uuid[], ${charges}::bigint[], ${overruns}::bigint[]) as p (generation_id, charge, overrun)
		where e.generation_id = p.generation_id and e.transaction_id is null and e.parked_reason is null`;
	if (named.count !== ids.length) {
		throw new Error(`${ids.length - named.count} of ${ids.length} generations were posted by another transaction`);
	}
}

/** What calls had set aside under budgets of the end users and tags they name is spent. */
async function postCalls(tx: Queries, posting: Posting): Promise<void> {
	const ids = posting.generations.map((generation) => generation.event.generationId);
	const charges = posting.generations.map(({ fromAllowance, fromAvailable }) =>
		(fromAllowance + fromAvailable).toString(),
	);
	await tx`select post_calls(${ids}::uuid[], ${charges}::bigint[])`;
}

async function chargeAllowances(tx: Queries, posting: Posting): Promise<void> {
	const charged = [...posting.fromAllowances].filter(([, amount]) => amount !== 0n);
	if (charged.length === 0) return;
	await tx`with charge as (
			select * from unnest(${charged.map(([id]) => id)}::uuid[], ${charged.map(([, amount]) => amount.toString())}::bigint[])
				as c (allowance_id, amount)
		), charged as (
			update allowance a set charged_nano_usd = a.charged_nano_usd + c.amount
			from charge c where a.id = c.allowance_id returning a.budget_window_ids, c.amount
		), by_window as (
			select window_id, sum(amount)::bigint as amount from charged, unnest(budget_window_ids) as window_id group by window_id
		)
		update budget_window w set reserved_nano_usd = w.reserved_nano_usd - b.amount, spent_nano_usd = w.spent_nano_usd + b.amount
		from by_window b where w.id = b.window_id`;
}

async function chargeAccount(tx: Queries, accountId: string, posting: Posting): Promise<void> {
	let fromReserved = 0n;
	for (const amount of posting.fromAllowances.values()) fromReserved += amount;
	// Gifts are spent before what was paid for.
	await tx`update account set reserved_nano_usd = reserved_nano_usd - ${fromReserved},
		available_nano_usd = available_nano_usd - ${posting.fromAvailable},
		posted_nano_usd = posted_nano_usd + ${fromReserved + posting.fromAvailable},
		promotional_nano_usd = greatest(promotional_nano_usd - ${fromReserved + posting.fromAvailable}, 0)
		where id = ${accountId}`;
	if (posting.fromAvailable === 0n) return;
	for (const { event, fromAvailable } of posting.generations) {
		if (fromAvailable === 0n) continue;
		await tx`with late as (
				update allowance set late_nano_usd = late_nano_usd + ${fromAvailable} where id = ${event.allowanceId}
				returning budget_window_ids
			) update budget_window w set spent_nano_usd = w.spent_nano_usd + ${fromAvailable}
			from late where w.id = any (late.budget_window_ids)`;
	}
}
