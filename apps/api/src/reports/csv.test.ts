import { describe, expect, it } from "vitest";
import { csvText, wantsCsv } from "./csv.ts";

describe("CSV", () => {
	it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])("makes text of what a spreadsheet would run: %j", (cell) => {
		expect(csvText([[cell]])).toBe(`'${cell}\r\n`);
	});

	it("quotes what has a quote, a comma or a line end in it, made text or not", () => {
		expect(csvText([['a "b"', "c, d", "e\nf", '=G("h")', "\r=1", "plain"]])).toBe(
			'"a ""b""","c, d","e\nf","\'=G(""h"")","\'\r=1",plain\r\n',
		);
	});

	it("is wanted where the format says so, else where the header does", () => {
		expect(wantsCsv(undefined, undefined)).toBe(false);
		expect(wantsCsv(undefined, "text/csv, */*")).toBe(true);
		expect(wantsCsv("json", "text/csv")).toBe(false);
		expect(wantsCsv("csv", "application/json")).toBe(true);
	});
});
