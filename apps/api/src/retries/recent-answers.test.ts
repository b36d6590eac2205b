import { describe, expect, it } from "vitest";
import { aCall } from "../inference/examples.fixture.ts";
import { RecentAnswers } from "./recent-answers.ts";

const call = (text: string) => aCall({ body: { text, bytes: text.length, members: new Map() } });
const answer = (text: string) => ({ headers: {}, text });

function open(mostCharacters = 1_000) {
	const clock = { now: 0 };
	return { clock, recent: new RecentAnswers(() => clock.now, 600, mostCharacters) };
}

describe("recent answers", () => {
	it("are found by the key and the call they were made for, the latest first", () => {
		const { recent } = open();
		recent.add("key_1", call("a"), answer("first"));
		recent.add("key_1", call("a"), answer("second"));
		expect(recent.find("key_1", call("a"))?.text).toBe("second");
		expect(recent.find("key_2", call("a"))).toBeUndefined();
		expect(recent.find("key_1", call("b"))).toBeUndefined();
		expect(recent.find("key_1", { ...call("a"), flavor: "openrouter" })).toBeUndefined();
		expect(recent.find("key_1", { ...call("a"), format: "messages" })).toBeUndefined();
	});

	it("are forgotten after their time", () => {
		const { recent, clock } = open();
		recent.add("key_1", call("a"), answer("a"));
		clock.now = 599;
		expect(recent.find("key_1", call("a"))).toBeDefined();
		clock.now = 600;
		expect(recent.find("key_1", call("a"))).toBeUndefined();
	});

	it("are forgotten, the oldest first, where they are more than may be kept", () => {
		const { recent } = open(20);
		for (const text of ["a", "b", "c"]) recent.add("key_1", call(text), answer("12345678"));
		expect(["a", "b", "c"].map((text) => recent.find("key_1", call(text)) !== undefined)).toEqual([false, true, true]);
	});

	it("of which one is larger than all that may be kept are refused, and cost the others nothing", () => {
		const { recent } = open(20);
		expect(recent.add("key_1", call("a"), answer("a"))).toBe(true);
		expect(recent.add("key_1", call("b"), answer("x".repeat(30)))).toBe(false);
		expect(recent.find("key_1", call("a"))).toBeDefined();
	});
});
