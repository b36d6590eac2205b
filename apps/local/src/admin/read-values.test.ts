import { nanoUsd } from "@turnpike/money";
import { describe, expect, it } from "vitest";
import { WrongUse } from "./failures.ts";
import { readChoice, readCount, readInstant, readList, readName, readPeriod, readUsd } from "./read-values.ts";
import type { Given } from "./verb.ts";

function given(values: Readonly<Record<string, string>>): Given {
	return { text: (name) => values[name], has: (name) => name in values, positional: () => undefined };
}

const ONE_NANO = nanoUsd(1n);

describe("readUsd", () => {
	const read = (usd: string) => readUsd(given({ usd }), "usd", ONE_NANO);

	it.each([
		["10", 10_000_000_000n],
		["10.00", 10_000_000_000n],
		["0.000000001", 1n],
		["0.1", 100_000_000n],
		["1000000", 1_000_000_000_000_000n],
	])("reads %s exactly", (text, nano) => {
		expect(read(text)).toBe(nano);
	});

	it.each(["", " 1", "$1", "1e3", "1,5", ".5", "5.", "0.0000000001", "0x10", "Infinity", "NaN", "١"])(
		"refuses %j, which is no amount",
		(text) => {
			expect(() => read(text)).toThrow(/^--usd must be an amount such as/);
		},
	);

	it.each(["0", "0.000000000", "-1", "1000000.000000001", "9999999999"])(
		"refuses %s, which is out of bounds",
		(text) => {
			expect(() => read(text)).toThrow(/^--usd must be an amount .* from 0\.000000001 to 1000000\.000000000/);
		},
	);

	it("gives undefined when it was not given", () => {
		expect(readUsd(given({}), "usd", ONE_NANO)).toBeUndefined();
	});
});

describe("readInstant", () => {
	const read = (from: string) => readInstant(given({ from }), "from");

	it("reads a day as its UTC beginning and an instant with its offset", () => {
		expect(read("2027-01-31")).toBe(Date.UTC(2027, 0, 31));
		expect(read("2027-01-31T08:00Z")).toBe(Date.UTC(2027, 0, 31, 8));
		expect(read("2027-01-31T08:00:01.5+02:00")).toBe(Date.UTC(2027, 0, 31, 6, 0, 1, 500));
		expect(read("2028-02-29")).toBe(Date.UTC(2028, 1, 29));
	});

	it.each(["yesterday", "2027", "2027-1-1", "2027-02-30", "2027-02-29T00:00:00Z", "2027-13-01", "2027-01-31T25:00Z"])(
		"refuses %s",
		(text) => {
			expect(() => read(text)).toThrow(WrongUse);
		},
	);

	it("refuses an hour without an offset: it would mean another moment on every machine", () => {
		expect(() => read("2027-01-31T08:00:00")).toThrow(WrongUse);
	});
});

describe("readPeriod", () => {
	it("is all of time when nothing is given", () => {
		const { from, to } = readPeriod(given({}));
		expect(from).toBe(0);
		expect(new Date(to).toISOString()).toBe("9999-01-01T00:00:00.000Z");
	});

	it("refuses a period that is empty or runs backwards", () => {
		expect(() => readPeriod(given({ from: "2027-01-02", to: "2027-01-02" }))).toThrow("--from must be before --to.");
	});
});

describe("readCount, readChoice, readList, readName", () => {
	it("reads a whole number within bounds", () => {
		const read = (rpm: string) => readCount(given({ rpm }), "rpm", 100);
		expect(read("100")).toBe(100);
		for (const wrong of ["0", "101", "-1", "1.5", "1e1", "", "99999999999999999999"])
			expect(() => read(wrong)).toThrow(/^--rpm must be a whole number from 1 to 100/);
	});

	it("reads one of some words", () => {
		expect(readChoice(given({ by: "b" }), "by", ["a", "b"])).toBe("b");
		expect(() => readChoice(given({ by: "c" }), "by", ["a", "b"])).toThrow('--by must be one of a, b, not "c".');
	});

	it("reads words with commas between, each once", () => {
		const read = (models: string) => readList(given({ models }), "models", (word) => /^[a-z]+$/.test(word), "letters");
		expect(read("a, b,a")).toEqual(["a", "b"]);
		expect(() => read("a,,b")).toThrow('--models must be letters, not "".');
		expect(() => read("a,B")).toThrow('--models must be letters, not "B".');
	});

	it("reads a name of one line", () => {
		expect(readName(given({ name: "  Ada & Söhne " }), "name")).toBe("Ada & Söhne");
		for (const wrong of ["", "  ", "a\nb", "a\u001bb", "x".repeat(201)])
			expect(() => readName(given({ name: wrong }), "name")).toThrow(/^--name must be one line/);
	});
});
