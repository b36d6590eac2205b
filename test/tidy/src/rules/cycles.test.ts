import { expect, test } from "vitest";
import { buildHouse } from "../house/build-house.ts";
import { noImportCycles } from "./cycles.ts";

function cycles(files: Readonly<Record<string, string>>): readonly string[] {
	const texts = Object.entries(files).map(([name, imports]) => [
		`src/${name}.ts`,
		imports
			.split(" ")
			.filter((to) => to !== "")
			.map((to) => `import type { X } from "./${to}.ts";`)
			.join("\n"),
	]);
	return noImportCycles(buildHouse(Object.fromEntries(texts))).map(({ problem }) => problem);
}

test("files that import one another are found, and the circle is shown", () => {
	expect(cycles({ a: "b", b: "c", c: "a" })).toEqual(["imports itself: src/a.ts → src/b.ts → src/c.ts → src/a.ts"]);
});

test("a file that imports itself is found", () => {
	expect(cycles({ a: "a" })).toHaveLength(1);
});

test("a circle behind other files is found once", () => {
	expect(cycles({ a: "b", b: "c d", c: "b", d: "c" })).toEqual([
		expect.stringContaining("src/b.ts → src/c.ts → src/b.ts"),
	]);
});

test("two ways to one file are no circle", () => {
	expect(cycles({ a: "b c", b: "d", c: "d", d: "" })).toEqual([]);
});
