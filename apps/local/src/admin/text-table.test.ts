import { expect, test } from "vitest";
import { textTable } from "./text-table.ts";

test("words stand to the left and figures to the right", () => {
	const table = textTable(
		["NAME", "USD"],
		[
			["a", "10.5"],
			["longer", "3"],
		],
	);
	expect(table.split("\n")).toEqual(["NAME     USD", "a       10.5", "longer     3"]);
});

test("a table without rows is its heads", () => {
	expect(textTable(["NAME", "USD"], [])).toBe("NAME  USD");
});

test("lines have no blanks at their ends", () => {
	expect(textTable(["A", "B"], [["long word", ""]])).not.toMatch(/ $/m);
});
