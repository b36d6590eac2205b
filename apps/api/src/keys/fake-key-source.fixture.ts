import type { KeyRecord } from "@turnpike/accounts";
import { KeySnapshot, type KeySource } from "./key-snapshot.ts";

/** A store of keys that can go away, and a snapshot of it with clocks moved by hand. */
export class FakeKeySource implements KeySource {
	live: KeyRecord[] = [];
	changed: KeyRecord[] = [];
	away = false;
	finds = 0;
	readonly since: number[] = [];

	async listLive(): Promise<readonly KeyRecord[]> {
		this.#answer();
		return this.live;
	}

	async find(hashes: readonly string[]): Promise<KeyRecord | undefined> {
		this.finds += 1;
		this.#answer();
		return this.live.find((key) => hashes.includes(key.hash));
	}

	async changedSince(since: Date): Promise<readonly KeyRecord[]> {
		this.since.push(since.getTime());
		this.#answer();
		return this.changed;
	}

	#answer(): void {
		if (this.away) throw new Error("the store is away");
	}
}

export const STARTED_AT = 1_790_000_000_000;

export function snapshotOf(source: KeySource) {
	const clock = { ms: 0 };
	const troubles: unknown[] = [];
	const keys = new KeySnapshot({
		source,
		now: () => STARTED_AT + clock.ms,
		monotonic: () => clock.ms,
		onTrouble: (error) => troubles.push(error),
	});
	return { keys, clock, troubles };
}
