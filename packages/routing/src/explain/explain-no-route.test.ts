import type { TurnpikeError } from "@turnpike/wire";
import { describe, expect, test } from "vitest";
import { call, endpoint, model, request } from "../examples.fixture.ts";
import { plan } from "../plan.ts";
import type { PlanRequest } from "../plan-request.ts";
import { explainNoRoute } from "./explain-no-route.ts";

const anyone = { allowedModels: undefined, allowedProviders: undefined };

function errorOf(changes: Partial<PlanRequest>): TurnpikeError {
	return explainNoRoute(plan(request(changes)));
}

const small = endpoint("small", "1", { contextLength: 10, maxOutputTokens: 10 });
const unpriced = endpoint("unpriced", "1", { priceVersions: [] });
const long = "x".repeat(1_000);

describe("a plan without attempts is", () => {
	test("model_not_found when no model is known, naming what was asked for", () => {
		const error = errorOf({ models: [], call: call({ model: "opnai/gpt", fallbackModels: ["b"] }) });
		expect(error).toMatchObject({ code: "model_not_found", status: 404, param: "model" });
		expect(error.message).toContain("'opnai/gpt', 'b'");
		expect(error.message).toContain("/v1/models");
	});

	test("context_length_exceeded when the prompt is too long for every candidate", () => {
		const error = errorOf({ models: [model([small])], call: call({}, long) });
		expect(error).toMatchObject({ code: "context_length_exceeded", status: 400, param: "messages" });
		expect(error.message).toContain("at most 10 tokens");
	});

	test("context_length_exceeded too when the larger ones are not configured", () => {
		const models = [model([small, endpoint("openai", "1")])];
		const world = { isConfigured: (slug: string) => slug === "small" };
		expect(errorOf({ models, world, call: call({}, long) }).code).toBe("context_length_exceeded");
	});

	test("max_tokens_exceeded when no candidate writes as much", () => {
		const error = errorOf({ models: [model([small])], call: call({ maxOutputTokens: 11 }) });
		expect(error).toMatchObject({ code: "max_tokens_exceeded", status: 400, param: "max_tokens" });
		expect(error.message).toContain("11");
		expect(error.message).toContain("at most 10");
	});

	test("price_unavailable when no candidate has a price, and may be tried again", () => {
		const error = errorOf({ models: [model([unpriced])] });
		expect(error).toMatchObject({ code: "price_unavailable", status: 503, shouldRetry: true });
	});

	test("model_not_allowed when the key may not use it", () => {
		expect(errorOf({ rights: { ...anyone, allowedModels: ["meta/*"] } })).toMatchObject({
			code: "model_not_allowed",
			status: 403,
		});
		expect(errorOf({ rights: { ...anyone, allowedProviders: ["groq"] } }).code).toBe("model_not_allowed");
	});

	test("no_endpoint otherwise, with each candidate and why", () => {
		const error = errorOf({ call: call({ provider: { only: ["groq"] } }) });
		expect(error).toMatchObject({ code: "no_endpoint", status: 404 });
		expect(error.message).toContain("provider.only");
		expect(error.metadata?.excluded).toEqual(
			["openai", "azure", "deepinfra"].map((provider) => expect.objectContaining({ provider, reason: "not_in_only" })),
		);
	});

	test("no_endpoint when no provider is configured, naming the variables that would do it", () => {
		const models = [model([endpoint("openai", "1"), endpoint("google-ai-studio", "1")])];
		const error = errorOf({ models, world: { isConfigured: () => false } });
		expect(error.code).toBe("no_endpoint");
		expect(error.message).toContain("OPENAI_API_KEY");
		expect(error.metadata?.configure).toEqual(["GOOGLE_AI_STUDIO_API_KEY", "OPENAI_API_KEY"]);
	});

	test("no_endpoint for a model nobody offers", () => {
		expect(errorOf({ models: [model([])] }).message).toContain("no provider offers it");
	});

	test("no_endpoint for a model of the wrong kind, naming the right route", () => {
		expect(errorOf({ call: call({ format: "embeddings" }) }).message).toContain("/v1/chat/completions");
	});
});

describe("the nearest miss decides", () => {
	test("a provider that is not configured does not hide that the other has no price", () => {
		const world = { isConfigured: (slug: string) => slug === "unpriced" };
		expect(errorOf({ models: [model([unpriced, endpoint("openai", "1")])], world }).code).toBe("price_unavailable");
	});

	test("a missing price does not hide that the other is too small", () => {
		expect(errorOf({ models: [model([unpriced, small])], call: call({}, long) }).code).toBe("context_length_exceeded");
	});
});

test("every error can be written as JSON", () => {
	const error = errorOf({ world: { isConfigured: () => false } });
	expect(() => JSON.stringify(error.metadata)).not.toThrow();
});

test("a plan that has attempts has nothing to explain", () => {
	expect(() => explainNoRoute(plan(request()))).toThrow(RangeError);
});
