import type { AllowanceBook, GrantOutcome, GrantRequest, HolderIdentity } from "@turnpike/ledger";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { Database } from "../connect.ts";

/** A lease's length; the holder renews it every 5 s and stops spending 2 s before its end. */
const LEASE_MS = 30_000;

interface GrantRow {
	readonly outcome: "granted" | "holder_lost" | "account_suspended" | "insufficient_credits" | "budget_exceeded";
	readonly granted: bigint | null;
	readonly expires_at: Date | null;
	readonly available: bigint;
	readonly recallable: boolean;
	readonly budget_scope: "key" | "project" | "organisation" | null;
	readonly budget_limit: bigint | null;
	readonly budget_spent: bigint | null;
}

/** The holder's lease ended in the book: it must renew, and forget its allowances if that fails. */
export class HolderLost extends Error {
	override readonly name = "HolderLost";
}

/** The book in Postgres: each method is one statement, so one round trip. */
export function makeAllowanceBook(sql: Database): AllowanceBook {
	/** By holder: the recalls it was told of last time, by account. */
	const recallsSeen = new Map<string, Map<string, number>>();
	return {
		async register(holder: HolderIdentity) {
			await sql`insert into holder (id, kind, instance, lease_until)
				values (${holder.holderId}, ${holder.kind}, ${holder.instance}, clock_timestamp() + ${LEASE_MS} * interval '1 ms')
				on conflict (id) do nothing`;
			return LEASE_MS;
		},
		async renew(holderId) {
			const rows = await sql`update holder set lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms'
				where id = ${holderId} and state = 'live' returning 1`;
			return rows.length === 1;
		},
		async grant(request) {
			const [row] = await sql<GrantRow[]>`select * from grant_allowance(
				${request.holderId}, ${request.allowanceId}, ${request.spender.accountId}, ${request.spender.keyId},
				${request.grantedBefore}, ${request.atLeast}, ${request.wanted})`;
			return readGrant(request, row);
		},
		async giveBack(allowanceId, returnedInAll) {
			await sql`select give_back_allowance(${allowanceId}, ${returnedInAll})`;
		},
		async closeAllowance(allowanceId, spent) {
			await sql`select close_allowance(${allowanceId}, ${spent})`;
		},
		async requestRecall(accountId) {
			// Every request is another instant, so that none can be taken for one that was seen.
			await sql`insert into recall (account_id, requested_at) values (${accountId}, clock_timestamp())
				on conflict (account_id) do update
				set requested_at = greatest(excluded.requested_at, recall.requested_at + interval '1 ms')`;
		},
		async pendingRecalls(holderId) {
			const rows = await sql<{ account_id: string; requested_at: Date }[]>`
				select account_id, requested_at from recall where requested_at > clock_timestamp() - interval '5 s'`;
			const seen = recallsSeen.get(holderId);
			recallsSeen.set(holderId, new Map(rows.map((row) => [row.account_id, row.requested_at.getTime()])));
			const pending = rows.filter((row) => seen?.get(row.account_id) !== row.requested_at.getTime());
			return pending.map((row) => row.account_id);
		},
		async unregister(holderId) {
			recallsSeen.delete(holderId);
			await sql`update holder set state = 'ended' where id = ${holderId} and state = 'live'`;
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
