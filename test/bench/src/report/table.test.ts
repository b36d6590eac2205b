import { describe, expect, it } from "vitest";
import { table } from "./table.ts";

describe("table", () => {
	it("aligns the first column left and the others right, under a rule", () => {
		expect(
			table([
				["load", "req/s"],
				["json", "9"],
				["a longer load", "12345"],
			]),
		).toBe(["load           req/s", "--------------------", "json               9", "a longer load  12345"].join("\n"));
	});
});
