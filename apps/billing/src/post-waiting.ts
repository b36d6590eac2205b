import { accountsToPost, type Database, isPoison, type PostingResult, parkOldest, postAccount } from "@turnpike/db";
import { type Posting, type PostingInput, post } from "@turnpike/ledger";
import type { PriceVersions } from "./recompute.ts";

/** Accounts taken up in one round. */
const ACCOUNTS_PER_ROUND = 64;
/** Generations in one transaction. */
const LARGEST_POSTING = 2_000;

export interface PostingReport {
	readonly posted: number;
	readonly parked: number;
	/** Accounts that another worker was at. */
	readonly passedOver: number;
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
	const decide = async (input: Omit<PostingInput, "recompute">): Promise<Posting> => {
		await prices.load(input.events);
		return post({ ...input, recompute: (event) => prices.recompute(event) });
	};
	const total = { posted: 0, parked: 0, passedOver: 0 };
	const failures: unknown[] = [];
	const accounts = await accountsToPost(sql, ACCOUNTS_PER_ROUND, after);
	for (const accountId of accounts) {
		try {
			const attempt = (most: number) => postAccount(sql, accountId, newTransactionId(), decide, most);
			const result = await postAroundPoison(sql, accountId, attempt);
			total.posted += result.posted;
			total.parked += result.parked;
			total.passedOver += result.claimed ? 0 : 1;
		} catch (error) {
			failures.push(error);
		}
	}
	return { ...total, failures, next: accounts.length === ACCOUNTS_PER_ROUND ? accounts.at(-1) : undefined };
}

/**
 * Posts a batch; one that cannot be written because of what is in it is halved until it can, or until the one event
 * remains that cannot, which is parked. Anything else that fails, fails.
 */
async function postAroundPoison(
	sql: Database,
	accountId: string,
	attempt: (most: number) => Promise<PostingResult>,
): Promise<PostingResult> {
	for (let most = LARGEST_POSTING; ; most = Math.ceil(most / 2)) {
		try {
			return await attempt(most);
		} catch (error) {
			if (!isPoison(error)) throw error;
			if (most > 1) continue;
			const reason = error instanceof Error ? error.message : String(error);
			return { claimed: true, posted: 0, parked: await parkOldest(sql, accountId, `could not be posted: ${reason}`) };
		}
	}
}
