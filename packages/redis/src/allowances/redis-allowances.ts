import type { AllowanceBook, Allowances, Hold, HoldOutcome, Spender } from "@turnpike/ledger";
import { type NanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import type { RedisClient } from "../client/redis-client.ts";
import { amountText } from "./amount-text.ts";
import { BlockStore } from "./block-store.ts";
import { Funding, type OpenRequests } from "./funding.ts";
import { HolderLease } from "./holder-lease.ts";
import { closeBlock, returnFreeCredit } from "./return-credit.ts";
import { TIMINGS, type Timings } from "./timings.ts";

export interface RedisAllowancesOptions {
	readonly redis: RedisClient;
	readonly book: AllowanceBook;
	/** A new UUIDv7. */
	readonly newId: () => string;
	readonly sleep: (ms: number) => Promise<void>;
	/** Milliseconds that only go forward. */
	readonly monotonic: () => number;
	/** Told of what could not be done, and of holds that expired or ended twice; nothing of it costs credit twice. */
	readonly onTrouble: (what: string, error: unknown) => void;
	/** Grants under way, where instances of one process share them: on the edge there is one for each request. */
	readonly requests?: OpenRequests;
	/** Begins every key; in a cluster the braces keep all of them in one slot, which the scripts need. */
	readonly prefix?: string;
	readonly timings?: Partial<Timings>;
}

/** How a hold should end in Redis, kept until Redis has confirmed it. */
interface Ending {
	readonly charge: NanoUsd;
	readonly giveUpAt: number;
}

/** A command that was given up may still arrive; not after this. */
const ENDINGS_KEPT_MS = 60_000;

/**
 * Allowances that all processes of one Redis share: one script call per warm hold. Whoever lives longer than a request
 * calls `tick` a few times a second; one process of a Redis that does is enough for leases, recalls and idle blocks.
 */
export class RedisAllowances implements Allowances {
	readonly #options: RedisAllowancesOptions;
	readonly #timings: Timings;
	readonly #store: BlockStore;
	readonly #lease: HolderLease;
	readonly #funding: Funding;
	readonly #holdIds = new WeakMap<Hold, string>();
	readonly #endings = new Map<string, Ending>();
	#ticking: Promise<void> | undefined;
	#closed = false;

	constructor(options: RedisAllowancesOptions) {
		const { prefix = "{turnpike}:", requests = new Map(), redis, newId } = options;
		const timings = { ...TIMINGS, ...options.timings };
		this.#options = options;
		this.#timings = timings;
		this.#store = new BlockStore(redis, prefix, timings);
		this.#lease = new HolderLease({ ...options, prefix, timings, memberId: newId() });
		this.#funding = new Funding({ ...options, requests, store: this.#store, lease: this.#lease, timings });
	}

	async hold(spender: Spender, amount: NanoUsd): Promise<HoldOutcome> {
		amountText(amount);
		const holdId = this.#options.newId();
		const attempt = () => this.#store.hold(spender, holdId, amount);
		try {
			const claim = { kind: "take", holdId, amount } as const;
			const obtained = await this.#funding.obtain({ spender, allowanceId: "", amount, claim, attempt });
			if ("reason" in obtained) return { refused: obtained };
			if (obtained.kind === "gone") throw new Error("a new hold cannot be gone");
			const hold: Hold = { spender, allowanceId: obtained.allowanceId, amount, state: "held" };
			this.#holdIds.set(hold, holdId);
			return { held: hold };
		} catch (error) {
			// Redis may have taken the hold and lost the answer.
			this.#endLater(holdId, ZERO_NANO_USD);
			this.#options.onTrouble("holding", error);
			return { refused: { reason: "unavailable" } };
		}
	}

	async extend(hold: Hold, by: NanoUsd): Promise<boolean> {
		const holdId = this.#openHold(hold);
		const amount = (hold.amount + by) as NanoUsd;
		amountText(by);
		amountText(amount);
		const { spender, allowanceId } = hold;
		const attempt = () => this.#store.extend(holdId, amount);
		try {
			// A stream that outlives its budget window goes on in it: the book keeps the allowance's windows.
			const claim = { kind: "grow", holdId, amount } as const;
			const obtained = await this.#funding.obtain({ spender, allowanceId, amount: by, claim, attempt });
			if ("reason" in obtained || obtained.kind === "gone" || hold.state !== "held") return false;
			hold.amount = amount;
			return true;
		} catch (error) {
			this.#options.onTrouble("extending a hold", error);
			return false;
		}
	}

	async settle(hold: Hold, charge: NanoUsd): Promise<void> {
		const holdId = this.#openHold(hold);
		if (charge < 0n || charge > hold.amount) {
			throw new Error(`a charge of ${charge} on a hold of ${hold.amount} nano-USD`);
		}
		hold.state = charge === 0n ? "released" : "settled";
		try {
			if (!(await this.#store.endHold(holdId, charge))) this.#options.onTrouble("ending a hold", lateEnd(holdId));
		} catch (error) {
			this.#options.onTrouble("ending a hold", error);
			this.#endLater(holdId, charge);
		}
	}

	release(hold: Hold): Promise<void> {
		return this.settle(hold, ZERO_NANO_USD);
	}

	/** Sees to the lease, unconfirmed ends, expired holds, idle blocks and recalls. Never rejects. */
	async tick(): Promise<void> {
		if (this.#closed) return;
		this.#ticking ??= this.#tick()
			.catch((error) => this.#options.onTrouble("keeping the allowances", error))
			.finally(() => {
				this.#ticking = undefined;
			});
		await this.#ticking;
	}

	/** Sees to unconfirmed ends alone, once more: for whoever lives no longer than a request. Never rejects. */
	async confirm(): Promise<void> {
		await this.#confirmEndings().catch((error) => this.#options.onTrouble("ending a hold", error));
	}

	/** Leaves the holder to the other processes; the last one gives every block back and ends it. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#ticking;
		await this.#confirmEndings();
		if (!(await this.#lease.leave())) return;
		await this.#closeBlocks(await this.#store.allBlocks(), 0);
		await this.#lease.retire();
	}

	#openHold(hold: Hold): string {
		if (hold.state !== "held") throw new Error(`a hold ends once; this one is ${hold.state} already`);
		const holdId = this.#holdIds.get(hold);
		if (holdId === undefined) throw new Error("a hold of another holder");
		return holdId;
	}

	/** What needs Redis alone comes first; a book that is away keeps nothing else from being seen to. */
	async #tick(): Promise<void> {
		const { book, onTrouble } = this.#options;
		await this.#confirmEndings();
		if (await this.#store.takeTurn("expire", this.#timings.sweepEveryMs)) {
			for (const holdId of await this.#store.expireHolds()) onTrouble("expiring a hold", lateEnd(holdId));
		}
		const holderId = await this.#lease.tick().catch((error) => {
			onTrouble("renewing the lease", error);
			return "";
		});
		await this.#closeBlocks(await this.#store.idleBlocks(), this.#timings.idleMs);
		if (holderId === "" || !(await this.#store.takeTurn("recall", this.#timings.recallEveryMs))) return;
		for (const recall of await book.pendingRecalls(holderId)) {
			await returnFreeCredit({ ...this.#options, store: this.#store }, recall.accountId);
			await this.#retireUsed(recall.accountId);
			await book.answerRecall(holderId, recall);
		}
	}

	/** What holds of before a recall leave when they end goes back, too: new ones ask the book, which knows why it asked. */
	async #retireUsed(accountId: string): Promise<void> {
		await Promise.all((await this.#store.blocksOf(accountId)).map((allowanceId) => this.#store.retire(allowanceId)));
	}

	#endLater(holdId: string, charge: NanoUsd): void {
		this.#endings.set(holdId, { charge, giveUpAt: this.#options.monotonic() + ENDINGS_KEPT_MS });
	}

	/** Ends what Redis did not answer for; by the hold's id, so a second time changes nothing. */
	async #confirmEndings(): Promise<void> {
		for (const [holdId, { charge, giveUpAt }] of this.#endings) {
			const ended = await this.#store.endHold(holdId, charge);
			if (ended || this.#options.monotonic() >= giveUpAt) this.#endings.delete(holdId);
		}
	}

	/** Closes what has been unused for so long; one block that cannot be closed does not keep the others open. */
	async #closeBlocks(allowanceIds: readonly string[], unusedMs: number): Promise<void> {
		for (const allowanceId of allowanceIds) {
			try {
				await closeBlock(this.#store, this.#options.book, allowanceId, unusedMs);
			} catch (error) {
				this.#options.onTrouble(`closing allowance ${allowanceId}`, error);
			}
		}
	}
}

function lateEnd(holdId: string): Error {
	return new Error(`hold ${holdId} had ended or expired already: what it held counts as spent until it is posted`);
}
