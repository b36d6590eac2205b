import type { SigningKeyRecord } from "@turnpike/db";
import type { SigningKeyStore } from "./signing-keys.ts";

/** The store's promise: of two keys that follow the same one, the first is kept. */
export class MemoryKeyStore implements SigningKeyStore {
	records: SigningKeyRecord[] = [];
	reads = 0;
	away = false;

	async list() {
		this.reads += 1;
		if (this.away) throw new Error("the store is away");
		return [...this.records].sort((a, b) => b.signsUntil - a.signsUntil);
	}

	async add(key: SigningKeyRecord, after: number | undefined) {
		const own = this.records.filter(({ purpose }) => purpose === key.purpose);
		const last = own.length === 0 ? undefined : Math.max(...own.map(({ signsUntil }) => signsUntil));
		if (last !== after) return false;
		this.records.push(key);
		return true;
	}
}
