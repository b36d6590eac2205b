import type { EntryLine } from "@turnpike/ledger";

/** The transactions and their entries: append-only, one transaction for each source. */
export class Entries {
	readonly transactions = new Map<string, readonly EntryLine[]>();
	readonly #balances = new Map<string, bigint>();

	/**
	 * @returns false when the source has a transaction: nothing is written.
	 * @throws when the lines do not sum to zero, as the database does at the commit.
	 */
	write(source: string, lines: readonly EntryLine[]): boolean {
		if (this.transactions.has(source)) return false;
		const sum = lines.reduce((total, { amount }) => total + amount, 0n);
		if (sum !== 0n) throw new Error(`M2: the transaction ${source} sums to ${sum}`);
		this.transactions.set(source, lines);
		for (const { accountId, amount } of lines) this.#balances.set(accountId, this.balance(accountId) + amount);
		return true;
	}

	/** The sum of an account's entries. */
	balance(accountId: string): bigint {
		return this.#balances.get(accountId) ?? 0n;
	}
}
