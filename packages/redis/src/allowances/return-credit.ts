import type { AllowanceBook } from "@turnpike/ledger";
import type { BlockStore } from "./block-store.ts";

/**
 * Gives back what an account's blocks do not need just now, but for one of them. Credit leaves the block before the book
 * hears of it, and totals are absolute: a crash in between, or a repeat, gives nothing back twice.
 *
 * @returns true when that was anything.
 */
export async function returnFreeCredit(
	store: BlockStore,
	book: AllowanceBook,
	accountId: string,
	exceptAllowanceId = "",
): Promise<boolean> {
	let returned = false;
	for (const allowanceId of await store.blocksOf(accountId)) {
		if (allowanceId === exceptAllowanceId) continue;
		const inAll = await store.beginGiveBack(allowanceId);
		if (inAll === undefined) continue;
		await book.giveBack(allowanceId, inAll);
		await store.finishGiveBack(allowanceId, inAll);
		returned = true;
	}
	return returned;
}

/**
 * Closes a block that has been unused for so long, in two phases, each of which may be repeated: it takes no holds from
 * the first on, and is forgotten only once the book has closed it.
 */
export async function closeBlock(
	store: BlockStore,
	book: AllowanceBook,
	allowanceId: string,
	unusedMs: number,
): Promise<void> {
	const spent = await store.beginClose(allowanceId, unusedMs);
	if (spent === undefined) return;
	await book.closeAllowance(allowanceId, spent);
	await store.finishClose(allowanceId);
}
