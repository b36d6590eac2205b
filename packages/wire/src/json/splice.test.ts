import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBody } from "./read-body.ts";
import { splice, spliceNested, spliceObject } from "./splice.ts";

const read = (text: string) => readBody(new TextEncoder().encode(text));

describe("splice", () => {
	test("replaces a value where it stands and keeps every other byte", () => {
		const body = read('{ "model" : "a" ,\t"n" :1.0e0, "x":"\\u00e9" }');
		expect(splice(body, { model: '"b"' })).toBe('{ "model" : "b" ,\t"n" :1.0e0, "x":"\\u00e9" }');
	});

	test.each([
		[["a"], '{"b":2,"c":3}'],
		[["b"], '{"a":1,"c":3}'],
		[["c"], '{"a":1,"b":2}'],
		[["a", "b"], '{"c":3}'],
		[["b", "c"], '{"a":1}'],
		[["a", "c"], '{"b":2}'],
		[["a", "b", "c"], "{}"],
		[["absent"], '{"a":1,"b":2,"c":3}'],
	])("removes %j together with its comma", (keys, expected) => {
		const edits = new Map(keys.map((key) => [key, undefined]));
		expect(splice(read('{"a":1,"b":2,"c":3}'), edits)).toBe(expected);
	});

	test("appends what is not there, to an empty object too", () => {
		expect(splice(read('{"a":1}'), { b: "2", 'q"': "3" })).toBe('{"a":1,"b":2,"q\\"":3}');
		expect(splice(read("{ }"), { b: "2" })).toBe('{ "b":2}');
	});

	test("appends after everything was removed", () => {
		expect(splice(read('{"a":1,"b":2}'), { a: undefined, b: undefined, c: "3" })).toBe('{"c":3}');
	});

	test("says what setting and deleting properties would say, for any object and edits", () => {
		const key = fc.constantFrom("a", "b", "c", "d", "e", "f g");
		const edits = fc.dictionary(key, fc.option(fc.jsonValue({ maxDepth: 1 }), { nil: undefined }));
		fc.assert(
			fc.property(
				fc.dictionary(key, fc.jsonValue()),
				edits,
				fc.constantFrom("", " ", "\n\t"),
				(value, changes, gap) => {
					const expected: Record<string, unknown> = { ...value };
					const texts: Record<string, string | undefined> = {};
					for (const [name, change] of Object.entries(changes)) {
						if (change === undefined) delete expected[name];
						else expected[name] = change;
						texts[name] = change === undefined ? undefined : JSON.stringify(change);
					}
					fc.pre(!JSON.stringify(value).includes("__proto__"));
					const out = splice(read(JSON.stringify(value, null, gap)), texts);
					expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(expected)));
				},
			),
		);
	});
});

describe("spliceNested", () => {
	test("adds to an object that is there, in place", () => {
		const body = read('{"id":1,"usage":{"prompt_tokens":3 },"z":2}');
		expect(spliceNested(body, "usage", { cost: "0.5" })).toBe('{"id":1,"usage":{"prompt_tokens":3 ,"cost":0.5},"z":2}');
	});

	test.each([
		['{"usage":{}}', '{"usage":{"cost":1}}'],
		['{"usage":null}', '{"usage":{"cost":1}}'],
		['{"id":1}', '{"id":1,"usage":{"cost":1}}'],
		["{}", '{"usage":{"cost":1}}'],
		['{"usage":{"cost":9}}', '{"usage":{"cost":1}}'],
	])("makes %s into %s", (text, expected) => {
		expect(spliceNested(read(text), "usage", { cost: "1" })).toBe(expected);
	});

	test("edits the top level in the same pass", () => {
		expect(spliceNested(read('{"id":1}'), "usage", { cost: "1" }, { id: "2", sandbox: "true" })).toBe(
			'{"id":2,"sandbox":true,"usage":{"cost":1}}',
		);
	});
});

describe("spliceObject", () => {
	test("makes a new object of anything else", () => {
		expect(spliceObject("null", { a: "1" })).toBe('{"a":1}');
	});
});
