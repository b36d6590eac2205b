import { assertStanding, type EntryLine, type Standing } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import type { Queries } from "../connect.ts";

/** Locks a customer's account, first of all locks. @returns undefined when there is no such customer. */
export async function lockStanding(tx: Queries, accountId: string): Promise<Standing | undefined> {
	const [row] = await tx<{ available: bigint; reserved: bigint; debt: bigint; promotional: bigint }[]>`
		select available_nano_usd as available, reserved_nano_usd as reserved, debt_nano_usd as debt,
			promotional_nano_usd as promotional
		from account where id = ${accountId} and kind = 'customer' for update`;
	if (!row) return undefined;
	return assertStanding({
		available: nanoUsd(row.available),
		reserved: nanoUsd(row.reserved),
		debt: nanoUsd(row.debt),
		promotional: nanoUsd(row.promotional),
	});
}

/** Sets where an account stands that was locked in this transaction; what is reserved is changed by allowances alone. */
export async function writeStanding(tx: Queries, accountId: string, standing: Standing): Promise<void> {
	const { available, debt, promotional } = assertStanding(standing);
	await tx`update account set available_nano_usd = ${available}, debt_nano_usd = ${debt},
		promotional_nano_usd = ${promotional} where id = ${accountId}`;
}

/** A transaction to be written: what it is, what it stands for, and its lines, which sum to zero. */
export interface TransactionToWrite {
	/** A new UUIDv7. */
	readonly id: string;
	readonly kind: string;
	/** What it stands for, once. */
	readonly source: string;
	readonly memo: string;
	readonly lines: readonly EntryLine[];
}

/** Writes a transaction and its entries. @returns false when its source was written before: nothing is written. */
export async function writeTransaction(tx: Queries, transaction: TransactionToWrite): Promise<boolean> {
	const { id, kind, source, memo, lines } = transaction;
	const opened = await tx`insert into ledger_transaction (id, kind, source, memo)
		values (${id}, ${kind}, ${source}, ${memo}) on conflict (source) do nothing returning 1`;
	if (opened.length === 0) return false;
	const accounts = lines.map((line) => line.accountId);
	await tx`insert into account (id, kind) select id, 'debt' from unnest(${accounts}::text[]) as line (id)
		where id like 'debt:%' on conflict (id) do nothing`;
	await tx`insert into entry (transaction_id, account_id, amount_nano_usd)
		select ${id}, account_id, amount from unnest(${accounts}::text[], ${lines.map((line) => line.amount.toString())}::bigint[])
			as line (account_id, amount)`;
	return true;
}
