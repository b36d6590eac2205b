import type { AllowanceBook } from "../allowance-book.ts";

/** How the next call of a book ends: `before` and `after` fail, before or after it was carried out; `late` takes long. */
export type Fate = "well" | "before" | "after" | "late";

/** A book behind a network that fails as told. Every call takes at least one turn of the loop. */
export class FlakyBook {
	/** Consumed one per call, from the front; then all is well. */
	fates: Fate[] = [];
	readonly calls: string[] = [];
	readonly book: AllowanceBook;

	constructor(book: AllowanceBook) {
		this.book = {
			register: (holder) => this.#through("register", () => book.register(holder)),
			renew: (holderId) => this.#through("renew", () => book.renew(holderId)),
			grant: (request) => this.#through("grant", () => book.grant(request)),
			giveBack: (id, returned) => this.#through("giveBack", () => book.giveBack(id, returned)),
			closeAllowance: (id, spent) => this.#through("closeAllowance", () => book.closeAllowance(id, spent)),
			requestRecall: (accountId) => this.#through("requestRecall", () => book.requestRecall(accountId)),
			pendingRecalls: (holderId) => this.#through("pendingRecalls", () => book.pendingRecalls(holderId)),
			answerRecall: (holderId, recall) => this.#through("answerRecall", () => book.answerRecall(holderId, recall)),
			unregister: (holderId) => this.#through("unregister", () => book.unregister(holderId)),
		};
	}

	count(name: keyof AllowanceBook): number {
		return this.calls.filter((call) => call === name).length;
	}

	async #through<T>(name: string, call: () => Promise<T>): Promise<T> {
		this.calls.push(name);
		const fate = this.fates.shift() ?? "well";
		await new Promise((resolve) => setImmediate(resolve));
		if (fate === "before") throw new Error(`${name} did not reach the book`);
		const answer = await call();
		for (let n = fate === "late" ? 30 : 1; n > 0; n--) await new Promise((resolve) => setImmediate(resolve));
		if (fate === "after") throw new Error(`the answer to ${name} was lost`);
		return answer;
	}
}
