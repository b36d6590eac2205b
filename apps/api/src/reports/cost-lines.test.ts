import { type PriceVersion, price } from "@turnpike/catalog";
import { chargeFromPico, type NanoUsd, nanoUsd, picoUsdPerUnit } from "@turnpike/money";
import type { Usage } from "@turnpike/wire";
import { describe, expect, it } from "vitest";
import { costLines } from "./cost-lines.ts";

const version: PriceVersion = {
	id: "pv_1",
	endpointId: "author/model@provider",
	effectiveFrom: 0,
	source: "test",
	base: {
		input: picoUsdPerUnit(2_500_001n),
		cache_read: picoUsdPerUnit(250_007n),
		output: picoUsdPerUnit(10_000_333n),
	},
	tiers: [{ abovePromptTokens: 1_000, prices: { input: picoUsdPerUnit(5_000_000n), output: picoUsdPerUnit(0n) } }],
};

const pico = (text: string) => BigInt(text.replace(".", ""));

function total({ lines, adjustments }: ReturnType<typeof costLines>): bigint {
	const amounts = [...lines.map((line) => line.cost_usd), ...adjustments.map((each) => each.amount_usd)];
	return amounts.reduce((sum, amount) => sum + pico(amount), 0n);
}

const USAGES: readonly Usage[] = [
	{},
	{ input: 1 },
	{ input: 7, cache_read: 3, output: 11 },
	{ input: 999, output: 1 },
	{ input: 1_001, output: 12_345 },
];

describe("how a cost comes about", () => {
	it.each(USAGES)("sums to the charge, to the pico-dollar: %j", (usage) => {
		const charge = chargeFromPico(price(usage, version));
		const told = costLines(usage, version, charge);
		expect(total(told)).toBe(charge * 1_000n);
		expect(told.lines.map((line) => line.class)).toEqual(Object.keys(usage));
		expect(told.adjustments.every(({ reason }) => reason === "rounding")).toBe(true);
	});

	it.each([0n, 1n, 1_000n])("says what the house bore, where only %i nano-USD were charged", (charged) => {
		const usage = { input: 700, output: 11 };
		const charge: NanoUsd = nanoUsd(charged);
		const told = costLines(usage, version, charge);
		expect(total(told)).toBe(charge * 1_000n);
		expect(told.adjustments.find(({ reason }) => reason === "house")?.amount_usd).toMatch(/^-0\.\d{12}$/);
	});

	it("has the unit prices of the tier", () => {
		expect(costLines({ input: 1_001 }, version, nanoUsd(0n)).lines).toEqual([
			{ class: "input", units: 1_001, unit_price_usd: "0.000005", cost_usd: "0.005005000000" },
		]);
	});

	it("is not told where nobody knows the prices", () => {
		expect(costLines({ input: 1 }, undefined, nanoUsd(5n))).toEqual({ lines: [], adjustments: [] });
	});
});
