import { type NanoUsd, nanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import type { AllowanceBook, GrantOutcome } from "./allowance-book.ts";
import type { Hold, HoldRefusal } from "./allowances.ts";
import type { Clock } from "./lease.ts";
import { credit, type Pool, takeBack, wantedBlock } from "./pool.ts";

/** How often a refused grant is repeated while other holders are asked for their idle blocks, and how long at most. */
export const RECALL_RETRY_MS = 50;
export const RECALL_PATIENCE_MS = 3_000;

export interface GrantsOptions {
	readonly book: AllowanceBook;
	readonly clock: Clock;
	readonly sleep: (ms: number) => Promise<void>;
	readonly onTrouble: (what: string, error: unknown) => void;
	/** Every pool of the holder. */
	readonly pools: () => Iterable<Pool>;
	readonly holderId: () => string;
}

/** Someone who wants a grant, until it is granted or refused. */
interface Request {
	readonly amount: NanoUsd;
	readonly done: Promise<Granted>;
}

/** `taken` is undefined where the credit came too late to be used: look again. */
export type Granted = { readonly taken: Hold | undefined } | { readonly refused: HoldRefusal };

/** Takes the hold that a grant was asked for, where it can be taken. */
export type Take = () => Hold | undefined;

type Answer = { readonly taken: Hold | undefined } | Extract<GrantOutcome, { refused: unknown }>;

/** Gets credit from the book into pools, and back. */
export class Grants {
	/** By allowance id: those who want credit in that pool. */
	readonly #requests = new Map<string, Set<Request>>();
	/** By allowance id: the one question that is at the book. It has resolved once its answer is in the pool and taken. */
	readonly #asking = new Map<string, Promise<void>>();
	readonly #options: GrantsOptions;

	constructor(options: GrantsOptions) {
		this.#options = options;
	}

	/** Whether somebody wants credit in a pool. */
	wanted(pool: Pool): boolean {
		return this.#requests.has(pool.allowanceId);
	}

	/** Resolves when everyone who wants credit now has an answer. */
	async settled(): Promise<void> {
		await Promise.all([...this.#requests.values()].flatMap((requests) => [...requests].map(({ done }) => done)));
	}

	/**
	 * Asks the book for what an amount needs. One question for a pool at a time: whoever comes meanwhile waits for it and
	 * looks again, so that a burst on a small balance asks the book once per hold and not once per call. What was refused
	 * to one is refused to all who wait for as much or more; who needs less does not wait for the recall of others.
	 *
	 * @param take is tried before anyone else sees the granted credit, or else two keys of a poor account could return
	 * each other's grants for ever.
	 * @returns undefined: look again. Never rejects.
	 */
	async ask(pool: Pool, amount: NanoUsd, take: Take): Promise<Granted | undefined> {
		const before = this.#before(pool, amount);
		if (before) {
			const granted = await before.done;
			return "refused" in granted && pool.free < amount ? granted : undefined;
		}
		const question = this.#asking.get(pool.allowanceId);
		if (question) {
			await question;
			return undefined;
		}
		return this.#request(pool, amount, take);
	}

	/** Who wants as much or less, and so will be granted before or refused as well. */
	#before(pool: Pool, amount: NanoUsd): Request | undefined {
		for (const request of this.#requests.get(pool.allowanceId) ?? []) if (request.amount <= amount) return request;
		return undefined;
	}

	async #request(pool: Pool, amount: NanoUsd, take: Take): Promise<Granted> {
		const requests = this.#requests.get(pool.allowanceId) ?? new Set();
		const done = this.#obtain(pool, amount, take).catch((error): Granted => {
			this.#options.onTrouble("asking for a grant", error);
			return { refused: { reason: "unavailable" } };
		});
		const request = { amount, done };
		this.#requests.set(pool.allowanceId, requests.add(request));
		const granted = await done;
		requests.delete(request);
		if (requests.size === 0) this.#requests.delete(pool.allowanceId);
		return granted;
	}

	/**
	 * Until the book grants, or refuses though all that was idle is back: here, and at every holder that answers in time.
	 *
	 * @throws when the book cannot be reached: for the grant, or for the idle blocks that must be back before a refusal.
	 */
	async #obtain(pool: Pool, amount: NanoUsd, take: Take): Promise<Granted> {
		const { book, clock, sleep } = this.#options;
		const { accountId } = pool.spender;
		const giveUpAt = clock.monotonic() + RECALL_PATIENCE_MS;
		for (let recall: bigint | undefined; ; ) {
			const answer = await this.#alone(pool, () => this.#askFor(pool, amount, take, recall));
			if (!("refused" in answer)) return answer;
			const patient = clock.monotonic() < giveUpAt && answer.refused.reason !== "account_suspended";
			if (patient && (await this.returnIdle(accountId))) continue;
			if (!patient || !answer.recallable) return { refused: withFree(answer.refused, pool.free) };
			recall ??= await book.requestRecall(accountId);
			await sleep(RECALL_RETRY_MS);
		}
	}

	async #askFor(pool: Pool, amount: NanoUsd, take: Take, recall: bigint | undefined): Promise<Answer> {
		const deficit = amount > pool.free ? nanoUsd(amount - pool.free) : ZERO_NANO_USD;
		const outcome = await this.#grant(pool, deficit, wantedBlock(pool, deficit), recall);
		return "refused" in outcome ? outcome : { taken: take() };
	}

	/** Speaks with the book of a pool when nobody else does. */
	async #alone<T>(pool: Pool, speak: () => Promise<T>): Promise<T> {
		const { allowanceId } = pool;
		for (let other = this.#asking.get(allowanceId); other; other = this.#asking.get(allowanceId)) await other;
		const answer = speak();
		const over = answer.then(
			() => {},
			() => {},
		);
		this.#asking.set(allowanceId, over);
		try {
			return await answer;
		} finally {
			this.#asking.delete(allowanceId);
		}
	}

	async #grant(pool: Pool, atLeast: NanoUsd, wanted: NanoUsd, recall?: bigint): Promise<GrantOutcome> {
		const { allowanceId, spender, granted: grantedBefore } = pool;
		const request = { holderId: this.#options.holderId(), allowanceId, spender, grantedBefore, atLeast, wanted };
		pool.uncertain = true;
		const outcome = await this.#options.book.grant(recall === undefined ? request : { ...request, recall });
		pool.uncertain = false;
		if (!("refused" in outcome)) {
			credit(pool, outcome.grantedNanoUsd);
			pool.expiresAt = outcome.expiresAt ?? Number.POSITIVE_INFINITY;
		}
		return outcome;
	}

	/** What was granted without an answer is credit as well: asking for nothing tells how much it was. */
	async #learn(pool: Pool): Promise<void> {
		if (pool.uncertain && !pool.closed) await this.#grant(pool, ZERO_NANO_USD, ZERO_NANO_USD);
	}

	/**
	 * Ends a pool without holds in the book: all but what was spent goes back. What was asked for without an answer is made
	 * known before: the book passes over the close of what it does not know, and would grant it afterwards to nobody.
	 *
	 * @param last the holder ends, and what it leaves is given up with it: it does not wait for that.
	 * @throws when the book cannot be reached.
	 */
	close(pool: Pool, last: boolean): Promise<void> {
		return this.#alone(pool, async () => {
			await this.#learn(pool).catch((error) => {
				if (!last) throw error;
			});
			await this.#options.book.closeAllowance(pool.allowanceId, pool.spent);
			pool.closed = true;
		});
	}

	/**
	 * Returns what the account's pools here do not need. Where a question is at the book its answer is waited for, and what
	 * its hold leaves goes back as well: when this resolves, nothing that was idle when it was called is here any more.
	 *
	 * @returns whether that was anything.
	 * @throws when the book cannot be reached.
	 */
	async returnIdle(accountId: string): Promise<boolean> {
		const pools = [...this.#options.pools()].filter(({ spender }) => spender.accountId === accountId);
		const returned = await Promise.all(pools.map((pool) => this.#returnFree(pool)));
		return returned.includes(true);
	}

	async #returnFree(pool: Pool): Promise<boolean> {
		await this.#asking.get(pool.allowanceId);
		if (pool.uncertain && !pool.closed) await this.#alone(pool, () => this.#learn(pool));
		if (pool.free === 0n || pool.closed) return false;
		// Out of reach before the book is asked: a failed request may have been carried out.
		await this.#options.book.giveBack(pool.allowanceId, takeBack(pool));
		return true;
	}
}

/** What can be held is what the book has left and what this pool has; the book does not know the latter. */
function withFree<Refusal extends HoldRefusal>(refused: Refusal, free: NanoUsd): Refusal {
	return "availableNanoUsd" in refused
		? { ...refused, availableNanoUsd: nanoUsd(refused.availableNanoUsd + free) }
		: refused;
}
