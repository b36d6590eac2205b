import { describe, expect, it } from "vitest";
import { keyRecord } from "../keys/key-record.fixture.ts";
import { KeyCache } from "./key-cache.ts";
import { shareWork } from "./share-work.ts";

const HASHES = ["hash-1"];

/** A store of one key that can go away or fall silent, an isolate's cache of it, and a clock moved by hand. */
function open() {
	const store = { key: keyRecord(), away: false, silent: false, finds: 0 };
	let nowMs = 0;
	const sleepers: (() => void)[] = [];
	const beside: Promise<unknown>[] = [];
	const cache = new KeyCache(
		() => nowMs,
		shareWork(() => new Promise(() => {})),
	);
	const keys = cache.for({
		async find(hashes) {
			store.finds += 1;
			if (store.silent) await new Promise(() => {});
			if (store.away) throw new Error("the store is away");
			return hashes.includes(store.key.hash) ? store.key : undefined;
		},
		later: (work) => void beside.push(work),
		sleep: () => new Promise((resolve) => sleepers.push(resolve)),
	});
	return {
		store,
		keys,
		pass: (ms: number) => {
			nowMs += ms;
		},
		wake: () => {
			for (const wake of sleepers.splice(0)) wake();
		},
		beside: () => Promise.all(beside.splice(0)),
	};
}

const revoked = keyRecord({ revokedAt: 1 });

describe("keys in an isolate", () => {
	it("are asked for once, then known without a promise", async () => {
		const { keys, store } = open();
		expect(await keys.find(HASHES)).toBe(store.key);
		expect(keys.find(HASHES)).toBe(store.key);
		expect(store.finds).toBe(1);
	});

	it("are looked up beside the request when they age, once at a time", async () => {
		const { keys, store, pass, beside } = open();
		await keys.find(HASHES);
		const first = store.key;
		store.key = revoked;
		pass(2_500);
		expect([keys.find(HASHES), keys.find(HASHES)]).toEqual([first, first]);
		await beside();
		expect(store.finds).toBe(2);
		expect(keys.find(HASHES)).toBe(revoked);
	});

	it("are looked up before they are used when they are old: a revocation holds within 5 s", async () => {
		const { keys, store, pass } = open();
		await keys.find(HASHES);
		store.key = revoked;
		pass(4_000);
		const found = await Promise.all(Array.from({ length: 5 }, () => keys.find(HASHES)));
		expect(found).toEqual(Array(5).fill(revoked));
	});

	it("stay good for a minute while the store is away, and are not asked for with every call", async () => {
		const { keys, store, pass } = open();
		await keys.find(HASHES);
		store.away = true;
		pass(30_000);
		for (let call = 0; call < 5; call++) expect(await keys.find(HASHES)).toBe(store.key);
		expect(store.finds).toBe(2);
		pass(30_000);
		await expect(keys.find(HASHES)).rejects.toMatchObject({ code: "overloaded", status: 503 });
		store.away = false;
		pass(1_000);
		expect(await keys.find(HASHES)).toBe(store.key);
	});

	it("wait only so long for a store that says nothing", async () => {
		const { keys, store, pass, wake } = open();
		await keys.find(HASHES);
		store.silent = true;
		pass(10_000);
		const found = keys.find(HASHES);
		wake();
		expect(await found).toBe(store.key);
		expect(await keys.find(HASHES)).toBe(store.key);
	});

	it("that nobody knows cannot be checked while the store is away", async () => {
		const { keys, store } = open();
		store.away = true;
		await expect(keys.find(HASHES)).rejects.toMatchObject({ code: "overloaded" });
	});

	it("that do not exist are remembered for 5 s", async () => {
		const { keys, store, pass } = open();
		for (let call = 0; call < 3; call++) expect(await keys.find(["other"])).toBeUndefined();
		expect(store.finds).toBe(1);
		pass(5_000);
		store.key = keyRecord({ hash: "other" });
		expect(await keys.find(["other"])).toBe(store.key);
	});

	it("stored under an older pepper are found by any of their hashes", async () => {
		const { keys, store } = open();
		expect(await keys.find(["newer", ...HASHES])).toBe(store.key);
		expect(keys.find(["newer", ...HASHES])).toBe(store.key);
	});
});
