import type { KeyRecord } from "@turnpike/accounts";
import type { KnownKeys } from "../keys/known-keys.ts";
import { storeAway } from "../keys/store-away.ts";
import type { Share } from "./share-work.ts";

/** A key is used as it is while its look into the store is this young, … */
const FRESH_MS = 2_000;
/** … until then too, and looked up beside the request. Older ones are looked up first: a revocation holds within 5 s. */
const AGING_MS = 4_000;
/** While the store is away a key this old is still good. */
const STALE_LIMIT_MS = 60_000;
/** How long a request whose key is known waits for the store, and how long the store then counts as away. */
const PATIENCE_MS = 1_000;
/** Unknown keys are remembered so that guessing does not become load on the store. */
const UNKNOWN_MS = 5_000;
const MOST_KEPT = 20_000;

interface Entry {
	/** undefined: the store has no such key. */
	readonly key: KeyRecord | undefined;
	/** Monotonic milliseconds from before the store was asked. */
	readonly asOf: number;
	/** A look beside a request is under way until then. */
	lookingUntil: number;
}

/** How one request asks for keys. */
export interface KeyQuestion {
	/** Rejects when the store cannot be reached. */
	readonly find: (hashes: readonly string[]) => Promise<KeyRecord | undefined>;
	/** Lets work go on beside the request and after it. */
	readonly later: (work: Promise<unknown>) => void;
	readonly sleep: (ms: number) => Promise<void>;
}

/**
 * The keys an isolate has met, each as old as its last look into the store: isolates are many and short-lived, so none
 * loads all keys. It outlives the store by a minute, then says 503: a good key never gets 401 because a database is down.
 * Requests that come together look once.
 */
export class KeyCache {
	/** By hash; the one looked up longest ago first, as a Map keeps them. */
	readonly #entries = new Map<string, Entry>();
	readonly #monotonic: () => number;
	readonly #share: Share;
	#storeAwayUntil = Number.NEGATIVE_INFINITY;

	constructor(monotonic: () => number, share: Share) {
		this.#monotonic = monotonic;
		this.#share = share;
	}

	/** The keys as one request sees them. */
	for(question: KeyQuestion): KnownKeys {
		return { find: (hashes) => this.#find(question, hashes) };
	}

	#find(question: KeyQuestion, hashes: readonly string[]): KeyRecord | undefined | Promise<KeyRecord | undefined> {
		const entry = this.#entries.get(nameOf(hashes));
		if (!entry) return this.#look(question, hashes);
		const now = this.#monotonic();
		const age = now - entry.asOf;
		if (entry.key === undefined) return age < UNKNOWN_MS ? undefined : this.#look(question, hashes);
		if (age < FRESH_MS) return entry.key;
		if (age >= AGING_MS) return this.#lookOrKeep(question, hashes, entry);
		if (now >= entry.lookingUntil) {
			entry.lookingUntil = now + PATIENCE_MS;
			question.later(this.#look(question, hashes).catch(() => {}));
		}
		return entry.key;
	}

	/** Looks before the key is used; a store that is away leaves it as it was, for a while. */
	async #lookOrKeep(question: KeyQuestion, hashes: readonly string[], entry: Entry): Promise<KeyRecord | undefined> {
		try {
			if (this.#monotonic() < this.#storeAwayUntil) throw storeAway(undefined);
			return await Promise.race([this.#look(question, hashes), giveUp(question)]);
		} catch (error) {
			const now = this.#monotonic();
			if (now >= this.#storeAwayUntil) this.#storeAwayUntil = now + PATIENCE_MS;
			if (now - entry.asOf < STALE_LIMIT_MS) return entry.key;
			throw error;
		}
	}

	async #look({ find }: KeyQuestion, hashes: readonly string[]): Promise<KeyRecord | undefined> {
		const name = nameOf(hashes);
		try {
			return await this.#share(`key ${name}`, async () => {
				const asOf = this.#monotonic();
				const key = await find(hashes);
				this.#keep(name, { key, asOf, lookingUntil: asOf });
				return key;
			});
		} catch (error) {
			throw storeAway(error);
		}
	}

	#keep(name: string, entry: Entry): void {
		this.#entries.delete(name);
		this.#entries.set(name, entry);
		for (const oldest of this.#entries.keys()) {
			if (this.#entries.size <= MOST_KEPT) break;
			this.#entries.delete(oldest);
		}
	}
}

/** A key's hash under the newest pepper names it, whichever it is stored under. */
function nameOf([newest]: readonly string[]): string {
	return newest ?? "";
}

async function giveUp({ sleep }: KeyQuestion): Promise<never> {
	await sleep(PATIENCE_MS);
	throw storeAway(new Error("the store of keys did not answer in time"));
}
