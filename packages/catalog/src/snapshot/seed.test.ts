import { describe, expect, test } from "vitest";
import seedFile from "../../data/seed.json" with { type: "json" };
import type { Prices } from "../model.ts";
import { loadSeed } from "./load-seed.ts";
import { parseSeed } from "./parse-seed.ts";
import { seedSchema } from "./seed-schema.ts";

const seed = loadSeed();
const endpoints = seed.models.flatMap((model) => model.endpoints);
const versions = endpoints.flatMap((endpoint) => endpoint.priceVersions);
const everyPrices: readonly Prices[] = versions.flatMap((each) => [
	each.base,
	...each.tiers.map((tier) => tier.prices),
]);

test("every slug, endpoint id and price version id is there once", () => {
	for (const ids of [
		seed.models.map((model) => model.slug),
		endpoints.map((endpoint) => endpoint.id),
		versions.map((version) => version.id),
	]) {
		expect(ids.length).toBe(new Set(ids).size);
	}
});

test("all nine providers sell something, and every model is sold by someone", () => {
	expect([...new Set(endpoints.map((endpoint) => endpoint.provider))].sort()).toEqual(
		[...seed.providers.keys()].sort(),
	);
	expect(seed.providers.size).toBe(9);
	expect(seed.models.filter((model) => model.endpoints.length === 0)).toEqual([]);
	expect(seed.models.length).toBeGreaterThan(400);
	expect(seed.models.filter((model) => model.endpoints.length > 1).length).toBeGreaterThan(100);
});

test("every price is a whole number of pico-USD, none is negative", () => {
	const all = everyPrices.flatMap((prices) => Object.values(prices));
	expect(all.length).toBeGreaterThan(4_000);
	expect(all.filter((price) => typeof price !== "bigint" || price < 0n)).toEqual([]);
});

test("no cache read is dearer than the input it replaces", () => {
	const dearer = versions.filter(({ base, tiers }) =>
		[base, ...tiers.map((tier) => tier.prices)].some((each) => (each.cache_read ?? 0n) > (each.input ?? 0n)),
	);
	// Endpoint ids whose source says so and which were looked at; any other stops here.
	expect(dearer.map((version) => version.endpointId)).toEqual([]);
});

test("no tier is cheaper than the one below it", () => {
	for (const { base, tiers, endpointId } of versions) {
		let below = base;
		for (const { prices } of tiers) {
			expect.soft((prices.input ?? 0n) >= (below.input ?? 0n), endpointId).toBe(true);
			expect.soft((prices.output ?? 0n) >= (below.output ?? 0n), endpointId).toBe(true);
			below = prices;
		}
	}
});

test("a chat endpoint that is priced prices every class its answers may report", () => {
	const classes = ["input", "cache_read", "cache_write_5m", "cache_write_1h", "output", "reasoning", "input_image"];
	for (const model of seed.models.filter(({ kind }) => kind === "chat")) {
		for (const version of model.endpoints.flatMap((endpoint) => endpoint.priceVersions)) {
			expect.soft(Object.keys(version.base), version.endpointId).toEqual(expect.arrayContaining(classes));
		}
	}
});

test("nothing that is billed in a unit without a price is offered", () => {
	const modalities = new Set(endpoints.flatMap((endpoint) => endpoint.inputModalities ?? []));
	expect([...modalities].sort()).toEqual(["file", "image", "text", "video"]);
});

test("free means `:free`; what has no price is known by name", () => {
	const free = versions.filter(({ base }) => base.input === 0n && base.output === 0n);
	expect(free.length).toBeGreaterThan(5);
	expect(free.filter(({ endpointId }) => !endpointId.includes(":free@"))).toEqual([]);
	const unpriced = endpoints.filter((endpoint) => endpoint.priceVersions.length === 0);
	expect(unpriced.map((endpoint) => endpoint.id).sort()).toEqual([
		"groq/compound-mini@groq",
		"groq/compound@groq",
		"mistral/labs-devstral-small-2512@mistral",
		"perplexity/sonar-deep-research@openrouter",
		"perplexity/sonar-pro-search@openrouter",
		"perplexity/sonar-pro@openrouter",
		"perplexity/sonar-reasoning-pro@openrouter",
		"perplexity/sonar@openrouter",
		"relace/relace-search@openrouter",
		"sdaia/allam-2-7b@groq",
		"stealth/space-bunny-alpha@openrouter",
	]);
});

test("bounds make sense: context, prompt and output", () => {
	for (const endpoint of endpoints) {
		expect.soft(endpoint.maxOutputTokens, endpoint.id).toBeLessThanOrEqual(endpoint.contextLength);
		expect.soft(endpoint.maxPromptTokens ?? 1, endpoint.id).toBeLessThanOrEqual(endpoint.contextLength);
	}
	const silent = endpoints.filter((endpoint) => endpoint.maxOutputTokens === 0);
	expect(silent.every((endpoint) => endpoint.model.includes("embed"))).toBe(true);
});

test("prices read by hand from the source come out", () => {
	const baseOf = (id: string) => versions.find((version) => version.endpointId === id)?.base;
	expect(baseOf("openai/gpt-4o-mini@openai")).toMatchObject({ input: 150_000n, cache_read: 75_000n, output: 600_000n });
	expect(baseOf("anthropic/claude-haiku-4-5@anthropic")).toMatchObject({
		input: 1_000_000n,
		cache_read: 100_000n,
		cache_write_5m: 1_250_000n,
		cache_write_1h: 2_000_000n,
		output: 5_000_000n,
	});
	expect(baseOf("openai/text-embedding-3-small@openai")).toEqual({ input: 20_000n, output: 0n, request: 0n });
});

test("writing to Google's cache costs the input and the fee for keeping it", () => {
	const flash = versions.find((version) => version.endpointId === "google/gemini-2.5-flash@openrouter");
	expect(flash?.base).toMatchObject({ input: 300_000n, cache_write_5m: 383_333n });
});

test("DeepSeek is billed at its peak price, and says so", () => {
	const pro = versions.find((version) => version.endpointId === "deepseek/deepseek-v4-pro-0813@deepseek");
	expect(pro?.base).toMatchObject({ input: 1_320_000n, output: 3_960_000n, cache_read: 44_000n });
	expect(pro?.source).toContain("peak hours");
});

test("deprecated offers are kept and marked", () => {
	expect(endpoints.filter((endpoint) => endpoint.deprecated).length).toBeGreaterThan(20);
});

test("the snapshot cannot be changed", () => {
	const [model] = seed.models;
	expect(() => Object.assign(model ?? {}, { name: "x" })).toThrow(TypeError);
	expect(() => Object.assign(versions[0]?.base ?? {}, { input: 0n })).toThrow(TypeError);
});

describe("at the door", () => {
	const file = seedSchema.safeParse(seedFile).success ? structuredClone(seedFile) : undefined;
	const [endpoint] = seedFile.endpoints;

	test.each([
		["a price that is a number", { price: { input: 1, output: 1 } }],
		["a price with seven places", { price: { input: "0.0000001", output: "1" } }],
		["a model there is none of", { model: "no/such-model" }],
		["a field nobody knows", { colour: "blue" }],
		["a context of no tokens", { context: 0 }],
	])("%s is refused", (_, change) => {
		expect(() => parseSeed({ ...file, endpoints: [{ ...endpoint, ...change }] })).toThrow();
	});

	test("the same offer twice and the same model twice are refused", () => {
		expect(() => parseSeed({ ...file, endpoints: [endpoint, endpoint] })).toThrow(/twice/);
		const [model] = seedFile.models;
		expect(() => parseSeed({ ...file, models: [model, model], endpoints: [] })).toThrow(/twice/);
	});
});
