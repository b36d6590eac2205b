import type { KeyRecord } from "@turnpike/accounts";
import type { KnownKeys } from "./known-keys.ts";
import { storeAway } from "./store-away.ts";

/** Where keys are stored. Every method rejects when the store cannot be reached. */
export interface KeySource {
	listLive(limit: number): Promise<readonly KeyRecord[]>;
	find(hashes: readonly string[]): Promise<KeyRecord | undefined>;
	changedSince(since: Date): Promise<readonly KeyRecord[]>;
}

const REFRESH_MS = 1_000;
/** Changes are read again from this far back: a transaction may commit after a later one was seen. */
const OVERLAP_MS = 30_000;
/** While the store is away a snapshot this old is still good; a revocation reaches us no later. */
const STALE_LIMIT_MS = 60_000;
const MOST_KEYS = 200_000;
/** Unknown keys are remembered so that guessing does not become load on the store. */
const UNKNOWN_MS = 5_000;
const MOST_UNKNOWN = 10_000;

export interface KeySnapshotOptions {
	readonly source: KeySource;
	readonly now: () => number;
	readonly monotonic: () => number;
	readonly onTrouble: (error: unknown) => void;
}

/**
 * All keys in this process's memory, refreshed every second by what changed: the hot path asks nobody. It outlives the
 * store by a minute, then says 503: a good key never gets 401 because a database is down.
 */
export class KeySnapshot implements KnownKeys {
	readonly #byHash = new Map<string, KeyRecord>();
	readonly #unknown = new Map<string, number>();
	readonly #options: KeySnapshotOptions;
	#freshAt = Number.NEGATIVE_INFINITY;
	#seenUntil = 0;
	#timer: ReturnType<typeof setInterval> | undefined;
	#refreshing: Promise<void> | undefined;

	constructor(options: KeySnapshotOptions) {
		this.#options = options;
	}

	/** Loads the keys and keeps them fresh. @throws when the first load fails. */
	async start(): Promise<void> {
		const began = this.#options.now();
		for (const key of await this.#options.source.listLive(MOST_KEYS)) this.#byHash.set(key.hash, key);
		this.#seenUntil = began;
		this.#freshAt = this.#options.monotonic();
		this.#timer = setInterval(() => {
			this.refresh().catch(this.#options.onTrouble);
		}, REFRESH_MS);
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	/** How old the snapshot is, in milliseconds. */
	ageMs(): number {
		return this.#options.monotonic() - this.#freshAt;
	}

	/** Takes in what changed. One at a time. */
	refresh(): Promise<void> {
		this.#refreshing ??= this.#refresh().finally(() => {
			this.#refreshing = undefined;
		});
		return this.#refreshing;
	}

	async #refresh(): Promise<void> {
		const began = this.#options.now();
		const asked = this.#options.monotonic();
		const since = new Date(this.#seenUntil - OVERLAP_MS);
		for (const key of await this.#options.source.changedSince(since)) this.#keep(key);
		this.#seenUntil = began;
		this.#freshAt = asked;
	}

	find(hashes: readonly string[]): KeyRecord | undefined | Promise<KeyRecord | undefined> {
		if (this.ageMs() > STALE_LIMIT_MS) throw storeAway(undefined);
		for (const hash of hashes) {
			const known = this.#byHash.get(hash);
			if (known) return known;
		}
		const first = hashes[0];
		if (first === undefined || (this.#unknown.get(first) ?? 0) > this.#options.monotonic()) return undefined;
		return this.#look(hashes, first);
	}

	async #look(hashes: readonly string[], first: string): Promise<KeyRecord | undefined> {
		let found: KeyRecord | undefined;
		try {
			found = await this.#options.source.find(hashes);
		} catch (error) {
			throw storeAway(error);
		}
		if (found) this.#keep(found);
		else this.#rememberUnknown(first);
		return found;
	}

	#keep(key: KeyRecord): void {
		this.#byHash.set(key.hash, key);
		this.#unknown.delete(key.hash);
	}

	#rememberUnknown(hash: string): void {
		if (this.#unknown.size >= MOST_UNKNOWN) this.#unknown.clear();
		this.#unknown.set(hash, this.#options.monotonic() + UNKNOWN_MS);
	}
}
