import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeKeySource, STARTED_AT, snapshotOf } from "./fake-key-source.fixture.ts";
import { keyRecord } from "./key-record.fixture.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function started(source: FakeKeySource) {
	const opened = snapshotOf(source);
	await opened.keys.start();
	return opened;
}

describe("a snapshot of the keys", () => {
	it("answers for a known key without a promise and without asking the store", async () => {
		const source = new FakeKeySource();
		const key = keyRecord();
		source.live = [key];
		const { keys } = await started(source);
		expect(keys.find(["hash-1"])).toBe(key);
		expect(source.finds).toBe(0);
		keys.stop();
	});

	it("finds a key under an older pepper's hash", async () => {
		const source = new FakeKeySource();
		source.live = [keyRecord({ hash: "under-pepper-1" })];
		const { keys } = await started(source);
		expect(keys.find(["under-pepper-2", "under-pepper-1"])).toMatchObject({ id: "key_1" });
		keys.stop();
	});

	it("cannot start while the store is away", async () => {
		const source = new FakeKeySource();
		source.away = true;
		await expect(snapshotOf(source).keys.start()).rejects.toThrow("the store is away");
	});

	it("is of no use before it has started", () => {
		const source = new FakeKeySource();
		source.live = [keyRecord()];
		expect(() => snapshotOf(source).keys.find(["hash-1"])).toThrow(expect.objectContaining({ status: 503 }));
	});
});

describe("the feed of changes", () => {
	it("brings a revocation within its refresh of a second", async () => {
		const source = new FakeKeySource();
		source.live = [keyRecord()];
		const { keys } = await started(source);
		source.changed = [keyRecord({ revokedAt: STARTED_AT })];
		await vi.advanceTimersByTimeAsync(1_000);
		expect(keys.find(["hash-1"])).toMatchObject({ revokedAt: STARTED_AT });
		keys.stop();
	});

	it("is read from 30 s before the last reading, because transactions commit out of order", async () => {
		const source = new FakeKeySource();
		const { keys, clock } = await started(source);
		clock.ms = 5_000;
		await keys.refresh();
		clock.ms = 6_000;
		await keys.refresh();
		expect(source.since).toEqual([STARTED_AT - 30_000, STARTED_AT + 5_000 - 30_000]);
		keys.stop();
	});

	it("is read again from the same moment after a reading that failed", async () => {
		const source = new FakeKeySource();
		const { keys, clock } = await started(source);
		source.away = true;
		clock.ms = 5_000;
		await expect(keys.refresh()).rejects.toThrow();
		source.away = false;
		clock.ms = 6_000;
		await keys.refresh();
		expect(source.since).toEqual([STARTED_AT - 30_000, STARTED_AT - 30_000]);
		keys.stop();
	});

	it("is read once where two ask at the same time", async () => {
		const source = new FakeKeySource();
		const { keys } = await started(source);
		await Promise.all([keys.refresh(), keys.refresh()]);
		expect(source.since).toHaveLength(1);
		keys.stop();
	});

	it("tells of its troubles, and is no longer read once stopped", async () => {
		const source = new FakeKeySource();
		const { keys, troubles } = await started(source);
		source.away = true;
		await vi.advanceTimersByTimeAsync(1_000);
		expect(troubles).toHaveLength(1);
		keys.stop();
		await vi.advanceTimersByTimeAsync(5_000);
		expect(source.since).toHaveLength(1);
	});
});

describe("a key that is not in the snapshot", () => {
	it("is looked up once and then known, because it may be newer than the last refresh", async () => {
		const source = new FakeKeySource();
		const { keys } = await started(source);
		source.live = [keyRecord()];
		await expect(keys.find(["hash-1"])).resolves.toMatchObject({ id: "key_1" });
		expect(keys.find(["hash-1"])).toMatchObject({ id: "key_1" });
		expect(source.finds).toBe(1);
		keys.stop();
	});

	it("is remembered as unknown for five seconds, so that guessing is no load on the store", async () => {
		const source = new FakeKeySource();
		const { keys, clock } = await started(source);
		await expect(keys.find(["guess"])).resolves.toBeUndefined();
		clock.ms = 4_999;
		expect(keys.find(["guess"])).toBeUndefined();
		expect(source.finds).toBe(1);
		clock.ms = 5_000;
		await keys.find(["guess"]);
		expect(source.finds).toBe(2);
		keys.stop();
	});

	it("is known at once where the feed brings it, though it was unknown a moment ago", async () => {
		const source = new FakeKeySource();
		const { keys } = await started(source);
		await keys.find(["hash-1"]);
		source.changed = [keyRecord()];
		await keys.refresh();
		expect(keys.find(["hash-1"])).toMatchObject({ id: "key_1" });
		keys.stop();
	});

	it("gets 503 and not 401 while the store is away, and is not remembered as unknown", async () => {
		const source = new FakeKeySource();
		const { keys } = await started(source);
		source.away = true;
		await expect(keys.find(["hash-1"])).rejects.toMatchObject({ code: "overloaded", status: 503 });
		source.away = false;
		source.live = [keyRecord()];
		await expect(keys.find(["hash-1"])).resolves.toMatchObject({ id: "key_1" });
		keys.stop();
	});
});

describe("a snapshot whose store is away", () => {
	it("serves for a minute, then says 503 for good keys and unknown ones alike", async () => {
		const source = new FakeKeySource();
		source.live = [keyRecord()];
		const { keys, clock } = await started(source);
		source.away = true;
		clock.ms = 60_000;
		expect(keys.find(["hash-1"])).toMatchObject({ id: "key_1" });
		clock.ms = 60_001;
		const away = expect.objectContaining({ code: "overloaded", status: 503, retryAfterSeconds: 2 });
		expect(() => keys.find(["hash-1"])).toThrow(away);
		expect(() => keys.find(["guess"])).toThrow(away);
		keys.stop();
	});

	it("serves again after one reading, aged from when that was asked", async () => {
		const source = new FakeKeySource();
		source.live = [keyRecord()];
		const { keys, clock } = await started(source);
		clock.ms = 90_000;
		const reading = keys.refresh();
		clock.ms = 91_000;
		await reading;
		expect(keys.ageMs()).toBe(1_000);
		expect(keys.find(["hash-1"])).toMatchObject({ id: "key_1" });
		keys.stop();
	});
});
