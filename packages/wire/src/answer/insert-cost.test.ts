import { nanoUsd } from "@turnpike/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Bill } from "../bill.ts";
import { endOfCounts, insertCost } from "./insert-cost.ts";

const bill: Bill = { usage: {}, costNanoUsd: nanoUsd(61_800n), estimated: false, sandbox: false };

test("the cost goes behind the last count", () => {
	const usage = '{"prompt_tokens":1,"details":{"cached_tokens":0}}';
	expect(insertCost(usage, bill)).toBe(
		'{"prompt_tokens":1,"details":{"cached_tokens":0},"cost":0.0000618,"cost_usd":"0.000061800"}',
	);
});

test.each(["{}", "{ }", '{"cost":1}', '{"a":{"cost_details":1}}'])("%s is left to the long way", (usage) => {
	expect(insertCost(usage, bill)).toBeUndefined();
});

test("a sandbox answer is marked as such, which is the long way", () => {
	expect(insertCost('{"a":1}', { ...bill, sandbox: true })).toBeUndefined();
});

test("the end of any object of counts is where JSON says it is", () => {
	const counts = fc.letrec((tie) => ({
		value: fc.oneof({ depthSize: "small" }, fc.nat(), fc.constant(null), tie("object")),
		object: fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), tie("value"), { maxKeys: 4 }),
	})).object;
	fc.assert(
		fc.property(counts, fc.constantFrom("", ',"x":1}', "}}"), (value, rest) => {
			const text = JSON.stringify(value);
			expect(endOfCounts(text + rest, 0)).toBe(text.length);
		}),
	);
});

test.each(['{"a":"}"}', '{"a":"\\""}', '{"a":1', ""])("%s is not taken for an object of counts", (text) => {
	expect(endOfCounts(text, 0)).toBe(-1);
});
