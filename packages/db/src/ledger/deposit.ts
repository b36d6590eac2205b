import { assertBalanced } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import { recordAct } from "../accounts/record-act.ts";
import type { Database } from "../connect.ts";

export interface Deposit {
	/** A new UUIDv7. */
	readonly transactionId: string;
	readonly accountId: string;
	readonly amount: NanoUsd;
	/** The house account on the other side: deposits for payments, promotions for gifts. */
	readonly from: "house:deposits" | "house:promotions";
	readonly kind: "grant" | "sandbox" | "payment";
	/** What this deposit stands for, once: a repeat with the same source changes nothing. */
	readonly source: string;
	readonly memo: string;
	readonly actor: string;
}

export interface DepositResult {
	/** The transaction that credited this source, now or earlier. */
	readonly transactionId: string;
	readonly availableNanoUsd: NanoUsd;
}

/** The source was used before, for another account or amount. */
export class DepositMismatch extends Error {
	override readonly name = "DepositMismatch";
}

/**
 * Credits an account, once per source.
 *
 * @throws RangeError when the amount is not positive; DepositMismatch when the source stands for another deposit.
 */
export async function deposit(sql: Database, request: Deposit): Promise<DepositResult> {
	if (request.amount <= 0n) throw new RangeError("a deposit must be more than zero");
	const lines = assertBalanced([
		{ accountId: request.accountId, amount: request.amount },
		{ accountId: request.from, amount: nanoUsd(-request.amount) },
	]);
	return sql.begin(async (tx) => {
		const [account] = await tx<{ available: bigint }[]>`
			select available_nano_usd as available from account where id = ${request.accountId} and kind = 'customer' for update`;
		if (!account) throw new RangeError(`no customer account ${request.accountId}`);
		const [opened] = await tx<{ id: string }[]>`insert into ledger_transaction (id, kind, source, memo)
			values (${request.transactionId}, ${request.kind}, ${request.source}, ${request.memo})
			on conflict (source) do nothing returning id`;
		if (!opened) {
			const [earlier] = await tx<{ id: string; amount: bigint | null }[]>`select t.id, e.amount_nano_usd as amount
				from ledger_transaction t left join entry e on e.transaction_id = t.id and e.account_id = ${request.accountId}
				where t.source = ${request.source}`;
			if (earlier?.amount !== request.amount) {
				throw new DepositMismatch(`${request.source} stands for another deposit already`);
			}
			return { transactionId: earlier.id, availableNanoUsd: nanoUsd(account.available) };
		}
		for (const line of lines) {
			await tx`insert into entry (transaction_id, account_id, amount_nano_usd)
				values (${opened.id}, ${line.accountId}, ${line.amount})`;
		}
		const [after] = await tx<{ available: bigint }[]>`
			update account set available_nano_usd = available_nano_usd + ${request.amount}
			where id = ${request.accountId} returning available_nano_usd as available`;
		const { kind, memo } = request;
		const detail = { kind, memo, nano_usd: request.amount.toString() };
		await recordAct(tx, { actor: request.actor, action: "credit.grant", target: request.accountId, detail });
		return { transactionId: opened.id, availableNanoUsd: nanoUsd(after?.available ?? 0n) };
	});
}
