import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonTextLength } from "./text-length.ts";

test("the length of any text is measured in its JSON, escapes and all", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary" }), fc.string(), (text, rest) => {
			const json = JSON.stringify(text);
			const measured = jsonTextLength(`x${json}${rest}`, 2);
			expect(measured).toEqual({ length: text.length, end: json.length });
		}),
	);
});

test("text dense with quotes, backslashes and unicode escapes is measured exactly", () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom('"', "\\", "\n", "\u0001", "a", "é", "😀", "u", "\\u0041")), (parts) => {
			const text = parts.join("");
			expect(jsonTextLength(JSON.stringify(text), 1).length).toBe(text.length);
		}),
	);
});

test("a string that does not end has no end", () => {
	expect(jsonTextLength("abc", 0).end).toBe(-1);
	expect(jsonTextLength('ab\\"c', 0).end).toBe(-1);
});
