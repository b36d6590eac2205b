import { describe, expect, it } from "vitest";
import { dueAt, dueBy, scheduleOf } from "./schedule.ts";

describe("the open-loop schedule", () => {
	it("spreads requests evenly and does not drift over a long run", () => {
		const schedule = scheduleOf(1_000, 300, 3_600);
		expect(schedule.total).toBe(1_080_000);
		expect(dueAt(schedule, 0)).toBe(1_000);
		expect(dueAt(schedule, 300)).toBe(1_000 + 1e9);
		expect(dueAt(schedule, 1_080_000)).toBe(1_000 + 3_600e9);
	});

	it("has nothing due before its start, one request at the start, all of them at the end and after", () => {
		const schedule = scheduleOf(5e9, 1_000, 2);
		expect(dueBy(schedule, 5e9 - 1)).toBe(0);
		expect(dueBy(schedule, 5e9)).toBe(1);
		expect(dueBy(schedule, 7e9)).toBe(2_000);
		expect(dueBy(schedule, 99e9)).toBe(2_000);
	});

	it("agrees with itself: a request is due when its time has come and not a microsecond before", () => {
		const schedule = scheduleOf(123_456_789, 730, 5);
		for (const index of [1, 2, 99, 1_000, 3_649]) {
			expect(dueBy(schedule, dueAt(schedule, index) + 1_000)).toBe(index + 1);
			expect(dueBy(schedule, dueAt(schedule, index) - 1_000)).toBe(index);
		}
	});

	it("catches up after a stall: everything missed is due at once", () => {
		const schedule = scheduleOf(0, 200, 10);
		expect(dueBy(schedule, 3e9) - dueBy(schedule, 1e9)).toBe(400);
	});

	it("refuses a rate or a duration that is not positive", () => {
		expect(() => scheduleOf(0, 0, 1)).toThrow(RangeError);
		expect(() => scheduleOf(0, 10, Number.NaN)).toThrow(RangeError);
	});
});
