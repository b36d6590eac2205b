import { describe, expect, test } from "vitest";
import { refusalOf } from "../errors/refusal-of.fixture.ts";
import { readBody } from "../json/read-body.ts";
import { parseEmbeddings } from "./parse-embeddings.ts";

function parse(fields: Record<string, unknown>) {
	const text = JSON.stringify({ model: "a/embed", ...fields });
	return parseEmbeddings(readBody(new TextEncoder().encode(text)), "native");
}

const refusal = (fields: Record<string, unknown>) => refusalOf(() => parse(fields));

describe("parseEmbeddings", () => {
	test.each([
		["text", 1],
		[["a", "b", "c"], 3],
		[[1, 2, 3], 1],
		[[[1, 2], [3]], 2],
	])("counts the inputs of %j as %d", (input, count) => {
		expect(parse({ input })).toMatchObject({ format: "embeddings", inputCount: count, stream: false, choices: 1 });
	});

	test("names the optional parameters it uses, and passes unknown ones", () => {
		const call = parse({ input: "x", dimensions: 256, encoding_format: "base64", user: null, truncate: true });
		expect(call.parameters).toEqual(["dimensions", "encoding_format"]);
	});

	test("has no canonical form", () => {
		expect(() => parse({ input: "x" }).canonical()).toThrow("no canonical form");
	});

	test.each<[Record<string, unknown>, string, string]>([
		[{ model: "", input: "x" }, "missing_required_parameter", "model"],
		[{}, "missing_required_parameter", "input"],
		[{ input: "" }, "invalid_value", "input"],
		[{ input: [] }, "invalid_value", "input"],
		[{ input: [""] }, "invalid_value", "input[0]"],
		[{ input: [[]] }, "invalid_value", "input[0]"],
		[{ input: ["a", 1] }, "invalid_type", "input[1]"],
		[{ input: "x", dimensions: 0 }, "invalid_value", "dimensions"],
		[{ input: "x", dimensions: 1.5 }, "invalid_value", "dimensions"],
		[{ input: "x", encoding_format: "hex" }, "invalid_value", "encoding_format"],
		[{ input: "x", user: "a\nb" }, "invalid_header", "user"],
	])("refuses %j as %s at %s", (fields, code, param) => {
		expect(refusal(fields)).toMatchObject({ code, param });
	});

	test("refuses more than 2,048 inputs", () => {
		expect(parse({ input: new Array(2048).fill("a") }).inputCount).toBe(2048);
		expect(refusal({ input: new Array(2049).fill("a") })).toMatchObject({ code: "invalid_value", param: "input" });
		expect(refusal({ input: new Array(2049).fill([1]) })).toMatchObject({ code: "invalid_value", param: "input" });
	});
});
