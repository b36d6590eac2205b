import type { AllowanceBook, BudgetScope, GrantOutcome, GrantRequest, HolderIdentity } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import { askingAgain } from "../ask-again.ts";
import type { Database } from "../connect.ts";

/** A lease's length; the holder renews it every 5 s and stops spending 2 s before its end. */
const LEASE_MS = 30_000;

/** Longer than any lease: a holder that lives has heard of a recall by then. */
const RECALLS_KEPT = "1 minute";

interface GrantRow {
	readonly outcome: "granted" | "holder_lost" | "account_suspended" | "insufficient_credits" | "budget_exceeded";
	readonly granted: bigint | null;
	readonly expires_at: Date | null;
	readonly available: bigint;
	readonly recallable: boolean;
	readonly budget_scope: BudgetScope | null;
	readonly budget_limit: bigint | null;
	readonly budget_spent: bigint | null;
}

/** The holder's lease ended in the book: it must renew, and forget its allowances if that fails. */
export class HolderLost extends Error {
	override readonly name = "HolderLost";
}

/** The book in Postgres: each method is one statement, so one round trip, and repeated where its connection breaks. */
export function makeAllowanceBook(sql: Database): AllowanceBook {
	const ask = askingAgain(sql);
	return {
		async register(holder: HolderIdentity) {
			await ask`insert into holder (id, kind, instance, lease_until)
				values (${holder.holderId}, ${holder.kind}, ${holder.instance}, clock_timestamp() + ${LEASE_MS} * interval '1 ms')
				on conflict (id) do nothing`;
			return LEASE_MS;
		},
		async renew(holderId) {
			const rows = await ask`update holder set lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms'
				where id = ${holderId} and state = 'live' returning 1`;
			return rows.length === 1;
		},
		async grant(request) {
			const [row] = await ask<GrantRow[]>`select * from grant_allowance(
				${request.holderId}, ${request.allowanceId}, ${request.spender.accountId}, ${request.spender.keyId},
				${request.grantedBefore}, ${request.atLeast}, ${request.wanted}, ${request.recall ?? null}::bigint)`;
			return readGrant(request, row);
		},
		async giveBack(allowanceId, returnedInAll) {
			await ask`select give_back_allowance(${allowanceId}, ${returnedInAll})`;
		},
		async closeAllowance(allowanceId, spent) {
			await ask`select close_allowance(${allowanceId}, ${spent})`;
		},
		async requestRecall(accountId) {
			const [row] = await ask<{ number: bigint }[]>`select request_recall(${accountId}) as number`;
			return row?.number ?? 0n;
		},
		async pendingRecalls(holderId) {
			const rows = await ask<{ account_id: string; number: bigint }[]>`select account_id, number from recall r
				where requested_at > clock_timestamp() - ${RECALLS_KEPT}::interval
					and exists (select 1 from allowance a where a.account_id = r.account_id and a.holder_id = ${holderId} and a.state = 'open')
					and not exists (select 1 from recall_answer n
						where n.account_id = r.account_id and n.holder_id = ${holderId} and n.number >= r.number)`;
			return rows.map((row) => ({ accountId: row.account_id, number: row.number }));
		},
		async answerRecall(holderId, { accountId, number }) {
			await ask`insert into recall_answer as a (account_id, holder_id, number) values (${accountId}, ${holderId}, ${number})
				on conflict (account_id, holder_id) do update set number = greatest(a.number, excluded.number)`;
		},
		async unregister(holderId) {
			await ask`update holder set state = 'ended' where id = ${holderId} and state = 'live'`;
		},
	};
}

function readGrant(request: GrantRequest, row: GrantRow | undefined): GrantOutcome {
	if (!row || row.outcome === "holder_lost") throw new HolderLost(`holder ${request.holderId} is not live in the book`);
	if (row.outcome === "granted") {
		return { grantedNanoUsd: amountOf(row.granted), expiresAt: row.expires_at?.getTime() };
	}
	const availableNanoUsd = nanoUsd(row.available);
	switch (row.outcome) {
		case "account_suspended":
			return { refused: { reason: "account_suspended" }, recallable: false };
		case "insufficient_credits":
			return { refused: { reason: "insufficient_credits", availableNanoUsd }, recallable: row.recallable };
		case "budget_exceeded": {
			const budget = {
				scope: row.budget_scope ?? "key",
				limitNanoUsd: amountOf(row.budget_limit),
				spentNanoUsd: amountOf(row.budget_spent),
				resetsAt: row.expires_at?.getTime(),
			};
			return { refused: { reason: "budget_exceeded", availableNanoUsd, budget }, recallable: row.recallable };
		}
	}
}

function amountOf(value: bigint | null): NanoUsd {
	if (value === null) throw new Error("the book answered without an amount");
	return nanoUsd(value);
}
