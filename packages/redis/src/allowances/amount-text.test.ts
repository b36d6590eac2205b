import { describe, expect, it } from "vitest";
import { amountText, readAmount } from "./amount-text.ts";

describe("an amount for Lua", () => {
	it("is text below 2^52, where doubles and their sums are exact", () => {
		expect(amountText(0n)).toBe("0");
		expect(amountText(2n ** 52n - 1n)).toBe("4503599627370495");
		expect(() => amountText(2n ** 52n)).toThrow(RangeError);
		expect(() => amountText(-1n)).toThrow(RangeError);
	});

	it("comes back as the same amount, or is an error", () => {
		expect(readAmount("4503599627370495")).toBe(4_503_599_627_370_495n);
		for (const text of ["", "-1", "1.5", "1e3", "9.007e+15", undefined])
			expect(() => readAmount(text)).toThrow(RangeError);
	});
});
