import type { AllowanceBook, Spender } from "@turnpike/ledger";
import { ZERO_NANO_USD } from "@turnpike/money";
import type { BlockStore, Unanswered } from "./block-store.ts";

export interface ReturnOptions {
	readonly store: BlockStore;
	readonly book: AllowanceBook;
	readonly newId: () => string;
	readonly sleep: (ms: number) => Promise<void>;
}

/** How long to wait before looking whether another process has its answer. */
const LOOK_AGAIN_MS = 5;

/**
 * Gives back what an account's blocks do not need just now. Where a grant is being asked for, its end is waited for: when
 * this resolves, nothing that was idle when it was called is in Redis any more. Credit leaves the block before the book
 * hears of it, and totals are absolute: a crash in between, or a repeat, gives nothing back twice.
 *
 * @returns true when that was anything.
 * @throws when the book cannot be reached.
 */
export async function returnFreeCredit(options: ReturnOptions, accountId: string): Promise<boolean> {
	const blocks = await options.store.blocksOf(accountId);
	const returned = await Promise.all(blocks.map((allowanceId) => returnFree(options, accountId, allowanceId)));
	return returned.includes(true);
}

async function returnFree(options: ReturnOptions, accountId: string, allowanceId: string): Promise<boolean> {
	const { store, book, sleep } = options;
	for (;;) {
		const start = await store.beginGiveBack(allowanceId);
		switch (start.kind) {
			case "nothing":
				return false;
			case "busy":
				await sleep(LOOK_AGAIN_MS);
				break;
			case "uncertain":
				await learnGrant(options, { accountId, keyId: start.keyId }, allowanceId);
				break;
			case "returning":
				await book.giveBack(allowanceId, start.returned);
				await store.finishGiveBack(allowanceId, start.returned);
				return true;
		}
	}
}

/** What was granted without an answer is credit as well: asking for nothing tells how much it was. */
async function learnGrant(options: ReturnOptions, spender: Spender, allowanceId: string): Promise<void> {
	const { store, book, newId, sleep } = options;
	const token = newId();
	const start = await store.beginGrant(spender, allowanceId, "", token);
	if (start.kind === "lease") throw new Error(`what allowance ${allowanceId} has is not known without a lease`);
	if (start.kind === "busy") await sleep(LOOK_AGAIN_MS);
	if (start.kind !== "granting") return;
	const nothing = { atLeast: ZERO_NANO_USD, wanted: ZERO_NANO_USD };
	const request = { holderId: start.holderId, allowanceId, spender, grantedBefore: start.granted, ...nothing };
	const outcome = await book.grant(request).catch(async (error: unknown) => {
		await store.endGrant(allowanceId, token, { kind: "failed" });
		throw error;
	});
	const end =
		"refused" in outcome
			? ({ kind: "refused" } as const)
			: ({ kind: "granted", granted: outcome.grantedNanoUsd, expiresAt: outcome.expiresAt } as const);
	await store.endGrant(allowanceId, token, end);
}

/**
 * Closes a block that has been unused for so long, in two phases, each of which may be repeated: it takes no holds from
 * the first on, and is forgotten only once the book has closed it.
 *
 * @param unusedMs 0: the holder ends, and what it leaves is given up with it.
 */
export async function closeBlock(
	store: BlockStore,
	book: AllowanceBook,
	allowanceId: string,
	unusedMs: number,
): Promise<void> {
	const closing = await store.beginClose(allowanceId, unusedMs);
	if (closing === undefined) return;
	if (closing.unanswered) {
		await makeKnown(book, allowanceId, closing.unanswered).catch((error: unknown) => {
			if (unusedMs > 0) throw error;
		});
	}
	await book.closeAllowance(allowanceId, closing.spent);
	await store.finishClose(allowanceId);
}

/**
 * Asks for nothing, so that the book knows an allowance whose grant nobody answered: it passes over the close of one that it
 * does not know, and would grant it afterwards to nobody.
 *
 * @throws when the book cannot be reached, or has lost the holder: whose blocks are forgotten with it.
 */
async function makeKnown(book: AllowanceBook, allowanceId: string, asked: Unanswered): Promise<void> {
	const { holderId, spender, granted: grantedBefore } = asked;
	const nothing = { atLeast: ZERO_NANO_USD, wanted: ZERO_NANO_USD };
	await book.grant({ holderId, allowanceId, spender, grantedBefore, ...nothing });
}
