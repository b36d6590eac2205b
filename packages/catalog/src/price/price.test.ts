import { picoUsdPerUnit } from "@turnpike/money";
import {
	INPUT_CLASSES,
	OUTPUT_CLASSES,
	promptTokens,
	USAGE_CLASSES,
	type Usage,
	type UsageClass,
} from "@turnpike/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Prices, PriceTier, PriceVersion } from "../model.ts";
import { seedCatalog } from "../snapshot/make-catalog.ts";
import { boundPrice } from "./bound-price.ts";
import { price } from "./price.ts";
import { priceVersion } from "./price-version.ts";
import { pricesFor } from "./prices-for.ts";
import { UnpricedClass } from "./unpriced-class.ts";

function micros(prices: Partial<Record<UsageClass, number>>): Prices {
	return Object.fromEntries(Object.entries(prices).map(([name, value]) => [name, picoUsdPerUnit(BigInt(value))]));
}

function version(base: Prices, ...tiers: readonly PriceTier[]): PriceVersion {
	return priceVersion({ endpointId: "a/m@p", effectiveFrom: 0, source: "test", base, tiers });
}

const catalog = seedCatalog();

function seedVersion(endpointId: string): PriceVersion {
	const found = catalog.endpoint(endpointId)?.priceVersions[0];
	if (found === undefined) throw new Error(`the seed has no price for ${endpointId}`);
	return found;
}

describe("tiers", () => {
	test.each([
		["openai/gpt-5.5@openai", 271_999, 5],
		["openai/gpt-5.5@openai", 272_000, 5],
		["openai/gpt-5.5@openai", 272_001, 10],
		["xai/grok-4.3@xai", 200_000, 1.25],
		["xai/grok-4.3@xai", 200_001, 2.5],
		["alibaba/qwen3-max@deepinfra", 32_000, 1.2],
		["alibaba/qwen3-max@deepinfra", 32_001, 2.4],
		["alibaba/qwen3-max@deepinfra", 128_000, 2.4],
		["alibaba/qwen3-max@deepinfra", 128_001, 3],
	])("%s charges all of %i prompt tokens at %d USD per million", (endpoint, tokens, usdPerMillion) => {
		expect(price({ input: tokens }, seedVersion(endpoint))).toBe(BigInt(tokens) * BigInt(usdPerMillion * 1e6));
	});

	test("a tier holds for the whole request, its output too", () => {
		const gpt = seedVersion("openai/gpt-5.5@openai");
		expect(price({ input: 272_000, output: 1000 }, gpt)).toBe(272_000n * 5_000_000n + 1000n * 30_000_000n);
		expect(price({ input: 272_001, output: 1000 }, gpt)).toBe(272_001n * 10_000_000n + 1000n * 45_000_000n);
	});

	test("cached tokens count towards the size of the prompt, output does not", () => {
		const gpt = seedVersion("openai/gpt-5.5@openai");
		expect(price({ input: 1, cache_read: 272_000 }, gpt)).toBe(10_000_000n + 272_000n * 1_000_000n);
		expect(price({ input: 1, output: 300_000 }, gpt)).toBe(5_000_000n + 300_000n * 30_000_000n);
	});
});

describe("cache classes", () => {
	test("Anthropic: reads at a tenth, writes at 1.25 for five minutes and at 2 for an hour", () => {
		const sonnet = seedVersion("anthropic/claude-sonnet-4-6@anthropic");
		expect(price({ input: 1_000_000 }, sonnet)).toBe(3_000_000_000_000n);
		expect(price({ cache_read: 1_000_000 }, sonnet)).toBe(300_000_000_000n);
		expect(price({ cache_write_5m: 1_000_000 }, sonnet)).toBe(3_750_000_000_000n);
		expect(price({ cache_write_1h: 1_000_000 }, sonnet)).toBe(6_000_000_000_000n);
	});

	test("a provider that states no cache price bills the tokens as input", () => {
		const llama = seedVersion("meta/llama-3.3-70b-instruct@groq");
		for (const name of ["cache_read", "cache_write_5m", "cache_write_1h"] as const) {
			expect(price({ [name]: 7 }, llama)).toBe(price({ input: 7 }, llama));
		}
	});

	test("hidden reasoning costs what output costs", () => {
		const gpt = seedVersion("openai/gpt-5.5@openai");
		expect(price({ reasoning: 11 }, gpt)).toBe(price({ output: 11 }, gpt));
	});
});

describe("unpriced is not free", () => {
	test("a used class without a price is an error that names it", () => {
		const gpt = seedVersion("openai/gpt-5.5@openai");
		expect(() => price({ input: 5, input_audio: 1 }, gpt)).toThrow(UnpricedClass);
		expect(() => price({ web_search: 1 }, gpt)).toThrow(expect.objectContaining({ usageClass: "web_search" }));
	});

	test("a class that was not used needs no price", () => {
		expect(price({ input: 5, input_audio: 0 }, version(micros({ input: 2 })))).toBe(10n);
	});

	test("a price of zero is a price", () => {
		expect(price({ input: 5 }, version(micros({ input: 0 })))).toBe(0n);
	});

	test.each(["constructor", "toString", "tokens"])("a class called %s is as unpriced as any other", (name) => {
		expect(() => price(JSON.parse(`{"${name}": 1}`), version(micros({ input: 1 })))).toThrow(UnpricedClass);
	});

	test("a count that is none is an error, never a zero", () => {
		for (const wrong of [-1, 1.5, Number.NaN, 2 ** 53]) {
			expect(() => price({ input: wrong }, version(micros({ input: 1 })))).toThrow(RangeError);
		}
	});
});

const prices = fc
	.record(Object.fromEntries(USAGE_CLASSES.map((name) => [name, fc.integer({ min: 0, max: 1_000_000_000 })])))
	.map(micros);

const tiers = fc
	.uniqueArray(fc.integer({ min: 0, max: 2_000_000 }), { maxLength: 3 })
	.chain((bounds) =>
		fc.tuple(...bounds.toSorted((a, b) => a - b).map((bound) => prices.map((each) => ({ bound, each })))),
	)
	.map((rows) => rows.map(({ bound, each }) => ({ abovePromptTokens: bound, prices: each })));

const versions = fc.tuple(prices, tiers).map(([base, above]) => version(base, ...above));

const usages: fc.Arbitrary<Usage> = fc.dictionary(
	fc.constantFrom(...USAGE_CLASSES),
	fc.integer({ min: 0, max: 500_000 }),
);

test("a price is the sum over its classes, at the tier of the whole prompt", () => {
	fc.assert(
		fc.property(versions, usages, (each, usage) => {
			const held = pricesFor(each, promptTokens(usage));
			let sum = 0n;
			for (const name of USAGE_CLASSES) sum += BigInt(usage[name] ?? 0) * (held[name] ?? 0n);
			expect(price(usage, each)).toBe(sum);
		}),
	);
});

test("the order of the classes does not matter", () => {
	fc.assert(
		fc.property(versions, usages, (each, usage) => {
			const reversed = Object.fromEntries(Object.entries(usage).reverse());
			expect(price(reversed, each)).toBe(price(usage, each));
		}),
	);
});

/** Splits counts over classes: every way a provider may report the same tokens. */
function splitOver(classes: readonly UsageClass[], most: number): fc.Arbitrary<Usage> {
	return fc
		.tuple(
			...classes.map((name) => fc.integer({ min: 0, max: Math.floor(most / classes.length) }).map((n) => [name, n])),
		)
		.map((entries) => Object.fromEntries(entries));
}

describe("the bound", () => {
	test("covers every split of the tokens within it", () => {
		const bounds = fc.tuple(fc.integer({ min: 0, max: 3_000_000 }), fc.integer({ min: 0, max: 200_000 }));
		const cases = bounds.chain(([input, output]) =>
			fc.tuple(
				fc.constant([input, output] as const),
				splitOver(INPUT_CLASSES, input),
				splitOver(OUTPUT_CLASSES, output),
				versions,
			),
		);
		fc.assert(
			fc.property(cases, fc.constantFrom(0, 1), ([[input, output], prompt, answer, each], request) => {
				const usage = { ...prompt, ...answer, request };
				expect(price(usage, each) <= boundPrice(each, input, output)).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});

	test("is reached: one class on each side can cost exactly that much", () => {
		const sonnet = seedVersion("anthropic/claude-sonnet-4-6@anthropic");
		expect(boundPrice(sonnet, 1000, 100)).toBe(price({ cache_write_1h: 1000, reasoning: 100 }, sonnet));
	});

	test("takes a dearer tier only where the bound can reach it", () => {
		const gpt = seedVersion("openai/gpt-5.5@openai");
		expect(boundPrice(gpt, 272_000, 1)).toBe(272_000n * 5_000_000n + 30_000_000n);
		expect(boundPrice(gpt, 272_001, 1)).toBe(272_001n * 10_000_000n + 45_000_000n);
	});

	test("covers a cheaper tier's prompt just below a bound that reaches the tier", () => {
		const cheaperAbove = version(micros({ input: 10, output: 10 }), {
			abovePromptTokens: 100,
			prices: micros({ input: 1, output: 1 }),
		});
		expect(boundPrice(cheaperAbove, 101, 0)).toBe(1010n);
	});

	test("includes the price of the request itself", () => {
		expect(boundPrice(version(micros({ input: 1, output: 2, request: 500 })), 3, 4)).toBe(511n);
	});

	test("is refused where nothing is priced, and for what is no bound", () => {
		expect(() => boundPrice(version({}), 1, 1)).toThrow(UnpricedClass);
		expect(() => boundPrice(version(micros({ input: 1 })), 1, 1)).toThrow(UnpricedClass);
		for (const wrong of [-1, 0.5, Number.NaN]) {
			expect(() => boundPrice(version(micros({ input: 1, output: 1 })), wrong, 1)).toThrow(RangeError);
		}
	});
});
