import { describe, expect, it } from "vitest";
import { readTags } from "./read-tags.ts";

describe("tags", () => {
	it.each([
		[null, []],
		["", []],
		["batch", ["batch"]],
		["team:search, env=prod,  batch ", ["team:search", "env=prod", "batch"]],
		["a,,b,a", ["a", "b"]],
		["x".repeat(64), ["x".repeat(64)]],
		["Nightly run/7@eu+west_1.2-b", ["Nightly run/7@eu+west_1.2-b"]],
	])("of %j are %j", (header, tags) => {
		expect(readTags(header)).toEqual(tags);
	});

	it.each([
		["x".repeat(65)],
		["a\r\nx-evil: 1"],
		["a\nb"],
		["a\tb"],
		["a\0"],
		["größe"],
		["<b>"],
		["a;b"],
		["1,2,3,4,5,6,7,8,9,10,11"],
	])("are refused: %j", (header) => {
		expect(() => readTags(header)).toThrow(
			expect.objectContaining({ code: "invalid_header", status: 400, param: "x-turnpike-tags" }),
		);
	});
});
