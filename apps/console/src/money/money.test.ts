import { describe, expect, test } from "vitest";
import { comparePrices, perMillion } from "./per-million.ts";
import { spentPercent } from "./spent-percent.ts";
import { isAmount, isSome, splitUsd, typedUsd, usdText } from "./split-usd.ts";

describe("an amount", () => {
	test.each([
		["9.999954820", "$9.99995482"],
		["10.000000000", "$10.00"],
		["0.000045180", "$0.00004518"],
		["-5.5", "−$5.50"],
		["1234567.891", "$1,234,567.891"],
		["9223372036.854775807", "$9,223,372,036.854775807"],
		["0", "$0.00"],
	])("%s is read as %s", (text, read) => {
		expect(usdText(text)).toBe(read);
	});

	test("loses no digit to floats", () => {
		expect(splitUsd("9007199254740993.000000001")).toEqual({
			sign: "",
			cents: "9,007,199,254,740,993.00",
			rest: "0000001",
		});
	});

	test.each(["", "1e3", "NaN", "1,5"])("is not read from %j", (text) => {
		expect(() => splitUsd(text)).toThrow(RangeError);
	});
});

test.each([
	["25.000000000", "25"],
	["100", "100"],
	["12.500000000", "12.5"],
	["0.000000000", "0"],
	["10.050000001", "10.050000001"],
	["", ""],
])("%j is typed as %j", (text, typed) => {
	expect(typedUsd(text)).toBe(typed);
});

test.each(["0", "0.000000000", "-0.00", ""])("%j is nothing", (text) => {
	expect(isSome(text)).toBe(false);
});

test.each(["0.000000001", "10.000000000", "-5.5"])("%j is something", (text) => {
	expect(isSome(text)).toBe(true);
});

test.each(["25", "0.50", "9999999999.000000001"])("%j may be typed", (text) => {
	expect(isAmount(text)).toBe(true);
});

test.each(["", "ten", "-1", "1e3", "1,5", ".5", "5.", "0.0000000001", "12345678901"])("%j may not", (text) => {
	expect(isAmount(text)).toBe(false);
});

describe("a price per million", () => {
	test.each([
		["0.00000015", "0.15"],
		["0.0000025", "2.50"],
		["0.000015", "15.00"],
		["0", "0.00"],
		["0.000000037", "0.037"],
		["1", "1000000.00"],
		["0.00012", "120.00"],
	])("%s per token is %s", (perToken, price) => {
		expect(perMillion(perToken)).toBe(price);
	});

	test("that nobody knows is none", () => {
		expect(perMillion("-1")).toBeUndefined();
		expect(perMillion(undefined)).toBeUndefined();
	});

	test("is ordered exactly, unknown ones last", () => {
		expect(["-1", "0.000000151", "0.00000015", "0"].toSorted(comparePrices)).toEqual([
			"0",
			"0.00000015",
			"0.000000151",
			"-1",
		]);
	});
});

test("100 % is spent only when nothing is left", () => {
	expect(spentPercent("10", "0.000000001")).toBe(99);
	expect(spentPercent("10", "0")).toBe(100);
	expect(spentPercent("10", "10")).toBe(0);
	expect(spentPercent("0", "0")).toBe(100);
});
