import type { Endpoint } from "@turnpike/catalog";
import { parseUsdPerMillion } from "@turnpike/money";
import { type ProviderPreferences, TurnpikeError } from "@turnpike/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { call, endpoint, model, NOW, prices, request, version } from "./examples.fixture.ts";
import { plan } from "./plan.ts";
import type { PlanRequest } from "./plan-request.ts";
import type { ExclusionReason } from "./plan-types.ts";

function tags(changes: Partial<PlanRequest> = {}): readonly string[] {
	return plan(request(changes)).attempts.map((attempt) => attempt.endpoint.id.split("@")[1] ?? "");
}

function reasons(changes: Partial<PlanRequest> = {}): Record<string, ExclusionReason> {
	const { excluded } = plan(request(changes));
	return Object.fromEntries(excluded.map(({ endpoint, reason }) => [endpoint.provider, reason]));
}

const preferring = (provider: ProviderPreferences) => ({ call: call({ provider }) });
const offering = (...endpoints: Endpoint[]) => ({ models: [model(endpoints)] });

describe("the order of attempts", () => {
	test("is by price where the caller wants nothing else", () => {
		expect(tags()).toEqual(["deepinfra/turbo", "openai", "azure"]);
	});

	test("weighs input and output by the size of this very call", () => {
		const models = [
			model([
				endpoint("cheap-output", "9", { priceVersions: [version("a", prices("9", "1"))] }),
				endpoint("cheap-input", "1", { priceVersions: [version("b", prices("1", "9"))] }),
			]),
		];
		expect(tags({ models, call: call({}, "x".repeat(100_000)) })[0]).toBe("cheap-input");
		expect(tags({ models, call: call({}, "short") })[0]).toBe("cheap-output");
	});

	test("counts a price per request", () => {
		const withFee = prices("1", "10", { request: parseUsdPerMillion("500000") });
		const models = [model([endpoint("fee", "1", { priceVersions: [version("f", withFee)] }), endpoint("plain", "2")])];
		expect(tags({ models })).toEqual(["plain", "fee"]);
	});

	test("looks at the tier a prompt of this size falls in", () => {
		const tiers = [{ abovePromptTokens: 10_000, prices: prices("50", "10") }];
		const tiered = endpoint("tiered", "1", { priceVersions: [version("t", prices("1", "10"), { tiers })] });
		const models = [model([tiered, endpoint("flat", "2")])];
		expect(tags({ models })).toEqual(["tiered", "flat"]);
		expect(tags({ models, call: call({}, "x".repeat(80_000)) })).toEqual(["flat", "tiered"]);
	});

	test("puts `order` first, as written, and the rest by price", () => {
		expect(tags(preferring({ order: ["azure"] }))).toEqual(["azure", "deepinfra/turbo", "openai"]);
		expect(tags(preferring({ order: ["AZURE", "openai"] }))).toEqual(["azure", "openai", "deepinfra/turbo"]);
		expect(tags(preferring({ order: ["nobody", "azure"] }))).toEqual(["azure", "deepinfra/turbo", "openai"]);
	});

	test("matches a slug, or a slug with its variant", () => {
		expect(tags(preferring({ only: ["deepinfra"] }))).toEqual(["deepinfra/turbo"]);
		expect(tags(preferring({ only: ["DeepInfra/Turbo"] }))).toEqual(["deepinfra/turbo"]);
		expect(tags(preferring({ only: ["deepinfra/fp8"] }))).toEqual([]);
	});

	test("has all endpoints of the first model before any of the second", () => {
		const second = "meta/llama";
		const models = [
			model([endpoint("openai", "9"), endpoint("azure", "8")]),
			model([endpoint("groq", "1", { model: second })], { slug: second }),
		];
		expect(tags({ models })).toEqual(["azure", "openai", "groq"]);
	});

	test("puts endpoints that lack tools or a response format behind dearer ones that have them", () => {
		const models = [model([endpoint("plain", "1", { supportedParameters: [] }), endpoint("able", "9")])];
		expect(tags({ models })).toEqual(["plain", "able"]);
		expect(tags({ models, call: call({ parameters: ["tools"] }) })).toEqual(["able", "plain"]);
		expect(tags({ models, call: call({ parameters: ["response_format"] }) })).toEqual(["able", "plain"]);
		expect(tags({ models, call: call({ parameters: ["seed"] }) })).toEqual(["plain", "able"]);
	});

	test("puts endpoints about to be retired behind dearer ones, unless the caller ordered them", () => {
		const models = [model([endpoint("old", "1", { deprecated: true }), endpoint("new", "9")])];
		expect(tags({ models })).toEqual(["new", "old"]);
		expect(tags({ models, ...preferring({ order: ["old"] }) })).toEqual(["old", "new"]);
	});

	test("is the same twice where prices are equal", () => {
		const [a, b] = [endpoint("a", "1"), endpoint("b", "1")];
		expect(tags(offering(a, b))).toEqual(["a", "b"]);
		expect(tags(offering(b, a))).toEqual(["a", "b"]);
	});
});

describe("without fallbacks", () => {
	test("only the ordered providers are tried", () => {
		const wanted = { order: ["openai"], allowFallbacks: false };
		expect(tags(preferring(wanted))).toEqual(["openai"]);
		expect(reasons(preferring(wanted))).toEqual({
			azure: "not_in_order_without_fallbacks",
			deepinfra: "not_in_order_without_fallbacks",
		});
	});

	test("and without an order, only the first choice of each model", () => {
		expect(tags(preferring({ allowFallbacks: false }))).toEqual(["deepinfra/turbo"]);
		expect(reasons(preferring({ allowFallbacks: false }))).toMatchObject({ azure: "not_first_without_fallbacks" });
	});
});

describe("an endpoint is left out", () => {
	const able = endpoint("able", "1");

	test("where its provider is not configured", () => {
		const world = { isConfigured: (slug: string) => slug === "azure" };
		expect(tags({ world })).toEqual(["azure"]);
		expect(reasons({ world })).toEqual({
			openai: "provider_not_configured",
			deepinfra: "provider_not_configured",
		});
	});

	test("where no price is known, or none is in force yet", () => {
		const unpriced = endpoint("unpriced", "1", { priceVersions: [] });
		const future = endpoint("future", "1", {
			priceVersions: [version("f", prices("1", "1"), { effectiveFrom: NOW + 1 })],
		});
		const halfPriced = endpoint("half", "1", { priceVersions: [version("h", { input: parseUsdPerMillion("1") })] });
		expect(reasons(offering(unpriced, future, halfPriced, able))).toEqual({
			unpriced: "unpriced",
			future: "unpriced",
			half: "unpriced",
		});
	});

	test("but free is a price", () => {
		const free = endpoint("free", "0", { priceVersions: [version("free", prices("0", "0"))] });
		expect(tags(offering(free))).toEqual(["free"]);
	});

	test("where `only` does not name it, or `ignore` does", () => {
		expect(reasons(preferring({ only: ["OpenAI"] }))).toEqual({ azure: "not_in_only", deepinfra: "not_in_only" });
		expect(reasons(preferring({ ignore: ["openai", "azure"] }))).toEqual({ azure: "ignored", openai: "ignored" });
	});

	test("but empty lists say nothing", () => {
		expect(tags(preferring({ only: [], ignore: [], order: [], quantizations: [] }))).toHaveLength(3);
	});

	test("where its quantization is not wanted", () => {
		const models = [
			model([endpoint("full", "1", { quantization: "bf16" }), endpoint("small", "1", { quantization: "fp8" })]),
		];
		expect(tags({ models, ...preferring({ quantizations: ["BF16"] }) })).toEqual(["full"]);
	});

	test("where the caller's data would be kept or trained on, or nobody knows", () => {
		const models = [
			model([
				endpoint("unknown", "1"),
				endpoint("forgets", "1", { dataPolicy: { retains: false, trains: false } }),
				endpoint("keeps", "1", { dataPolicy: { retains: true, trains: false } }),
				endpoint("learns", "1", { dataPolicy: { retains: false, trains: true } }),
			]),
		];
		expect(tags({ models, ...preferring({ zdr: true }) })).toEqual(["forgets", "learns"]);
		expect(tags({ models, ...preferring({ dataCollection: "deny" }) })).toEqual(["forgets"]);
		expect(tags({ models, ...preferring({ zdr: false, dataCollection: "allow" }) })).toHaveLength(4);
		expect(reasons({ models, ...preferring({ zdr: true }) })).toMatchObject({ unknown: "data_policy" });
	});

	test("where it costs more than the caller wants to pay", () => {
		expect(tags(preferring({ maxPrice: { prompt: "2" } }))).toEqual(["deepinfra/turbo", "openai"]);
		expect(tags(preferring({ maxPrice: { prompt: "1.999999" } }))).toEqual(["deepinfra/turbo"]);
		expect(reasons(preferring({ maxPrice: { completion: "9" } }))).toMatchObject({ openai: "max_price" });
	});

	test("where a tier its prompt may reach costs more", () => {
		const tiers = [{ abovePromptTokens: 1_000, prices: prices("5", "10") }];
		const models = [model([endpoint("tiered", "1", { priceVersions: [version("t", prices("1", "10"), { tiers })] })])];
		const provider = { maxPrice: { prompt: "2" } };
		expect(tags({ models, call: call({ provider }) })).toEqual(["tiered"]);
		expect(tags({ models, call: call({ provider }, "x".repeat(2_000)) })).toEqual([]);
	});

	test("where it cannot read the media of the call", () => {
		const textOnly = offering(endpoint("text", "1", { inputModalities: ["text"] }));
		const media = { inlineImages: 0, remote: 0, inlineFiles: 0 };
		expect(reasons({ ...textOnly, call: call({ media: { ...media, inlineImages: 1 } }) })).toEqual({
			text: "unsupported_modality",
		});
		expect(tags({ ...textOnly, call: call({ media: { ...media, remote: 1 } }) })).toEqual([]);
		expect(tags({ ...offering(able), call: call({ media: { ...media, inlineImages: 2, remote: 1 } }) })).toEqual([
			"able",
		]);
		expect(tags({ ...offering(able), call: call({ media: { ...media, inlineFiles: 1 } }) })).toEqual([]);
	});

	test("where several choices are wanted of a provider that gives one", () => {
		const world = { isConfigured: () => true, supportsChoices: (slug: string) => slug !== "openai" };
		expect(reasons({ world, call: call({ choices: 2 }) })).toEqual({ openai: "unsupported_choices" });
		expect(reasons({ world, call: call({ choices: 1 }) })).toEqual({});
	});

	test("where the caller requires parameters it does not support", () => {
		const provider = { requireParameters: true };
		const models = [model([endpoint("plain", "1", { supportedParameters: ["seed"] }), able])];
		expect(tags({ models, call: call({ provider, parameters: ["seed", "tools"] }) })).toEqual(["able"]);
		expect(tags({ models, call: call({ provider, parameters: ["seed"] }) })).toHaveLength(2);
	});

	test("where it cannot write or read as much", () => {
		const models = [model([endpoint("small", "1", { maxOutputTokens: 100, contextLength: 1_000 }), able])];
		expect(reasons({ models, call: call({ maxOutputTokens: 101 }) })).toEqual({ small: "max_tokens_too_large" });
		expect(reasons({ models, call: call({ maxOutputTokens: 100 }) })).toEqual({});
		expect(reasons({ models, call: call({}, "x".repeat(6_006)) })).toEqual({ small: "context_too_small" });
		expect(reasons({ models, call: call({}, "x".repeat(6_005)) })).toEqual({});
	});

	test("where its prompt limit is below its context", () => {
		const models = [model([endpoint("small", "1", { maxPromptTokens: 500 })])];
		expect(reasons({ models, call: call({}, "x".repeat(6_000)) })).toEqual({ small: "context_too_small" });
	});

	test("where the model is of another kind than the call", () => {
		const models = [model([able], { kind: "embedding" })];
		expect(reasons({ models })).toEqual({ able: "wrong_kind" });
		expect(reasons({ models, call: call({ format: "embeddings" }) })).toEqual({});
		expect(reasons({ call: call({ format: "embeddings" }) })).toMatchObject({ openai: "wrong_kind" });
	});

	test("where the key may use neither the model nor the provider", () => {
		const none = { allowedModels: undefined, allowedProviders: undefined };
		expect(tags({ rights: { ...none, allowedModels: ["anthropic/*"] } })).toEqual([]);
		expect(tags({ rights: { ...none, allowedModels: ["openai/*"] } })).toHaveLength(3);
		expect(tags({ rights: { ...none, allowedProviders: ["azure"] } })).toEqual(["azure"]);
	});
});

describe("an endpoint whose breaker is open", () => {
	const open = (...providers: readonly string[]) => ({
		isConfigured: () => true,
		isOpen: (id: string) => providers.some((provider) => id.endsWith(`@${provider}`)),
	});

	test("comes behind the others of its model, wherever the caller's order has it", () => {
		const [first, ...others] = tags({});
		expect(tags({ world: open(String(first)) })).toEqual([...others, first]);
		const provider = { order: [String(first)] };
		expect(tags({ world: open(String(first)), call: call({ provider }) }).at(-1)).toBe(first);
	});

	test("is tried all the same where there is no other, or no other may be tried", () => {
		expect(tags({ world: open("openai", "azure", "deepinfra") })).toEqual(tags({}));
		expect(tags({ world: open("openai"), call: call({ provider: { only: ["openai"] } }) })).toEqual(["openai"]);
		expect(reasons({ world: open("openai", "azure", "deepinfra") })).toEqual({});
	});
});

test("a price that cannot be read is the caller's mistake, and says where", () => {
	const broken = () => plan(request(preferring({ maxPrice: { completion: "cheap" } })));
	expect(broken).toThrow(TurnpikeError);
	expect(broken).toThrow(expect.objectContaining({ code: "invalid_value", param: "provider.max_price.completion" }));
});

describe("any plan", () => {
	const slugs = ["openai", "azure", "groq", "together", "deepinfra"];
	const someSlugs = fc.subarray(slugs);
	const endpoints = fc.uniqueArray(
		fc.record({
			tag: fc.constantFrom(...slugs, "deepinfra/turbo"),
			price: fc.nat(20).map(String),
			deprecated: fc.boolean(),
			contextLength: fc.constantFrom(10, 100_000),
			supportedParameters: fc.subarray(["tools", "seed"]),
			priced: fc.boolean(),
		}),
		{ selector: ({ tag }) => tag },
	);
	const requests = fc
		.record({
			endpoints: fc.array(endpoints, { maxLength: 3 }),
			provider: fc.record(
				{
					order: someSlugs,
					only: someSlugs,
					ignore: someSlugs,
					allowFallbacks: fc.boolean(),
					requireParameters: fc.boolean(),
				},
				{ requiredKeys: [] },
			),
			parameters: fc.subarray(["tools", "seed"]),
			configured: someSlugs,
		})
		.map(({ endpoints, provider, parameters, configured }) =>
			request({
				call: call({ provider, parameters }, "x".repeat(100)),
				models: endpoints.map((rows, index) =>
					model(
						rows.map(({ tag, price, priced, ...changes }) =>
							endpoint(tag, price, { ...changes, model: `m/${index}`, ...(priced ? {} : { priceVersions: [] }) }),
						),
						{ slug: `m/${index}` },
					),
				),
				world: { isConfigured: (slug) => configured.includes(slug) },
			}),
		);

	test("names every endpoint exactly once, as an attempt or as excluded", () => {
		fc.assert(
			fc.property(requests, (wanted) => {
				const { attempts, excluded } = plan(wanted);
				const named = [...attempts, ...excluded].map(({ endpoint }) => endpoint.id).sort();
				expect(named).toEqual(wanted.models.flatMap(({ endpoints }) => endpoints.map(({ id }) => id)).sort());
			}),
		);
	});

	test("tries only what is configured, priced, wanted and not ignored", () => {
		fc.assert(
			fc.property(requests, (wanted) => {
				const { only = [], ignore = [] } = wanted.call.provider;
				for (const { endpoint, priceVersion } of plan(wanted).attempts) {
					expect(wanted.world.isConfigured(endpoint.provider)).toBe(true);
					expect(endpoint.priceVersions).toContain(priceVersion);
					expect(only.length === 0 || only.includes(endpoint.provider)).toBe(true);
					expect(ignore).not.toContain(endpoint.provider);
				}
			}),
		);
	});

	test("keeps the models in order, and within a model and rank the prices ascending", () => {
		fc.assert(
			fc.property(requests, (wanted) => {
				const { attempts } = plan(wanted);
				for (const [index, next] of attempts.entries()) {
					const previous = attempts[index - 1];
					if (previous === undefined) continue;
					expect(wanted.models.indexOf(previous.model)).toBeLessThanOrEqual(wanted.models.indexOf(next.model));
					const alike =
						previous.model === next.model &&
						previous.orderRank === next.orderRank &&
						previous.lacksFeatures === next.lacksFeatures &&
						previous.endpoint.deprecated === next.endpoint.deprecated;
					if (alike) expect(previous.expectedPrice <= next.expectedPrice).toBe(true);
				}
			}),
		);
	});

	test("does not depend on the order the catalog lists endpoints in", () => {
		fc.assert(
			fc.property(requests, (wanted) => {
				const reversed = wanted.models.map((each) => ({ ...each, endpoints: [...each.endpoints].reverse() }));
				const ids = (models: PlanRequest["models"]) =>
					plan({ ...wanted, models }).attempts.map(({ endpoint }) => endpoint.id);
				expect(ids(reversed)).toEqual(ids(wanted.models));
			}),
		);
	});
});
