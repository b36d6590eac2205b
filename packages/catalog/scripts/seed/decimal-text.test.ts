import { parseUsdPerMillion } from "@turnpike/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalText } from "./decimal-text.ts";

test("a float is written as the decimal its author wrote", () => {
	expect(decimalText(0.1)).toBe("0.1");
	expect(decimalText(0.003625)).toBe("0.003625");
	expect(decimalText(15.625)).toBe("15.625");
	expect(decimalText(30)).toBe("30");
	expect(decimalText(0)).toBe("0");
	expect(decimalText(1000)).toBe("1000");
});

test("exponents are moved into the decimal point", () => {
	expect(decimalText(1e-6)).toBe("0.000001");
	expect(decimalText(2.5e-6)).toBe("0.000003");
	expect(decimalText(1e21)).toBe("1000000000000000000000");
});

test("a repeating decimal is quantised to six places, half up", () => {
	expect(decimalText(1 / 3)).toBe("0.333333");
	expect(decimalText(2 / 3)).toBe("0.666667");
	expect(decimalText(0.9999999)).toBe("1");
	expect(decimalText(0.0000004)).toBe("0");
});

test("what is no price is refused", () => {
	for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => decimalText(wrong)).toThrow(RangeError);
});

test("every price of whole micro-USD comes through exactly", () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 999_999_999 }), (micros) => {
			expect(parseUsdPerMillion(decimalText(micros / 1e6))).toBe(BigInt(micros));
		}),
	);
});
