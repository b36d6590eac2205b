import {
	accountsToPost,
	type Database,
	type DecidePosting,
	isPoison,
	type PostingResult,
	postAccount,
	postAroundPoison,
	readPriceVersions,
} from "@turnpike/db";
import { post } from "@turnpike/ledger";
import type { PriceVersions } from "./recompute.ts";

/** Accounts taken up in one round. */
const ACCOUNTS_PER_ROUND = 64;

export interface PostingReport {
	readonly posted: number;
	readonly parked: number;
	/** Accounts that another worker was at. */
	readonly passedOver: number;
	/** Some account had as much as one batch takes: more may wait. */
	readonly full: boolean;
	/** One for each account that could not be posted; it is tried again in the next round. */
	readonly failures: readonly unknown[];
	/** Where the next round goes on; undefined when this one came to the end. */
	readonly next: string | undefined;
}

/**
 * Posts what waits, account by account: one balanced transaction each, decided by the ledger and written by the store.
 * Accounts that another worker has claimed are passed over. An account whose posting fails does not hold up the others.
 *
 * @param newTransactionId a new UUIDv7.
 * @param after the account behind which to begin, or "".
 * @throws when the database cannot say what waits.
 */
export async function postWaiting(
	sql: Database,
	prices: PriceVersions,
	newTransactionId: () => string,
	after: string,
): Promise<PostingReport> {
	const decide: DecidePosting = async (input, tx) => {
		await prices.load(input.events, (ids) => readPriceVersions(tx, ids));
		return post({ ...input, recompute: (event) => prices.recompute(event) });
	};
	const total = { posted: 0, parked: 0, passedOver: 0, full: false };
	const failures: unknown[] = [];
	const accounts = await accountsToPost(sql, ACCOUNTS_PER_ROUND, after);
	for (const accountId of accounts) {
		try {
			const result = await postBatch(sql, accountId, newTransactionId, decide);
			total.posted += result.posted;
			total.parked += result.parked;
			total.passedOver += result.claimed ? 0 : 1;
			total.full ||= result.full;
		} catch (error) {
			failures.push(error);
		}
	}
	return { ...total, failures, next: accounts.length === ACCOUNTS_PER_ROUND ? accounts.at(-1) : undefined };
}

/** One batch of an account; one that its data makes fail is posted around what is wrong in it. */
async function postBatch(
	sql: Database,
	accountId: string,
	newTransactionId: () => string,
	decide: DecidePosting,
): Promise<PostingResult> {
	try {
		return await postAccount(sql, accountId, newTransactionId(), decide);
	} catch (error) {
		if (!isPoison(error)) throw error;
		return postAroundPoison(sql, accountId, newTransactionId, decide);
	}
}
