import { expect, it } from "vitest";
import { aCall } from "../inference/examples.fixture.ts";
import { MarkedCalls } from "./marked-calls.ts";

function open() {
	const clock = { now: 0 };
	return { clock, marked: new MarkedCalls(() => clock.now) };
}

it("a mark stands for one call, of its key", () => {
	const { marked } = open();
	marked.add("key_1", aCall());
	expect(marked.take("key_2", aCall())).toBe(false);
	expect(marked.take("key_1", aCall({ flavor: "openrouter" }))).toBe(false);
	expect([marked.take("key_1", aCall()), marked.take("key_1", aCall())]).toEqual([true, false]);
});

it("a mark nobody asks for is forgotten, and so is the oldest of too many", () => {
	const { marked, clock } = open();
	marked.add("key_1", aCall());
	clock.now = 120_000;
	expect(marked.take("key_1", aCall())).toBe(false);
	for (let call = 0; call <= 1_000; call += 1) marked.add(`key_${call}`, aCall());
	expect([marked.take("key_0", aCall()), marked.take("key_1", aCall())]).toEqual([false, true]);
});
