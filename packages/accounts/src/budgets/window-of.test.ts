import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LimitReset, windowOf } from "./window-of.ts";

function window(reset: LimitReset, at: string): readonly (string | undefined)[] {
	const { start, end } = windowOf(reset, Date.parse(at));
	return [new Date(start).toISOString(), end === undefined ? undefined : new Date(end).toISOString()];
}

const moments = fc.integer({ min: 0, max: Date.parse("2150-01-01T00:00:00Z") });
const resets = fc.constantFrom<LimitReset>("daily", "weekly", "monthly");

describe("the window a moment lies in", () => {
	test("is the UTC day", () => {
		const day = ["2026-07-15T00:00:00.000Z", "2026-07-16T00:00:00.000Z"];
		expect(window("daily", "2026-07-15T00:00:00.000Z")).toEqual(day);
		expect(window("daily", "2026-07-15T23:59:59.999Z")).toEqual(day);
	});

	test("is the week from Monday to Monday", () => {
		const week = ["2026-07-13T00:00:00.000Z", "2026-07-20T00:00:00.000Z"];
		expect(window("weekly", "2026-07-13T00:00:00.000Z")).toEqual(week);
		expect(window("weekly", "2026-07-19T23:59:59.999Z")).toEqual(week);
		expect(window("weekly", "1970-01-01T00:00:00.000Z")[0]).toBe("1969-12-29T00:00:00.000Z");
	});

	test("is the calendar month, over the end of a year and in a leap year", () => {
		expect(window("monthly", "2026-12-31T23:59:59.999Z")).toEqual([
			"2026-12-01T00:00:00.000Z",
			"2027-01-01T00:00:00.000Z",
		]);
		expect(window("monthly", "2028-02-29T12:00:00.000Z")).toEqual([
			"2028-02-01T00:00:00.000Z",
			"2028-03-01T00:00:00.000Z",
		]);
	});

	test("is all time where nothing resets", () => {
		expect(windowOf("none", 5)).toEqual({ start: 0, end: undefined });
	});
});

describe("windows", () => {
	test("contain the moment they were asked for", () => {
		fc.assert(
			fc.property(resets, moments, (reset, at) => {
				const { start, end } = windowOf(reset, at);
				return end !== undefined && start <= at && at < end;
			}),
		);
	});

	test("follow one another without gap or overlap, and every moment of one names the same one", () => {
		fc.assert(
			fc.property(resets, moments, (reset, at) => {
				const { start, end = 0 } = windowOf(reset, at);
				expect(windowOf(reset, end).start).toBe(end);
				expect(windowOf(reset, end - 1)).toEqual({ start, end });
				expect(windowOf(reset, start - 1).end).toBe(start);
			}),
		);
	});

	test("of weeks begin on a Monday", () => {
		fc.assert(fc.property(moments, (at) => new Date(windowOf("weekly", at).start).getUTCDay() === 1));
	});
});
