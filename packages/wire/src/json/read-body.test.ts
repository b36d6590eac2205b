import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refusalOf } from "../errors/refusal-of.fixture.ts";
import { TurnpikeError } from "../errors/turnpike-error.ts";
import { readBody, readBodyText } from "./read-body.ts";

const encoder = new TextEncoder();
const read = (text: string) => readBody(encoder.encode(text));

const refusal = (bytes: Uint8Array | string) =>
	refusalOf(() => readBody(typeof bytes === "string" ? encoder.encode(bytes) : bytes));

const nested = (depth: number) => `{"a":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;

describe("readBody", () => {
	test("finds the span of every top-level member, white space outside it", () => {
		const body = read('{ "model" : "a/b" , "n":1,\n"messages":[{"role":"user","x":{"model":2}}] }');
		const texts = [...body.members].map(([key, span]) => [key, body.text.slice(span.valueStart, span.valueEnd)]);
		expect(texts).toEqual([
			["model", '"a/b"'],
			["n", "1"],
			["messages", '[{"role":"user","x":{"model":2}}]'],
		]);
		expect(body.value.model).toBe("a/b");
	});

	test("decodes escaped keys, so that no member hides behind an escape", () => {
		expect([...read('{"mod\\u0065l":"x"}').members.keys()]).toEqual(["model"]);
	});

	test("is not misled by quotes, braces and commas inside strings", () => {
		const value = { a: '"},{"b":1', b: "\\", c: '\\"', "d,}": ["]", '"'] };
		const body = read(JSON.stringify(value));
		expect([...body.members.keys()]).toEqual(["a", "b", "c", "d,}"]);
	});

	test("counts bytes, not characters", () => {
		expect(read('{"a":"é€"}').bytes).toBe(13);
	});

	test.each([
		["empty", "", "empty"],
		["blank", " \n ", "empty"],
		["truncated object", '{"model":"x","messages":[', "cut off"],
		["truncated string", '{"model":"x', "cut off"],
		["not JSON", "model=x", "not valid JSON"],
		["trailing comma", '{"a":1,}', "not valid JSON"],
		["two values", "{}{}", "not valid JSON"],
		["a bare NaN", '{"a":NaN}', "not valid JSON"],
		["a raw control character", '{"a":"\u0001"}', "not valid JSON"],
	])("refuses a body that is %s as invalid_json", (_name, text, says) => {
		expect(refusal(text)).toMatchObject({ code: "invalid_json", message: expect.stringContaining(says) });
	});

	test.each([
		["a lone continuation byte", [0x22, 0x80, 0x22]],
		["an overlong slash", [0x7b, 0xc0, 0xaf, 0x7d]],
		["a surrogate", [0x7b, 0xed, 0xa0, 0x80, 0x7d]],
	])("refuses %s as invalid_json", (_name, bytes) => {
		expect(refusal(Uint8Array.from(bytes))).toMatchObject({
			code: "invalid_json",
			message: expect.stringContaining("UTF-8"),
		});
	});

	test.each([["[]"], ['"text"'], ["1"], ["null"], ["true"]])("refuses %s at the top as invalid_type", (text) => {
		expect(refusal(text).code).toBe("invalid_type");
	});

	test.each([
		['{"__proto__":{}}'],
		['{"a":[{"__proto__":1}]}'],
		['{"a":{"\\u005f_proto__":1}}'],
		['{"a":{"\\u005f\\u005f\\u0070\\u0072\\u006f\\u0074\\u006f\\u005f\\u005f":1}}'],
	])("refuses the key __proto__ wherever and however it is written: %s", (text) => {
		expect(refusal(text)).toMatchObject({ code: "invalid_json", message: expect.stringContaining("__proto__") });
	});

	test("accepts __proto__ as a value", () => {
		expect(read('{"a":"__proto__","b":["__proto__"]}').value.a).toBe("__proto__");
	});

	test("refuses a top-level key that occurs twice, also by way of an escape, and names it", () => {
		expect(refusal('{"model":"a","m\\u006fdel":"b"}')).toMatchObject({ code: "invalid_json", param: "model" });
	});

	test("accepts 64 levels and refuses 65", () => {
		expect(read(nested(64)).members.size).toBe(1);
		expect(refusal(nested(65)).code).toBe("too_complex");
		expect(refusal("[".repeat(1_000_000)).code).toBe("too_complex");
	});

	test("accepts whatever JSON.stringify makes of an object, with the spans JSON.parse would give", () => {
		const json = fc.dictionary(
			fc.string({ unit: "binary" }).filter((key) => key !== "__proto__"),
			fc.jsonValue({ maxDepth: 5, stringUnit: "binary" }),
		);
		fc.assert(
			fc.property(json, fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
				const text = JSON.stringify(value, null, indent);
				fc.pre(!text.includes("__proto__"));
				const body = read(text);
				const seen = new Map([...body.members].map(([key, s]) => [key, text.slice(s.valueStart, s.valueEnd)]));
				const parsed = JSON.parse(text) as Record<string, unknown>;
				expect(new Set(seen.keys())).toEqual(new Set(Object.keys(parsed)));
				for (const [key, span] of seen) expect(JSON.parse(span)).toEqual(parsed[key]);
			}),
		);
	});

	test("answers any text with a body or a TurnpikeError, nothing else", () => {
		const soup = fc.array(fc.constantFrom(...'{}[]",:\\ 1a', '"a":', "__proto__", "\\u005f", "null"), {
			maxLength: 40,
		});
		fc.assert(
			fc.property(soup, (pieces) => {
				try {
					read(pieces.join(""));
				} catch (error) {
					expect(error).toBeInstanceOf(TurnpikeError);
				}
			}),
			{ numRuns: 2000 },
		);
	});
});

describe("readBodyText", () => {
	test("reads an answer, keys twice and all", () => {
		expect(readBodyText('{"a":1,"a":2}', 13)?.value).toEqual({ a: 2 });
	});

	test.each([["<html>"], [""], ["[1]"], ["null"], ['{"a":'], [`${"[".repeat(200_000)}`]])(
		"gives undefined for what is not a JSON object",
		(text) => {
			expect(readBodyText(text, text.length)).toBeUndefined();
		},
	);
});
