import { type ModelObject, seedCatalog, toModelObject } from "@turnpike/catalog";
import { describe, expect, test } from "vitest";
import { filterModels } from "./filter-models.ts";
import { filtersOf, type ModelsSearch, readModelsSearch } from "./models-search.ts";

const models: readonly ModelObject[] = seedCatalog({ sandbox: true }).models.map((model) =>
	toModelObject(model, Date.UTC(2026, 10, 23)),
);
const find = (search: ModelsSearch) => filterModels(models, filtersOf(search));
const ids = (search: ModelsSearch) => find(search).map((model) => model.id);

test("without a search every model is there, the newest first", () => {
	const created = find({}).map((model) => model.created);
	expect(created).toHaveLength(models.length);
	expect(created).toEqual(created.toSorted((one, other) => other - one));
});

describe("words", () => {
	test.each(["gpt 4o mini", "GPT-4o-mini", "openai gpt4omini", "  mini   4o "])("%j finds GPT-4o mini", (q) => {
		expect(ids({ q })).toContain("openai/gpt-4o-mini");
	});

	test("that occur nowhere find nothing", () => {
		expect(ids({ q: "no such model" })).toEqual([]);
	});

	test("of punctuation alone find everything", () => {
		expect(ids({ q: " / " })).toHaveLength(models.length);
	});
});

test("filters are all to be met, but for providers, any of which will do", () => {
	for (const model of find({ input: "image,audio", can: "tools,reasoning", context: "200000" })) {
		expect(model.architecture.input_modalities).toEqual(expect.arrayContaining(["image", "audio"]));
		expect(model.supported_parameters).toEqual(expect.arrayContaining(["tools", "reasoning"]));
		expect(model.context_length).toBeGreaterThanOrEqual(200_000);
	}
	const either = find({ provider: "groq,sandbox" });
	expect(either.length).toBeGreaterThan(3);
	expect(either.every(({ providers }) => providers.includes("groq") || providers.includes("sandbox"))).toBe(true);
});

test("a bound on the price is met exactly or by less, never by a price nobody knows", () => {
	const cheap = find({ price: "0.15" });
	expect(cheap.map(({ id }) => id)).toContain("openai/gpt-4o-mini");
	expect(cheap.every(({ pricing }) => pricing.prompt !== "-1" && Number(pricing.prompt) <= 0.000_000_15)).toBe(true);
	expect(find({ price: "0.149999" }).map(({ id }) => id)).not.toContain("openai/gpt-4o-mini");
});

test("by price, unknown prices come last both ways", () => {
	for (const sort of ["price", "price-desc"]) {
		const prices = find({ sort }).map(({ pricing }) => Number(pricing.prompt));
		const known = prices.filter((price) => price >= 0);
		expect(known.length).toBeLessThan(prices.length);
		expect(prices.slice(0, known.length)).toEqual(
			known.toSorted((one, other) => (sort === "price" ? one - other : other - one)),
		);
	}
});

test("models of embeddings are told apart", () => {
	expect(ids({ kind: "embeddings" })).toContain("sandbox/embed");
	expect(ids({ kind: "chat" })).not.toContain("sandbox/embed");
});

test("an address that asks for what nobody offers shows what it can", () => {
	const search = readModelsSearch({
		q: "echo",
		sort: "fame",
		input: "smell",
		context: "much",
		price: "-1",
		foo: "bar",
	});
	expect(search).not.toHaveProperty("foo");
	expect(ids(search)).toEqual(["sandbox/echo"]);
});
