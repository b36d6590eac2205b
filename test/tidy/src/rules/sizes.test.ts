import { expect, test } from "vitest";
import { buildHouse } from "../house/build-house.ts";
import { fewFilesAreLong, filesAreShort, functionsFitAScreen } from "./sizes.ts";

const lines = (count: number) => "const x = 1;\n".repeat(count);
const functionOf = (count: number) => `export function f() {\n${"\tstep();\n".repeat(count - 2)}}\n`;

test("a file of 401 lines is found, one of 400 is not", () => {
	expect(filesAreShort(buildHouse({ "a.ts": lines(401) }))).toEqual([
		expect.objectContaining({ file: "a.ts", problem: "has 401 lines" }),
	]);
	expect(filesAreShort(buildHouse({ "a.ts": lines(400) }))).toEqual([]);
	expect(filesAreShort(buildHouse({ "a.md": lines(1_000) }))).toEqual([]);
});

test("more than one long file in ten is found, tests aside", () => {
	const short = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`${index}.ts`, lines(10)]));
	expect(fewFilesAreLong(buildHouse({ ...short, "long.ts": lines(201) }))).toEqual([]);
	expect(fewFilesAreLong(buildHouse({ ...short, "a.ts": lines(201), "b.ts": lines(201) }))).toHaveLength(2);
	expect(fewFilesAreLong(buildHouse({ ...short, "a.ts": lines(201), "b.test.ts": lines(201) }))).toEqual([]);
});

test.each([
	["a function", functionOf(71)],
	["an arrow function", `const f = () => {\n${"\tstep();\n".repeat(69)}};\n`],
	["a method", `class A {\n\tf() {\n${"\t\tstep();\n".repeat(69)}\t}\n}\n`],
])("%s of 71 lines is found", (_, text) => {
	expect(functionsFitAScreen(buildHouse({ "a.ts": text }))).toEqual([
		expect.objectContaining({ problem: "a function of 71 lines" }),
	]);
	expect(functionsFitAScreen(buildHouse({ "a.test.ts": text }))).toEqual([]);
});

test("a function of 70 lines fits", () => {
	expect(functionsFitAScreen(buildHouse({ "a.ts": functionOf(70) }))).toEqual([]);
});
