import { expect, it } from "vitest";
import { answersContract } from "./contract/index.ts";
import { MemoryAnswers } from "./memory-answers.ts";

function open() {
	const clock = { now: 0 };
	const store = new MemoryAnswers(() => clock.now);
	let ids = 0;
	const newId = () => `00000000-0000-7000-8000-${String(ids++).padStart(12, "0")}`;
	const wait = async (ms: number) => {
		clock.now += ms;
	};
	return { store, newId, wait };
}

answersContract("in memory", async () => {
	const { store, newId, wait } = open();
	return { stores: [store, store], newId, wait };
});

it("a claim that was lost names the generation that is not to be charged; one that ended does not", async () => {
	const { store, newId, wait } = open();
	const claim = (leaseMs: number) => ({
		keyId: "key_1",
		name: "key:1",
		generationId: newId(),
		fingerprint: "asked",
		leaseMs,
		keptMs: 100,
	});
	const lost = claim(10);
	await store.claim(lost);
	await wait(10);
	const next = claim(10);
	await store.claim(next);
	expect(store.lost).toEqual([lost.generationId]);
	await store.keep(next, new Uint8Array(1), 10);
	await wait(10);
	await store.claim(claim(10));
	expect(store.lost).toHaveLength(1);
});
