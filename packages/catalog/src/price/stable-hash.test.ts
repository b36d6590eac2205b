import fc from "fast-check";
import { expect, test } from "vitest";
import { stableHash } from "./stable-hash.ts";

const PRIME = (1n << 88n) + 0x13bn;
const BASIS = 0x6c62272e07bb014262b821756295c58dn;

/** The definition, in arithmetic too slow to ship. */
function fnv1a128(text: string): string {
	let hash = BASIS;
	for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * PRIME);
	return hash.toString(16).padStart(32, "0");
}

test("the published vectors come out", () => {
	expect(stableHash("")).toBe("6c62272e07bb014262b821756295c58d");
	expect(stableHash("a")).toBe("d228cb696f1a8caf78912b704e4a8964");
	expect(stableHash("foobar")).toBe("343e1662793c64bf6f0d3597ba446f18");
});

test("it is FNV-1a with 128 bits for any text", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary" }), (text) => {
			expect(stableHash(text)).toBe(fnv1a128(text));
		}),
	);
});
