import type { AllowanceBook } from "./allowance-book.ts";

/** The book did not answer in time. What it was asked for may have been done, or may be done yet. */
export class BookSilent extends Error {
	override readonly name = "BookSilent";
}

/**
 * A book that answers in time or fails. A connection can die in a way that its driver never tells, and whoever waited for
 * an answer by it, or shares the wait, would wait for ever. Every method may be repeated, so nothing is lost by asking again.
 *
 * @param patienceMs longer than a book that works hard takes.
 */
export function patientBook(
	book: AllowanceBook,
	patienceMs: number,
	sleep: (ms: number) => Promise<void>,
): AllowanceBook {
	const inTime = <T>(what: string, answer: Promise<T>): Promise<T> =>
		Promise.race([
			answer,
			sleep(patienceMs).then((): never => {
				throw new BookSilent(`no answer to ${what} in ${patienceMs} ms`);
			}),
		]);
	return {
		register: (holder) => inTime("register", book.register(holder)),
		renew: (holderId) => inTime("renew", book.renew(holderId)),
		grant: (request) => inTime("grant", book.grant(request)),
		giveBack: (allowanceId, returnedInAll) => inTime("giveBack", book.giveBack(allowanceId, returnedInAll)),
		closeAllowance: (allowanceId, spent) => inTime("closeAllowance", book.closeAllowance(allowanceId, spent)),
		requestRecall: (accountId) => inTime("requestRecall", book.requestRecall(accountId)),
		pendingRecalls: (holderId) => inTime("pendingRecalls", book.pendingRecalls(holderId)),
		answerRecall: (holderId, recall) => inTime("answerRecall", book.answerRecall(holderId, recall)),
		unregister: (holderId) => inTime("unregister", book.unregister(holderId)),
	};
}
