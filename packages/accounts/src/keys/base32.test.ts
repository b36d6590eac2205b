import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeBase32, encodeUint32 } from "./base32.ts";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

function numberOf(text: string): bigint {
	let value = 0n;
	for (const digit of text) value = value * 32n + BigInt(ALPHABET.indexOf(digit));
	return value;
}

test("twenty bytes are thirty-two characters, and no bit is lost", () => {
	fc.assert(
		fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
			const text = encodeBase32(bytes);
			expect(text).toHaveLength(32);
			expect(numberOf(text).toString(16).padStart(40, "0")).toBe(Buffer.from(bytes).toString("hex"));
		}),
	);
});

test("bytes that do not fill the last character are padded with zero bits", () => {
	expect(encodeBase32(Uint8Array.of(0xff))).toBe("zw");
	expect(encodeBase32(new Uint8Array())).toBe("");
});

test("a 32-bit number has seven digits", () => {
	expect(encodeUint32(0)).toBe("0000000");
	expect(encodeUint32(0xffffffff)).toBe("3zzzzzz");
	fc.assert(fc.property(fc.nat(0xffffffff), (value) => numberOf(encodeUint32(value)) === BigInt(value)));
});
