import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KeyKind } from "./key-text.ts";
import { labelKey } from "./label-key.ts";
import { makeKey } from "./make-key.ts";
import { parseKey } from "./parse-key.ts";

const kinds = fc.constantFrom<KeyKind>("live", "management");
const randomness = fc.uint8Array({ minLength: 20, maxLength: 20 });
const keys = fc.tuple(kinds, randomness).map(([kind, random]) => makeKey(kind, random));
const sample = makeKey("live", new Uint8Array(20).fill(7));

describe("making a key", () => {
	test("has the prefix of its kind and a fixed length", () => {
		expect(makeKey("live", new Uint8Array(20))).toMatch(/^tp_live_0{32}[0-9a-z]{7}$/);
		expect(makeKey("management", new Uint8Array(20))).toMatch(/^tp_mgmt_0{32}[0-9a-z]{7}$/);
	});

	test("refuses any other number of random bytes", () => {
		expect(() => makeKey("live", new Uint8Array(19))).toThrow(RangeError);
		expect(() => makeKey("live", new Uint8Array(32))).toThrow("20 random bytes");
	});

	test("other randomness makes another key", () => {
		fc.assert(
			fc.property(randomness, randomness, (a, b) => {
				const same = Buffer.compare(a, b) === 0;
				return (makeKey("live", a) === makeKey("live", b)) === same;
			}),
		);
	});
});

describe("parsing a key", () => {
	test("accepts every key that was made, with its kind", () => {
		fc.assert(
			fc.property(kinds, randomness, (kind, random) => {
				const text = makeKey(kind, random);
				expect(parseKey(text)).toEqual({ kind, text });
			}),
		);
	});

	test("refuses a key with any one character mistyped", () => {
		fc.assert(
			fc.property(keys, fc.nat(46), fc.constantFrom(..."0123456789abcdefghijklmnopqrstuvwxyz_-A"), (key, at, typed) => {
				fc.pre(key[at] !== typed);
				expect(parseKey(key.slice(0, at) + typed + key.slice(at + 1))).toBeUndefined();
			}),
		);
	});

	test("refuses a key with two neighbouring characters swapped", () => {
		fc.assert(
			fc.property(keys, fc.nat(45), (key, at) => {
				fc.pre(key[at] !== key[at + 1]);
				const swapped = key.slice(0, at) + key.charAt(at + 1) + key.charAt(at) + key.slice(at + 2);
				expect(parseKey(swapped)).toBeUndefined();
			}),
		);
	});

	test("refuses a key that was cut, padded or turned into another kind", () => {
		expect(parseKey(sample.slice(0, -1))).toBeUndefined();
		expect(parseKey(`${sample} `)).toBeUndefined();
		expect(parseKey(` ${sample}`)).toBeUndefined();
		expect(parseKey(sample.toUpperCase())).toBeUndefined();
		expect(parseKey(sample.replace("live", "mgmt"))).toBeUndefined();
		expect(parseKey("")).toBeUndefined();
	});

	test("refuses any other text", () => {
		fc.assert(fc.property(fc.string({ minLength: 47, maxLength: 47 }), (text) => parseKey(text) === undefined));
	});
});

test("a label shows the kind, four characters at the start and four at the end", () => {
	fc.assert(
		fc.property(keys, (text) => {
			const key = parseKey(text);
			if (key === undefined) throw new Error("a made key parses");
			expect(labelKey(key)).toBe(`${text.slice(0, 12)}…${text.slice(43)}`);
		}),
	);
});
