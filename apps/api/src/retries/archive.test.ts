import { type Claim, type KeptAnswers, MemoryAnswers } from "@turnpike/replays";
import { makeVault } from "@turnpike/vault";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Archive } from "./archive.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

const DAY_MS = 86_400_000;
const away = () => Promise.reject(new Error("away"));
const vaultOf = (secret: string) => makeVault([{ version: 1, secret }]);

function open(changes: Partial<KeptAnswers> = {}, secret = "a secret for tests alone") {
	const clock = { now: 0 };
	const store = new MemoryAnswers(() => clock.now);
	const overlaid: KeptAnswers = {
		claim: (request) => store.claim(request),
		find: (call, fingerprint) => store.find(call, fingerprint),
		renew: (claims, leaseMs) => store.renew(claims, leaseMs),
		keep: (claim, sealed, keptMs) => store.keep(claim, sealed, keptMs),
		release: (claim) => store.release(claim),
		...changes,
	};
	const told: string[] = [];
	const archiveOf = (own: string) =>
		new Archive({ store: overlaid, vault: vaultOf(own), onTrouble: (what) => told.push(what) });
	const pass = async (ms: number) => {
		for (let passed = 0; passed < ms; passed += 500) {
			clock.now += 500;
			await vi.advanceTimersByTimeAsync(500);
		}
	};
	return { archive: archiveOf(secret), archiveOf, store, told, pass };
}

const claim: Claim = { keyId: "key_1", name: "key:1", generationId: "00000000-0000-7000-8000-000000000001" };
const asking = { ...claim, fingerprint: "asked", keptMs: DAY_MS };
const answer = { headers: { "content-type": "application/json" }, text: '{"words":"é 中文"}' };

describe("an archive", () => {
	it("gives back what was kept, and its store cannot read it", async () => {
		const { archive, store } = open();
		expect(await archive.claim(asking)).toEqual({ kind: "ours" });
		await archive.keep(claim, answer, DAY_MS);
		expect(await archive.find(claim, "asked")).toEqual({ kind: "answered", answer });
		expect(await archive.claim(asking)).toEqual({ kind: "answered", answer });
		const known = await store.find(claim, "asked");
		if (known?.kind !== "answered") throw new Error("it is there");
		expect(new TextDecoder("latin1").decode(known.sealed)).not.toMatch(/words|json/);
	});

	it("says of an answer sealed under a key that is gone that it was given", async () => {
		const { archive, archiveOf, told } = open();
		await archive.claim(asking);
		await archive.keep(claim, answer, DAY_MS);
		const known = await archiveOf("another secret, long enough").find(claim, "asked");
		expect(known).toEqual({ kind: "not_kept", generationId: claim.generationId });
		expect(told).toEqual(["opening a kept answer"]);
	});

	it("keeps of an answer that is too large, even compressed, that it was given", async () => {
		const { archive } = open();
		await archive.claim(asking);
		const noise = () => Buffer.from(crypto.getRandomValues(new Uint8Array(65_536))).toString("base64");
		await archive.keep(claim, { headers: {}, text: Array.from({ length: 160 }, noise).join("") }, DAY_MS);
		expect(await archive.find(claim, "asked")).toEqual({ kind: "not_kept", generationId: claim.generationId });
		const repetitive = { ...asking, name: "key:2" };
		await archive.claim(repetitive);
		await archive.keep(repetitive, { headers: {}, text: "the same again ".repeat(1_000_000) }, DAY_MS);
		expect(await archive.find(repetitive, "asked")).toMatchObject({ kind: "answered" });
	});

	it("holds what it claimed for as long as it takes, and nothing that ended", async () => {
		const { archive, store, pass } = open();
		const ended = { ...asking, name: "key:2", generationId: "00000000-0000-7000-8000-000000000002" };
		await archive.claim(asking);
		await archive.claim(ended);
		await archive.release(ended);
		await pass(120_000);
		expect(await store.find(claim, "asked")).toEqual({ kind: "running" });
		expect(await store.find(ended, "asked")).toBeUndefined();
		await archive.keep(claim, answer, DAY_MS);
		expect(vi.getTimerCount()).toBe(0);
	});

	it("holds a claim through a store that is away for a while", async () => {
		let isAway = false;
		const world = open({ renew: (claims, leaseMs) => (isAway ? away() : world.store.renew(claims, leaseMs)) });
		await world.archive.claim(asking);
		isAway = true;
		await world.pass(12_000);
		isAway = false;
		await world.pass(30_000);
		expect(world.told).toContain("renewing claimed calls");
		expect(await world.store.find(claim, "asked")).toEqual({ kind: "running" });
	});

	it("tries again to keep an answer, and holds its claim meanwhile", async () => {
		let failures = 3;
		const world = open({
			keep: (...given) => (failures-- > 0 ? away() : world.store.keep(...given)),
		});
		await world.archive.claim(asking);
		let kept = false;
		void world.archive.keep(claim, answer, DAY_MS).then(() => (kept = true));
		while (!kept) {
			await world.pass(500);
			// What seals it takes real time.
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(await world.archive.find(claim, "asked")).toEqual({ kind: "answered", answer });
	});

	it("does not wait for a store that says nothing", async () => {
		const { archive, pass } = open({ claim: () => new Promise(() => {}) });
		const claiming = expect(archive.claim(asking)).rejects.toThrow("did not answer in time");
		await pass(6_000);
		await claiming;
	});
});
