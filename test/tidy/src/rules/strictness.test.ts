import { expect, test } from "vitest";
import { buildHouse } from "../house/build-house.ts";
import { formatFinding } from "../house/house.ts";
import { environmentIsReadInOnePlace, everyFileParses, moneyIsNoFloat, typesAreStrict } from "./strictness.ts";

test("the environment is read in env.ts alone", () => {
	const text = "export const port = process.env.PORT;";
	expect(environmentIsReadInOnePlace(buildHouse({ "apps/api/src/port.ts": text }))).toHaveLength(1);
	expect(environmentIsReadInOnePlace(buildHouse({ "apps/api/src/environment.ts": text }))).toHaveLength(1);
	expect(environmentIsReadInOnePlace(buildHouse({ "apps/api/src/env.ts": text }))).toEqual([]);
	expect(environmentIsReadInOnePlace(buildHouse({ "apps/api/vite.config.ts": text }))).toEqual([]);
	expect(environmentIsReadInOnePlace(buildHouse({ "apps/api/src/a.ts": "child({ env: {} }, process.pid);" }))).toEqual(
		[],
	);
});

test("any and ! are found where they are types and assertions", () => {
	const text = ["let a: any;", "const b = a!.c;", "const any = !a;", 'const text = "any!";', "if (a !== b) {}"].join(
		"\n",
	);
	expect(typesAreStrict(buildHouse({ "a.ts": text })).map(formatFinding)).toEqual([
		expect.stringContaining("a.ts:1: uses the type any"),
		expect.stringContaining("a.ts:2: asserts with !"),
	]);
});

test("an amount of money made a float is found outside its own package", () => {
	const of = (path: string, text: string) => moneyIsNoFloat(buildHouse({ [path]: text }));
	expect(of("apps/api/src/a.ts", "const x = Number(bill.costNanoUsd) / 1e9;")).toHaveLength(1);
	expect(of("apps/api/src/a.ts", "const x = parseFloat(String(pricePico));")).toHaveLength(1);
	expect(of("apps/api/src/a.ts", "const x = Number(count);")).toEqual([]);
	expect(of("packages/money/src/a.ts", "const x = Number(nano);")).toEqual([]);
	expect(of("apps/api/src/a.test.ts", "const x = Number(nano);")).toEqual([]);
	expect(of("packages/db/src/testing/a.ts", "const x = Number(nano);")).toEqual([]);
});

test("a file that cannot be read is a finding, not a pass", () => {
	expect(everyFileParses(buildHouse({ "a.ts": "const = ;" }))).not.toEqual([]);
	expect(everyFileParses(buildHouse({ "a.ts": "const a = 1;" }))).toEqual([]);
});
