import { expect, test } from "vitest";
import type { Model } from "../model.ts";
import { makeFind } from "./find-model.ts";
import { loadSeed } from "./load-seed.ts";
import { makeCatalog, seedCatalog } from "./make-catalog.ts";
import { sandboxModels } from "./sandbox-models.ts";

const catalog = seedCatalog({ sandbox: true });

test.each([
	["the slug", "openai/gpt-5.5", "openai/gpt-5.5"],
	["the bare tail", "gpt-5.5", "openai/gpt-5.5"],
	["a provider's own id", "meta-llama/Llama-3.3-70B-Instruct-Turbo", "meta/llama-3.3-70b-instruct"],
	["a host's short id", "llama-3.3-70b-versatile", "meta/llama-3.3-70b-instruct"],
	["OpenRouter's slug", "anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4-5"],
	["OpenRouter's author", "z-ai/glm-5.2", "zhipuai/glm-5.2"],
	["another id of the same model", "gpt-5.6", "openai/gpt-5.6-sol"],
	["other capitals", "MiniMax-M3", "minimax/minimax-m3"],
	["a variant", "poolside/laguna-s-2.1:free", "poolside/laguna-s-2.1:free"],
	["the slug of a model that another provider's id also names", "deepseek/deepseek-v4-pro", "deepseek/deepseek-v4-pro"],
	["a sandbox model", "sandbox/echo", "sandbox/echo"],
])("%s finds a model: %s", (_, name, slug) => {
	expect(catalog.find(name)?.slug).toBe(slug);
});

test.each(["", "gpt", "gpt-5.5 ", "openai/", "/gpt-5.5", "openai/gpt-5.5:free", "constructor", "gemma-4-31b-it"])(
	"%j finds nothing: unknown or of two models",
	(name) => {
		expect(catalog.find(name)).toBeUndefined();
	},
);

test("every slug finds its own model", () => {
	for (const model of catalog.models) expect(catalog.find(model.slug)).toBe(model);
});

function named(slug: string, providerModelId: string): Model {
	const [echo] = sandboxModels();
	const [endpoint] = echo?.endpoints ?? [];
	if (echo === undefined || endpoint === undefined) throw new Error("there is no sandbox to build on");
	return { ...echo, slug, endpoints: [{ ...endpoint, model: slug, providerModelId }] };
}

test("a name of two models means neither, and a stronger kind of name wins", () => {
	const find = makeFind([named("a/x", "one"), named("b/x", "one"), named("c/y", "a/x"), named("d/z", "y")]);
	expect(find("x")).toBeUndefined();
	expect(find("one")).toBeUndefined();
	expect(find("a/x")?.slug).toBe("a/x");
	expect(find("y")?.slug).toBe("c/y");
});

test("the sandbox is there only when asked for", () => {
	expect(seedCatalog().find("sandbox/echo")).toBeUndefined();
	expect(seedCatalog().providers.has("sandbox")).toBe(false);
	expect(catalog.models.filter((model) => model.author === "sandbox").map((model) => model.slug)).toEqual([
		"sandbox/echo",
		"sandbox/embed",
		"sandbox/lorem",
	]);
	expect(catalog.providers.get("sandbox")).toBe("Sandbox");
});

test("sandbox models are priced like real ones", () => {
	const base = catalog.endpoint("sandbox/echo@sandbox")?.priceVersions[0]?.base;
	expect(base).toMatchObject({ input: 1_000_000n, cache_read: 100_000n, output: 4_000_000n, reasoning: 4_000_000n });
	expect(catalog.find("sandbox/echo")).toMatchObject({
		reasoning: false,
		contextLength: 128_000,
		maxOutputTokens: 16_384,
	});
	expect(catalog.endpoint("sandbox/embed@sandbox")?.priceVersions[0]?.base.input).toBe(100_000n);
});

test("endpoints and price versions are found by id", () => {
	const endpoint = catalog.endpoint("openai/gpt-5.5@openai");
	const [version] = endpoint?.priceVersions ?? [];
	expect(endpoint?.providerModelId).toBe("gpt-5.5");
	expect(catalog.priceVersion(version?.id ?? "")).toBe(version);
	expect(catalog.priceVersion("pv_0")).toBeUndefined();
});

test("the ETag is the same for the same content and another for any other", () => {
	const { models } = loadSeed();
	expect(makeCatalog(models).etag).toBe(seedCatalog().etag);
	expect(makeCatalog([...models].reverse()).etag).toBe(seedCatalog().etag);
	expect(catalog.etag).not.toBe(seedCatalog().etag);
	expect(makeCatalog(models.slice(1)).etag).not.toBe(seedCatalog().etag);
	const renamed = models.map((model, index) => (index === 0 ? { ...model, name: `${model.name}!` } : model));
	expect(makeCatalog(renamed).etag).not.toBe(seedCatalog().etag);
	expect(catalog.etag).toMatch(/^"[0-9a-f]{32}"$/);
});
