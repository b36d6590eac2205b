import { describe, expect, it } from "vitest";
import { Audience } from "./audience.ts";

function open() {
	const clock = { now: 0 };
	const audience = new Audience(() => clock.now);
	const told: string[] = [];
	return { audience, told, clock };
}

describe("an audience", () => {
	it("is gone when the last of it has left, and whoever is at the answer is told once", () => {
		const { audience, told } = open();
		const [one, other] = [new AbortController(), new AbortController()];
		audience.enter(one.signal);
		const leave = audience.enter(other.signal);
		audience.whenGone(() => told.push("gone"));
		one.abort();
		expect([audience.gone, told]).toEqual([false, []]);
		leave();
		leave();
		other.abort();
		expect([audience.gone, told]).toEqual([true, ["gone"]]);
	});

	it("has not gone before it came", () => {
		expect(open().audience.gone).toBe(false);
	});

	it("of a caller who had left before he was heard is gone at once", () => {
		const { audience, told } = open();
		audience.enter(AbortSignal.abort());
		audience.whenGone(() => told.push("gone"));
		expect([audience.gone, told]).toEqual([true, ["gone"]]);
	});

	it("tells only who is at the answer now", () => {
		const { audience, told } = open();
		const leave = audience.enter(new AbortController().signal);
		audience.whenGone(() => told.push("first"));
		audience.whenGone(() => told.push("second"));
		leave();
		expect(told).toEqual(["second"]);
	});

	it("is counted each time it is gone, and how long the last of it had waited is known", () => {
		const { audience, clock } = open();
		const first = audience.enter(new AbortController().signal);
		clock.now = 300;
		first();
		const second = audience.enter(new AbortController().signal);
		clock.now = 500;
		second();
		expect([audience.desertions, audience.patienceMs]).toEqual([2, 200]);
	});

	it("may come again, and leave again", () => {
		const { audience, told } = open();
		audience.whenGone(() => told.push("gone"));
		audience.enter(AbortSignal.abort());
		const leave = audience.enter(new AbortController().signal);
		expect(audience.gone).toBe(false);
		leave();
		expect(told).toEqual(["gone", "gone"]);
	});
});
