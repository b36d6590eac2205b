import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Deadlines } from "./deadlines.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = () => new Deadlines(() => performance.now());

describe("deadlines", () => {
	it("pass once, at their time or within a tenth of a second", () => {
		let passed = 0;
		open().watch(250, () => (passed += 1));
		vi.advanceTimersByTime(249);
		expect(passed).toBe(0);
		vi.advanceTimersByTime(101);
		expect(passed).toBe(1);
		vi.advanceTimersByTime(10_000);
		expect(passed).toBe(1);
	});

	it("do not pass once forgotten", () => {
		const deadlines = open();
		let passed = 0;
		deadlines.forget(deadlines.watch(100, () => (passed += 1)));
		vi.advanceTimersByTime(1_000);
		expect(passed).toBe(0);
	});

	it("pass later when moved", () => {
		const deadlines = open();
		let passed = 0;
		const deadline = deadlines.watch(500, () => (passed += 1));
		vi.advanceTimersByTime(400);
		deadlines.move(deadline, 500);
		vi.advanceTimersByTime(499);
		expect(passed).toBe(0);
		vi.advanceTimersByTime(101);
		expect(passed).toBe(1);
	});

	it("share one timer, which runs only while there is something to watch", () => {
		const deadlines = open();
		expect(vi.getTimerCount()).toBe(0);
		for (let call = 0; call < 100; call += 1) deadlines.watch(100 + call, () => {});
		expect(vi.getTimerCount()).toBe(1);
		vi.advanceTimersByTime(300);
		expect(vi.getTimerCount()).toBe(0);
		let passed = 0;
		deadlines.watch(100, () => (passed += 1));
		vi.advanceTimersByTime(200);
		expect(passed).toBe(1);
	});

	it("may be set by one that passes", () => {
		const deadlines = open();
		let passed = 0;
		deadlines.watch(100, () => void deadlines.watch(100, () => (passed += 1)));
		vi.advanceTimersByTime(400);
		expect(passed).toBe(1);
	});
});
