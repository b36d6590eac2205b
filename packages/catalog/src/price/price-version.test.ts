import { picoUsdPerUnit } from "@turnpike/money";
import { expect, test } from "vitest";
import type { Endpoint, PriceVersion } from "../model.ts";
import { seedCatalog } from "../snapshot/make-catalog.ts";
import { type PriceFacts, priceVersion, priceVersionId } from "./price-version.ts";
import { priceVersionAt } from "./price-version-at.ts";
import { parsePriceVersion, serializePriceVersion } from "./serialize-price-version.ts";

const FACTS: PriceFacts = {
	endpointId: "a/m@p",
	effectiveFrom: 1000,
	source: "test",
	base: { input: picoUsdPerUnit(1n), output: picoUsdPerUnit(2n) },
	tiers: [{ abovePromptTokens: 10, prices: { input: picoUsdPerUnit(3n), output: picoUsdPerUnit(4n) } }],
};

test("the same facts have the same id, in whatever order they are written", () => {
	expect(priceVersionId(FACTS)).toMatch(/^pv_[0-9a-f]{32}$/);
	const reordered = { ...FACTS, base: { output: picoUsdPerUnit(2n), input: picoUsdPerUnit(1n) } };
	expect(priceVersionId(reordered)).toBe(priceVersionId(FACTS));
	expect(priceVersionId({ ...FACTS, source: "another" })).toBe(priceVersionId(FACTS));
});

test("the id does not change from one release to the next", () => {
	expect(priceVersionId(FACTS)).toBe("pv_3eeb7a770cf575b9f02e1ed19dfe0cf2");
});

test("any other fact has another id", () => {
	const tier = FACTS.tiers[0];
	if (tier === undefined) throw new Error("the facts have a tier");
	const others: readonly PriceFacts[] = [
		{ ...FACTS, endpointId: "a/m@q" },
		{ ...FACTS, effectiveFrom: 1001 },
		{ ...FACTS, base: { ...FACTS.base, input: picoUsdPerUnit(12n) } },
		{ ...FACTS, base: { ...FACTS.base, cache_read: picoUsdPerUnit(0n) } },
		{ ...FACTS, tiers: [] },
		{ ...FACTS, tiers: [{ ...tier, abovePromptTokens: 11 }] },
		{ ...FACTS, tiers: [{ ...tier, prices: FACTS.base }] },
	];
	const ids = new Set([FACTS, ...others].map(priceVersionId));
	expect(ids.size).toBe(others.length + 1);
});

test("tiers that do not ascend are refused", () => {
	const tiers = [10, 10].map((abovePromptTokens) => ({ abovePromptTokens, prices: FACTS.base }));
	expect(() => priceVersion({ ...FACTS, tiers })).toThrow(RangeError);
});

test("every version of the seed survives storage as JSON", () => {
	for (const endpoint of seedCatalog({ sandbox: true }).models.flatMap((model) => model.endpoints)) {
		for (const version of endpoint.priceVersions) {
			const stored = JSON.parse(JSON.stringify(serializePriceVersion(version)));
			expect(parsePriceVersion(stored)).toEqual(version);
		}
	}
});

test("prices are stored as whole pico-USD in decimal text", () => {
	const stored = serializePriceVersion(priceVersion(FACTS));
	expect(stored.base).toEqual({ input: "1", output: "2" });
	expect(stored.tiers).toEqual([{ above_prompt_tokens: 10, prices: { input: "3", output: "4" } }]);
});

test("a stored version that was changed is not read back", () => {
	const stored = serializePriceVersion(priceVersion(FACTS));
	expect(() => parsePriceVersion({ ...stored, base: { ...stored.base, input: "2" } })).toThrow(/holds the facts of/);
	expect(() => parsePriceVersion({ ...stored, effective_from: 0 })).toThrow(RangeError);
});

test.each([
	["a number for a price", { base: { input: 1 } }],
	["a fraction", { base: { input: "1.5" } }],
	["a negative price", { base: { input: "-1" } }],
	["a class nobody knows", { base: { tokens: "1" } }],
	["a field nobody knows", { extra: true }],
])("%s is not read back", (_, change) => {
	const stored = serializePriceVersion(priceVersion(FACTS));
	expect(() => parsePriceVersion({ ...stored, ...change })).toThrow();
});

function endpointWith(...starts: readonly number[]): Endpoint {
	const priceVersions: readonly PriceVersion[] = starts.map((effectiveFrom) =>
		priceVersion({ ...FACTS, effectiveFrom }),
	);
	return {
		id: "a/m@p",
		model: "a/m",
		provider: "p",
		providerModelId: "m",
		contextLength: 1,
		maxPromptTokens: undefined,
		maxOutputTokens: 1,
		supportedParameters: [],
		quantization: "unknown",
		deprecated: false,
		priceVersions,
	};
}

test("the version in force is the last one that has begun", () => {
	const endpoint = endpointWith(100, 200);
	expect(priceVersionAt(endpoint, 99)).toBeUndefined();
	expect(priceVersionAt(endpoint, 100)?.effectiveFrom).toBe(100);
	expect(priceVersionAt(endpoint, 199)?.effectiveFrom).toBe(100);
	expect(priceVersionAt(endpoint, 200)?.effectiveFrom).toBe(200);
});

test("an endpoint without versions has none at any time", () => {
	expect(priceVersionAt(endpointWith(), 1)).toBeUndefined();
});
