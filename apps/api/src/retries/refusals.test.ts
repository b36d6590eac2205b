import { expect, it } from "vitest";
import { aCall } from "../inference/examples.fixture.ts";
import { Refusals } from "./refusals.ts";

function open() {
	const clock = { now: 0 };
	return { clock, refusals: new Refusals(() => clock.now) };
}

it("a refusal stands for one retry, of its key and call", () => {
	const { refusals } = open();
	refusals.add("key_1", aCall());
	expect(refusals.take("key_2", aCall())).toBe(false);
	expect(refusals.take("key_1", aCall({ flavor: "openrouter" }))).toBe(false);
	expect([refusals.take("key_1", aCall()), refusals.take("key_1", aCall())]).toEqual([true, false]);
});

it("a refusal nobody retries is forgotten, and so is the oldest of too many", () => {
	const { refusals, clock } = open();
	refusals.add("key_1", aCall());
	clock.now = 120_000;
	expect(refusals.take("key_1", aCall())).toBe(false);
	for (let call = 0; call <= 1_000; call += 1) refusals.add(`key_${call}`, aCall());
	expect([refusals.take("key_0", aCall()), refusals.take("key_1", aCall())]).toEqual([false, true]);
});
