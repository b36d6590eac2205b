import { TurnpikeError } from "@turnpike/wire";
import { describe, expect, test } from "vitest";
import type { Model } from "../model.ts";
import { seedCatalog } from "../snapshot/make-catalog.ts";
import { cheapestOffer } from "./cheapest-offer.ts";
import { toEndpointsObject, toZdrEndpointsObject } from "./endpoints-object.ts";
import { toModelList } from "./model-list.ts";
import { toModelObject } from "./model-object.ts";
import { parseModelQuery } from "./model-query.ts";
import { toProviderList } from "./provider-list.ts";
import { selectModels } from "./select-models.ts";

const NOW = Date.UTC(2026, 10, 23);
const catalog = seedCatalog({ sandbox: true });

function model(slug: string): Model {
	const found = catalog.find(slug);
	if (found === undefined) throw new Error(`the catalog has no ${slug}`);
	return found;
}

function select(query: string) {
	return selectModels(catalog, parseModelQuery(new URLSearchParams(query)), NOW);
}

describe("a model object", () => {
	test("has what OpenAI's, Anthropic's and OpenRouter's clients read", () => {
		expect(toModelObject(model("anthropic/claude-haiku-4-5"), NOW)).toMatchObject({
			id: "anthropic/claude-haiku-4-5",
			object: "model",
			type: "model",
			display_name: "Claude Haiku 4.5",
			created: 1_760_486_400,
			created_at: "2025-10-15T00:00:00.000Z",
			owned_by: "anthropic",
			context_length: 200_000,
			architecture: { output_modalities: ["text"], tokenizer: "Claude" },
			top_provider: { is_moderated: false },
			per_request_limits: null,
			default_parameters: null,
			links: { details: "/api/v1/models/anthropic/claude-haiku-4-5/endpoints" },
		});
	});

	test("names each of those who serve it once", () => {
		const { providers } = toModelObject(model("openai/gpt-oss-120b"), NOW);
		expect(providers).toEqual(expect.arrayContaining(["deepinfra", "groq", "together"]));
		expect(new Set(providers).size).toBe(providers.length);
	});

	test("states prices in USD per token as text", () => {
		const { pricing } = toModelObject(model("openai/gpt-4o-mini"), NOW);
		expect(pricing).toMatchObject({ prompt: "0.00000015", completion: "0.0000006", request: "0" });
		expect(pricing.input_cache_read).toBe("0.000000075");
		expect(pricing.overrides).toBeUndefined();
	});

	test("states tiers from the first token count they hold for", () => {
		const [override] = toModelObject(model("xai/grok-4.3"), NOW).pricing.overrides ?? [];
		expect(override).toMatchObject({ min_prompt_tokens: 200_001, prompt: "0.0000025", completion: "0.000005" });
	});

	test("never shows an unknown price as free", () => {
		const { pricing } = toModelObject(model("groq/compound"), NOW);
		expect(pricing).toMatchObject({ prompt: "-1", completion: "-1", request: "-1", internal_reasoning: "-1" });
	});

	test("is priced as at the cheapest endpoint that is priced and current", () => {
		for (const each of catalog.models) {
			const offer = cheapestOffer(each, NOW);
			const current = each.endpoints.filter((endpoint) => endpoint.priceVersions.length > 0 && !endpoint.deprecated);
			if (current.length > 0) expect.soft(current, each.slug).toContain(offer?.endpoint);
		}
		const { pricing } = toModelObject(model("openai/gpt-oss-120b"), NOW);
		expect(pricing.prompt).toBe("0.000000037");
	});

	test("is plain JSON without loss", () => {
		const objects = catalog.models.map((each) => toModelObject(each, NOW));
		expect(JSON.parse(JSON.stringify(objects))).toEqual(objects);
	});
});

test("a list says where it begins and ends, and that there is no more", () => {
	const page = select("q=sandbox");
	const list = toModelList(page, NOW);
	expect(list).toMatchObject({
		object: "list",
		has_more: false,
		first_id: "sandbox/echo",
		last_id: "sandbox/lorem",
		total_count: 3,
		links: { next: null },
	});
	expect(list.data).toHaveLength(3);
	expect(toModelList({ models: [], totalCount: 0, next: null }, NOW)).toMatchObject({ first_id: null, last_id: null });
});

test("endpoints are OpenRouter's, with null for what only observation can tell", () => {
	const { data } = toEndpointsObject(model("openai/gpt-oss-120b"), catalog.providers, NOW);
	expect(data).toMatchObject({ id: "openai/gpt-oss-120b", architecture: { tokenizer: "GPT" } });
	const groq = data.endpoints.find((endpoint) => endpoint.tag === "groq");
	expect(groq).toMatchObject({
		name: "Groq | openai/gpt-oss-120b",
		provider_name: "Groq",
		pricing: { prompt: "0.00000015", completion: "0.0000006" },
		max_completion_tokens: 65_536,
		max_prompt_tokens: null,
		status: 0,
		supports_implicit_caching: true,
		supports_tool_choice: { auto: true },
		uptime_last_30m: null,
	});
});

test("an endpoint that is deprecated or unpriced does not look normal", () => {
	expect(toEndpointsObject(model("groq/compound"), catalog.providers, NOW).data.endpoints[0]?.status).toBe(-5);
	const old = toEndpointsObject(model("openai/gpt-3.5-turbo"), catalog.providers, NOW).data.endpoints;
	expect(old.find((endpoint) => endpoint.tag === "openai")?.status).toBe(-5);
});

test("providers are listed by slug and name", () => {
	const { data } = toProviderList(catalog.providers, (slug) => slug === "groq");
	expect(data.map((provider) => provider.slug)).toContain("together");
	expect(data.find((provider) => provider.slug === "deepinfra")).toMatchObject({
		name: "Deep Infra",
		configured: false,
	});
	expect(data.find((provider) => provider.slug === "groq")).toMatchObject({ configured: true });
});

describe("filters", () => {
	test("without a query every model is listed, in order of slug", () => {
		const page = select("");
		expect(page.models.map((each) => each.slug)).toEqual(catalog.models.map((each) => each.slug));
		expect(page).toMatchObject({ totalCount: catalog.models.length, next: null });
	});

	test.each([
		["q=CLAUDE", (each: Model) => /claude/i.test(each.slug + each.name)],
		[
			"supported_parameters=tools,reasoning",
			(each: Model) => ["tools", "reasoning"].every((name) => each.supportedParameters.includes(name)),
		],
		["input_modalities=image", (each: Model) => each.inputModalities.includes("image")],
		["output_modalities=embeddings", (each: Model) => each.kind === "embedding"],
		["output_modalities=text", (each: Model) => each.kind === "chat"],
		["output_modalities=all", () => true],
		["context=1000000", (each: Model) => each.contextLength >= 1_000_000],
		["model_authors=openai&model_authors=xai", (each: Model) => /^(openai|xai)\//.test(each.slug)],
		["providers=groq", (each: Model) => each.endpoints.some((endpoint) => endpoint.provider === "groq")],
		["providers=Together AI", (each: Model) => each.endpoints.some((endpoint) => endpoint.provider === "together")],
	])("%s lists exactly the models that fit", (query, fits) => {
		const fitting = catalog.models.filter(fits).map((each) => each.slug);
		expect(fitting.length).toBeGreaterThan(0);
		expect(select(query).models.map((each) => each.slug)).toEqual(fitting);
	});

	test("a price bound is inclusive, exact, and never met by a model without a price", () => {
		const inputOf = (each: Model) => cheapestOffer(each, NOW)?.version?.base.input;
		const page = select("min_price=0.15&max_price=0.15");
		expect(page.models.map((each) => each.slug)).toContain("openai/gpt-4o-mini");
		expect(page.models.every((each) => inputOf(each) === 150_000n)).toBe(true);
		expect(select("max_price=0").models.every((each) => inputOf(each) === 0n)).toBe(true);
		expect(select("min_output_price=0").models.map((each) => each.slug)).not.toContain("groq/compound");
	});

	test("filters are all to be met at once", () => {
		const page = select("q=gpt&providers=openai&max_price=0.1&supported_parameters=tools");
		expect(page.models.map((each) => each.slug)).toContain("openai/gpt-5-nano");
		expect(page.models.map((each) => each.slug)).not.toContain("openai/gpt-5");
	});
});

describe("sorts", () => {
	const numbers = (query: string, of: (each: Model) => number) => select(query).models.map(of);

	test("by date and by context", () => {
		const created = numbers("sort=newest", (each) => each.createdAt);
		expect(created).toEqual(created.toSorted((a, b) => b - a));
		const context = numbers("sort=context-high-to-low", (each) => each.contextLength);
		expect(context).toEqual(context.toSorted((a, b) => b - a));
	});

	test("by price, with unpriced models last both ways", () => {
		const total = (each: Model) => {
			const base = cheapestOffer(each, NOW)?.version?.base;
			return base === undefined ? Number.NaN : Number(base.input ?? 0n) + Number(base.output ?? 0n);
		};
		for (const [sort, sign] of [
			["pricing-low-to-high", 1],
			["pricing-high-to-low", -1],
		] as const) {
			const totals = numbers(`sort=${sort}`, total);
			const known = totals.filter((each) => !Number.isNaN(each));
			expect(totals.slice(0, known.length)).toEqual(known.toSorted((a, b) => sign * (a - b)));
			expect(totals.length).toBeGreaterThan(known.length);
		}
	});
});

test("pages follow each other without gap or overlap", () => {
	const seen: string[] = [];
	let query: string | null = "limit=100";
	while (query !== null) {
		const page = select(query);
		expect(page.totalCount).toBe(catalog.models.length);
		seen.push(...page.models.map((each) => each.slug));
		query = page.next;
	}
	expect(seen).toEqual(catalog.models.map((each) => each.slug));
});

test("only what is known to keep nothing is without data retention", () => {
	const slugs = select("zdr=true").models.map((each) => each.slug);
	expect(slugs).toEqual(catalog.models.filter(({ author }) => author === "sandbox").map(({ slug }) => slug));
	expect(select("zdr=false").totalCount).toBe(catalog.models.length);
	const { data } = toZdrEndpointsObject(catalog.models, catalog.providers, NOW);
	expect(data.map(({ model_id }) => model_id)).toEqual(slugs);
});

test.each([
	["sort=cheapest", "sort"],
	["sort=most-popular", "sort"],
	["input_modalities=text,smell", "input_modalities"],
	["output_modalities=smell", "output_modalities"],
	["supported_parameters=tools,wings", "supported_parameters"],
	["context=many", "context"],
	["context=-1", "context"],
	["max_price=cheap", "max_price"],
	["min_price=0.0000001", "min_price"],
	["limit=0", "limit"],
	["limit=1001", "limit"],
	["offset=1.5", "offset"],
	["model_authors=nobody", "model_authors"],
	["providers=openai,nobody", "providers"],
	["category=programming", "category"],
	["zdr=maybe", "zdr"],
])("%s is refused, naming %s", (query, param) => {
	expect(() => select(query)).toThrow(TurnpikeError);
	expect(() => select(query)).toThrow(expect.objectContaining({ code: "invalid_value", param }));
	expect(() => select(query)).toThrow(new RegExp(`^${param}: `));
});

test("a parameter nobody knows changes nothing", () => {
	expect(select("utm_source=x").totalCount).toBe(catalog.models.length);
});
