import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	approximateUsd,
	chargeFromPico,
	costFromPico,
	formatPicoUsd,
	formatUsd,
	formatUsdPerUnit,
	MAX_NANO_USD,
	type NanoUsd,
	nanoUsd,
	type PicoUsd,
	type PicoUsdPerUnit,
	parseUsd,
	parseUsdPerMillion,
	picoUsdPerUnit,
	priceOf,
} from "./index.ts";

const amount = fc.bigInt({ min: -MAX_NANO_USD, max: MAX_NANO_USD }).map(nanoUsd);
const pico = fc.bigInt({ min: 0n, max: MAX_NANO_USD * 1000n }).map((value) => value as PicoUsd);

describe("an amount", () => {
	it("reads back as what was written, to the last nano-dollar", () => {
		fc.assert(fc.property(amount, (nano) => parseUsd(formatUsd(nano)) === nano));
	});

	it("is written with nine places, and a sign only where it is negative", () => {
		fc.assert(fc.property(amount, (nano) => /^-?\d{1,10}\.\d{9}$/.test(formatUsd(nano))));
		expect(formatUsd(nanoUsd(-5n))).toBe("-0.000000005");
		expect(formatUsd(nanoUsd(0n))).toBe("0.000000000");
	});

	it("is written with twelve places before it is rounded, the same amount", () => {
		fc.assert(fc.property(amount, (nano) => formatPicoUsd((nano * 1000n) as PicoUsd) === `${formatUsd(nano)}000`));
		expect(formatPicoUsd(-1_000_000_000_001n as PicoUsd)).toBe("-1.000000000001");
	});

	it("is approximated by what reading its decimal gives, however large or small", () => {
		const small = fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }).map(nanoUsd);
		fc.assert(
			fc.property(fc.oneof(amount, small), (nano) => {
				expect(approximateUsd(nano)).toBe(Number(formatUsd(nano)));
			}),
			{ numRuns: 1_000 },
		);
	});

	it("keeps its order in its approximation", () => {
		fc.assert(
			fc.property(amount, amount, (one, other) => {
				if (one <= other) expect(approximateUsd(one)).toBeLessThanOrEqual(approximateUsd(other));
			}),
		);
		expect(approximateUsd(nanoUsd(45_180n))).toBe(0.00004518);
	});

	it("fits 64 bits or is refused", () => {
		expect(nanoUsd(MAX_NANO_USD)).toBe(2n ** 63n - 1n);
		expect(() => nanoUsd(MAX_NANO_USD + 1n)).toThrow(RangeError);
		expect(() => nanoUsd(-MAX_NANO_USD - 1n)).toThrow(RangeError);
		expect(() => parseUsd("9223372036.854775808")).toThrow(RangeError);
		expect(parseUsd("9223372036.854775807")).toBe(MAX_NANO_USD);
	});

	it.each([
		"",
		" 1",
		"1 ",
		"+1",
		"1.",
		".5",
		"1e3",
		"0x1",
		"1,5",
		"1_000",
		"--1",
		"-",
		"1.0000000001",
		"NaN",
		"Infinity",
		"١",
		"12345678901",
	])("is not read from %j", (text) => {
		expect(() => parseUsd(text)).toThrow(RangeError);
	});

	it("is read from a decimal with fewer places, a cent being ten million nano-dollars", () => {
		expect(parseUsd("0.01")).toBe(10_000_000n);
		expect(parseUsd("-12.5")).toBe(-12_500_000_000n);
		expect(parseUsd("10")).toBe(10_000_000_000n);
	});
});

describe("a price", () => {
	it("per million is a million times the price per unit, exactly", () => {
		const text = fc
			.tuple(fc.nat(999_999_999), fc.nat(999_999))
			.map(([whole, part]) => `${whole}.${String(part).padStart(6, "0")}`);
		fc.assert(
			fc.property(text, (perMillion) => {
				const price = parseUsdPerMillion(perMillion);
				expect(price).toBe(BigInt(perMillion.replace(".", "")));
			}),
		);
	});

	it("is written per unit so that it reads back exactly, without trailing zeros", () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (value) => {
				const text = formatUsdPerUnit(picoUsdPerUnit(value));
				const [whole = "", fraction = ""] = text.split(".");
				expect(BigInt(whole) * 10n ** 12n + BigInt(fraction.padEnd(12, "0"))).toBe(value);
				expect(text).not.toMatch(/\..*0$|\.$/);
			}),
		);
		expect(formatUsdPerUnit(parseUsdPerMillion("0.15"))).toBe("0.00000015");
		expect(formatUsdPerUnit(parseUsdPerMillion("0"))).toBe("0");
	});

	it("may not be negative, and has six places per million at most", () => {
		expect(() => picoUsdPerUnit(-1n)).toThrow(RangeError);
		for (const text of ["-1", "0.0000001", "", "1e-7", "free"])
			expect(() => parseUsdPerMillion(text)).toThrow(RangeError);
	});

	it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
		"of %d units is an error, never a zero",
		(units) => {
			expect(() => priceOf(units, picoUsdPerUnit(1n))).toThrow(RangeError);
		},
	);

	it("of units is exact where floats are not", () => {
		expect(priceOf(Number.MAX_SAFE_INTEGER, picoUsdPerUnit(3n))).toBe(27_021_597_764_222_973n);
	});
});

describe("rounding", () => {
	it("charges down and costs up, by less than a nano-dollar each", () => {
		fc.assert(
			fc.property(pico, (exact) => {
				const charge = chargeFromPico(exact) * 1000n;
				const cost = costFromPico(exact) * 1000n;
				expect(charge).toBeLessThanOrEqual(exact);
				expect(exact - charge).toBeLessThan(1000n);
				expect(cost).toBeGreaterThanOrEqual(exact);
				expect(cost - exact).toBeLessThan(1000n);
				if (exact % 1000n === 0n) expect(charge).toBe(cost);
			}),
		);
	});

	it("happens once: a sum rounded is never less than its rounded parts", () => {
		fc.assert(
			fc.property(pico, pico, (one, other) => {
				fc.pre(one + other <= MAX_NANO_USD * 1000n);
				const sum = (one + other) as PicoUsd;
				expect(chargeFromPico(sum)).toBeGreaterThanOrEqual(chargeFromPico(one) + chargeFromPico(other));
				expect(costFromPico(sum)).toBeLessThanOrEqual(costFromPico(one) + costFromPico(other));
			}),
		);
	});

	it("of less than nothing, or of more than 64 bits, is refused", () => {
		for (const round of [chargeFromPico, costFromPico]) {
			expect(() => round(-1n as PicoUsd)).toThrow(RangeError);
			expect(() => round(((MAX_NANO_USD + 1n) * 1000n) as PicoUsd)).toThrow(RangeError);
		}
	});

	it("gives the worked example: cached and fresh input and output at their prices", () => {
		const total = priceOf(1_234, picoUsdPerUnit(10_000n)) + priceOf(20_000, picoUsdPerUnit(1_000n));
		const whole = (total + priceOf(321, picoUsdPerUnit(40_000n))) as PicoUsd;
		expect(chargeFromPico(whole)).toBe(45_180n);
	});
});

it("units cannot be mixed: these lines must not compile", () => {
	const nano: NanoUsd = nanoUsd(7n);
	const price: PicoUsdPerUnit = picoUsdPerUnit(1n);
	// @ts-expect-error a plain bigint is no amount
	const fromPlain: NanoUsd = 1n;
	// @ts-expect-error a price is no amount
	const fromPrice: NanoUsd = price;
	// @ts-expect-error an amount is no price
	const asPrice: PicoUsdPerUnit = nano;
	// @ts-expect-error pico-USD is not nano-USD: it has to be rounded
	const unrounded: NanoUsd = priceOf(1, price);
	// @ts-expect-error an amount that is rounded already is not rounded again
	const twice = chargeFromPico(nano);
	// @ts-expect-error a sum has lost its unit until somebody says it again
	const sum: NanoUsd = nano + nano;
	expect([fromPlain, fromPrice, asPrice, unrounded, twice, sum]).toHaveLength(6);
});
