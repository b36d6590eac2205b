import fc from "fast-check";
import { expect, test } from "vitest";
import { scan } from "../json/scan.ts";
import { findUsage } from "./find-usage.ts";

const found = (text: string) => {
	const place = findUsage(text);
	return place && text.slice(place.start, place.end);
};

test.each([
	['{"usage":{"a":1}}', '{"a":1}'],
	['{"id":"x","usage": {"a":{"b":2}},"tier":"a}\\"]","n":[1,{"x":{}}]} \n', '{"a":{"b":2}}'],
])("in %s it is %s", (text, usage) => {
	expect(found(text)).toBe(usage);
});

test.each([
	"{}",
	'{"usage":null}',
	'{"usage" :{"a":1}}',
	'{"usage":{"a":1},"usage":{"a":2}}',
	'{"choices":[{"usage":1}],"usage":{"a":1}}',
	'{"choices":[{"usage":{"a":1}}]}',
	'{"x_groq":{"usage":{"a":1}},"n":1}',
	'{"usage":{"a":"}"}}',
	'{"text":"\\"usage\\":{\\"a\\":1}"}',
])("%s is left to a scan", (text) => {
	expect(findUsage(text)).toBeUndefined();
});

test("what it finds is what a scan of the whole answer finds", () => {
	const counts = fc.dictionary(fc.constantFrom("prompt_tokens", "completion_tokens"), fc.nat());
	const name = fc.constantFrom("usage", "choices", 'a"usage":{', "\\", "x");
	const value = fc.oneof(counts, fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('"usage":{"a":1}', "}", '\\"'));
	fc.assert(
		fc.property(fc.dictionary(name, fc.oneof(value, fc.dictionary(name, value))), fc.nat(2), (answer, gap) => {
			const text = JSON.stringify(answer, null, gap);
			const place = findUsage(text);
			if (place === undefined) return;
			const span = scan(text).members.get("usage");
			expect([place.start, place.end]).toEqual([span?.valueStart, span?.valueEnd]);
		}),
		{ numRuns: 1_000 },
	);
});
