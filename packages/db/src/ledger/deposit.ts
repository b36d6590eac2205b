import { assertBalanced, credit, debtAccountOf, linesOf } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import { recordAct } from "../accounts/record-act.ts";
import type { Database, Queries } from "../connect.ts";
import { addPromotion, lookAtPromotions } from "./promotion-store.ts";
import { lockStanding, writeStanding, writeTransaction } from "./standing-store.ts";

export interface Deposit {
	/** A new UUIDv7. */
	readonly transactionId: string;
	readonly accountId: string;
	readonly amount: NanoUsd;
	/** The house account on the other side: deposits for payments, promotions for gifts, which are spent first. */
	readonly from: "house:deposits" | "house:promotions";
	readonly kind: "grant" | "promotion" | "sandbox" | "payment";
	/** What this deposit stands for, once: a repeat with the same source changes nothing. */
	readonly source: string;
	readonly memo: string;
	readonly actor: string;
	/** Unix milliseconds at which a gift ends: what was not spent by then goes back. */
	readonly expiresAt?: number;
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
 * Credits an account, once per source. A debt of the account is repaid first.
 *
 * @throws RangeError when the amount is not positive; DepositMismatch when the source stands for another deposit.
 */
export async function deposit(sql: Database, request: Deposit): Promise<DepositResult> {
	const { transactionId, accountId, amount, from, kind, source, memo } = request;
	if (amount <= 0n) throw new RangeError("a deposit must be more than zero");
	return sql.begin(async (tx) => {
		const standing = await lockStanding(tx, accountId);
		if (!standing) throw new RangeError(`no customer account ${accountId}`);
		const gift = from === "house:promotions";
		const change = credit(standing, amount, gift);
		const lines = assertBalanced([...linesOf(accountId, change), { accountId: from, amount: nanoUsd(-amount) }]);
		if (!(await writeTransaction(tx, { id: transactionId, kind, source, memo, lines }))) {
			return { transactionId: await earlierDeposit(tx, request), availableNanoUsd: standing.available };
		}
		if (gift) {
			await lookAtPromotions(tx, accountId, standing);
			const left = nanoUsd(change.standing.promotional - standing.promotional);
			await addPromotion(tx, { id: transactionId, accountId, amount, left, expiresAt: request.expiresAt });
		}
		await writeStanding(tx, accountId, change.standing);
		await recordGrant(tx, request);
		return { transactionId, availableNanoUsd: change.standing.available };
	});
}

async function recordGrant(tx: Queries, { actor, accountId, kind, memo, amount }: Deposit): Promise<void> {
	const [owner] = await tx<{ id: string }[]>`select organisation_id as id from account where id = ${accountId}`;
	const detail = { kind, memo, nano_usd: amount.toString() };
	const act = { actor, action: "credit.grant", target: accountId, detail };
	await recordAct(tx, owner ? { ...act, organisationId: owner.id } : act);
}

/** The transaction that carried out the same deposit before. @throws DepositMismatch when it was another one. */
async function earlierDeposit(tx: Queries, deposit: Deposit): Promise<string> {
	const { source, accountId, from, amount, expiresAt } = deposit;
	const [earlier] = await tx<{ id: string; amount: string; to_account: boolean; expires_at: Date | null }[]>`
		select t.id, -sum(e.amount_nano_usd) filter (where e.account_id = ${from}) as amount,
			bool_or(e.account_id in (${accountId}, ${debtAccountOf(accountId)})) as to_account,
			(select p.expires_at from promotion p where p.id = t.id) as expires_at
		from ledger_transaction t join entry e on e.transaction_id = t.id where t.source = ${source} group by t.id`;
	const same = earlier?.to_account && earlier.amount === amount.toString();
	if (!same || earlier.expires_at?.getTime() !== expiresAt) {
		throw new DepositMismatch(`${source} stands for another deposit already`);
	}
	return earlier.id;
}
