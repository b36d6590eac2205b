import { describe, expect, it } from "vitest";
import { aCall } from "../inference/examples.fixture.ts";
import { type KeepingBounds, RecentCalls } from "./recent-calls.ts";

const call = (text: string) => aCall({ body: { text, bytes: text.length, members: new Map() } });

function open(bounds: Partial<KeepingBounds> = {}) {
	const clock = { now: 0 };
	const recent = new RecentCalls<string>(() => clock.now, { ms: 600, characters: 1_000, ...bounds });
	return { clock, recent };
}

describe("recent calls", () => {
	it("are found by their key and what they ask, the latest first", () => {
		const { recent } = open();
		recent.add("key_1", call("a"), "first");
		recent.add("key_1", call("a"), "second");
		expect(recent.find("key_1", call("a"))).toBe("second");
		expect(recent.find("key_2", call("a"))).toBeUndefined();
		expect(recent.find("key_1", call("b"))).toBeUndefined();
		expect(recent.find("key_1", { ...call("a"), flavor: "openrouter" })).toBeUndefined();
		expect(recent.find("key_1", { ...call("a"), format: "messages" })).toBeUndefined();
	});

	it("are taken once each, the oldest first", () => {
		const { recent } = open();
		recent.add("key_1", call("a"), "first");
		recent.add("key_1", call("a"), "second");
		expect(recent.take("key_2", call("a"))).toBeUndefined();
		const taken = [1, 2, 3].map(() => recent.take("key_1", call("a")));
		expect(taken).toEqual(["first", "second", undefined]);
	});

	it("are forgotten after their time", () => {
		const { recent, clock } = open();
		recent.add("key_1", call("a"), "a");
		clock.now = 599;
		expect(recent.find("key_1", call("a"))).toBe("a");
		clock.now = 600;
		expect(recent.find("key_1", call("a"))).toBeUndefined();
		expect(recent.take("key_1", call("a"))).toBeUndefined();
	});

	it("are forgotten, the oldest first, where they and what is kept of them are more than may be kept", () => {
		const { recent } = open({ characters: 20 });
		for (const text of ["a", "b", "c"]) recent.add("key_1", call(text), "kept", 8);
		expect(["a", "b", "c"].map((text) => recent.find("key_1", call(text)))).toEqual([undefined, "kept", "kept"]);
	});

	it("are forgotten, the oldest first, where they are too many", () => {
		const { recent } = open({ calls: 2 });
		for (const text of ["a", "b", "c"]) recent.add("key_1", call(text), "kept");
		expect(["a", "b", "c"].map((text) => recent.take("key_1", call(text)))).toEqual([undefined, "kept", "kept"]);
	});

	it("make room again when they are taken", () => {
		const { recent } = open({ characters: 20 });
		recent.add("key_1", call("a"), "kept", 15);
		recent.take("key_1", call("a"));
		recent.add("key_1", call("b"), "kept", 15);
		recent.add("key_1", call("c"), "kept", 3);
		expect(recent.find("key_1", call("b"))).toBe("kept");
	});

	it("of which one is larger than all that may be kept are refused, and cost the others nothing", () => {
		const { recent } = open({ characters: 20 });
		expect(recent.add("key_1", call("a"), "a", 1)).toBe(true);
		expect(recent.add("key_1", call("b".repeat(15)), "b", 6)).toBe(false);
		expect(recent.find("key_1", call("a"))).toBe("a");
	});

	it("keep of a body its text alone", () => {
		const read: unknown[] = [];
		const { recent } = open();
		const asked = call("a");
		const body = new Proxy(asked.body, {
			get(target, name) {
				read.push(name);
				return Reflect.get(target, name);
			},
		});
		recent.add("key_1", { ...asked, body }, "a");
		expect(recent.find("key_1", asked)).toBe("a");
		expect(read).toEqual(["text"]);
	});
});
