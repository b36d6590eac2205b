import type { KeyRecord } from "@turnpike/accounts";
import type { BudgetedName } from "@turnpike/db";

/** Tells whether a call must ask the book about budgets of the end user and tags it names. */
export interface KnownBudgets {
	has(key: CallingKey, endUser: string, tags: readonly string[]): boolean;
	/** Takes in what changed just now. @throws when the book cannot be reached. */
	refresh(): Promise<void>;
}

type CallingKey = Pick<KeyRecord, "organisationId" | "namesBudgets">;

/** Where no names are kept in memory: in an organisation that has such budgets, whatever is named may have one. */
export const NAMES_BY_KEY: KnownBudgets = {
	refresh: async () => {},
	has: ({ namesBudgets }, endUser, tags) => namesBudgets && (endUser !== "" || tags.length > 0),
};

export interface BudgetedNamesOptions {
	/** Those whose budgets changed since an instant; undefined: all. Rejects when the book cannot be reached. */
	readonly list: (since: Date | undefined) => Promise<readonly BudgetedName[]>;
	/** Unix milliseconds. */
	readonly now: () => number;
	readonly onTrouble: (error: unknown) => void;
}

const REFRESH_MS = 1_000;
/** Changes are read again from this far back: a transaction may commit after a later one was seen. */
const OVERLAP_MS = 30_000;

/**
 * The end users and tags that have a budget, in this process's memory, so that a call which names none of them asks nobody.
 * A first budget is known within a second, as a revoked key is; how much it allows is asked for every call.
 */
export class BudgetedNames implements KnownBudgets {
	/** By organisation: end users behind a letter, tags behind another. */
	readonly #names = new Map<string, Set<string>>();
	readonly #options: BudgetedNamesOptions;
	#seenUntil = 0;
	#timer: ReturnType<typeof setInterval> | undefined;

	constructor(options: BudgetedNamesOptions) {
		this.#options = options;
	}

	/** Loads them and keeps them fresh. @throws when the first load fails. */
	async start(): Promise<void> {
		await this.#read(undefined);
		this.#timer = setInterval(() => void this.refresh().catch(this.#options.onTrouble), REFRESH_MS);
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	refresh(): Promise<void> {
		return this.#read(new Date(this.#seenUntil - OVERLAP_MS));
	}

	has({ organisationId }: CallingKey, endUser: string, tags: readonly string[]): boolean {
		const names = this.#names.get(organisationId);
		if (names === undefined) return false;
		return names.has(`u${endUser}`) || tags.some((tag) => names.has(`t${tag}`));
	}

	async #read(since: Date | undefined): Promise<void> {
		const began = this.#options.now();
		for (const { organisationId, scope, name, budgeted } of await this.#options.list(since)) {
			const names = this.#names.get(organisationId) ?? new Set();
			const entry = `${scope === "tag" ? "t" : "u"}${name}`;
			if (budgeted) this.#names.set(organisationId, names.add(entry));
			else if (names.delete(entry) && names.size === 0) this.#names.delete(organisationId);
		}
		this.#seenUntil = began;
	}
}
