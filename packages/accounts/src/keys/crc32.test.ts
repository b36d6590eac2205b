import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { crc32 } from "./crc32.ts";

test("the check value every CRC-32 is published with", () => {
	expect(crc32("123456789")).toBe(0xcbf43926);
	expect(crc32("")).toBe(0);
});

test("agrees with zlib on any ASCII text", () => {
	fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => crc32(text) === zlibCrc32(text)));
});
