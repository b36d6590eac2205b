import { describe, expect, test } from "vitest";
import { bucketOf, bucketsOf, intervalOf, readRange, writeRange } from "./time-range.ts";

const NOW = Date.parse("2026-11-25T18:40:10Z");
const at = (text: string) => Date.parse(text);
const dates = (starts: readonly number[]) => starts.map((start) => new Date(start).toISOString().slice(0, 10));

describe("a range", () => {
	test.each(["24h", "30d", "month", "2026-11-01..2026-11-23"])("%s is read as it was written", (text) => {
		expect(writeRange(readRange(text))).toBe(text);
	});

	test.each([undefined, "", "1y", "2026-11-23..2026-11-01", "2026-02-30..2026-03-01", "2026-11-01..", "x..y"])(
		"%j is none, and the last seven days are shown",
		(text) => {
			expect(writeRange(readRange(text))).toBe("7d");
		},
	);

	test.each([
		["24h", "2026-11-24T19:00:00Z", "2026-11-25T18:40:10Z"],
		["7d", "2026-11-19T00:00:00Z", "2026-11-25T18:40:10Z"],
		["month", "2026-11-01T00:00:00Z", "2026-11-25T18:40:10Z"],
		["2026-11-01..2026-11-01", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"],
	])("%s goes from %s up to %s", (text, from, to) => {
		expect(intervalOf(readRange(text), NOW)).toEqual({ from: at(from), to: at(to) });
	});
});

describe("buckets", () => {
	test.each([
		["24h", "hour", 24],
		["7d", "day", 7],
		["90d", "day", 90],
		["2026-01-01..2026-11-25", "week", 48],
		["2024-12-01..2026-11-25", "month", 24],
	])("of %s are by the %s, %i of them", (text, bucket, count) => {
		const interval = intervalOf(readRange(text), NOW);
		expect(bucketOf(interval)).toBe(bucket);
		expect(bucketsOf(interval, bucketOf(interval))).toHaveLength(count);
	});

	test("of weeks begin on Mondays, of months on their first days", () => {
		const interval = { from: at("2026-10-28T12:00:00Z"), to: at("2026-11-12T00:00:00Z") };
		expect(dates(bucketsOf(interval, "week"))).toEqual(["2026-10-26", "2026-11-02", "2026-11-09"]);
		expect(dates(bucketsOf(interval, "month"))).toEqual(["2026-10-01", "2026-11-01"]);
	});
});
