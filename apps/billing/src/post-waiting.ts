import { accountsToPost, type Database, postAccount } from "@turnpike/db";
import { type Posting, type PostingInput, post } from "@turnpike/ledger";
import type { PriceVersions } from "./recompute.ts";

/** Accounts taken up in one round. */
const ACCOUNTS_PER_ROUND = 64;

export interface PostingReport {
	readonly posted: number;
	readonly parked: number;
}

/**
 * Posts what waits, account by account: one balanced transaction each, decided by the ledger and written by the store.
 * Accounts that another worker has claimed are passed over. An account whose posting fails does not hold up the others.
 *
 * @param newTransactionId a new UUIDv7.
 * @throws the first failure, after every account was tried.
 */
export async function postWaiting(
	sql: Database,
	prices: PriceVersions,
	newTransactionId: () => string,
): Promise<PostingReport> {
	const decide = async (input: Omit<PostingInput, "recompute">): Promise<Posting> => {
		await prices.load(input.events);
		return post({ ...input, recompute: (event) => prices.recompute(event) });
	};
	let posted = 0;
	let parked = 0;
	const failures: unknown[] = [];
	for (const accountId of await accountsToPost(sql, ACCOUNTS_PER_ROUND)) {
		try {
			const result = await postAccount(sql, accountId, newTransactionId(), decide);
			posted += result.posted;
			parked += result.parked;
		} catch (error) {
			failures.push(error);
		}
	}
	if (failures.length > 0) throw failures[0];
	return { posted, parked };
}
