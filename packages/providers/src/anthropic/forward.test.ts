import { describe, expect, test } from "vitest";
import { makeCall, makeTarget } from "../../fixtures/make-call.ts";
import { forward } from "./forward.ts";

const text =
	'{"model":"anthropic/claude-sonnet-5", "max_tokens": 100,"system":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}],' +
	'"messages":[{"role":"user","content":"h\\u00e9"}],"metadata":{"user_id":"u"},"new_field":[1.0]}';

describe("forward", () => {
	test("keeps every byte but the model's", () => {
		const { body } = forward(makeCall(text, "messages"), makeTarget("anthropic"));
		expect(body).toBe(text.replace("anthropic/claude-sonnet-5", "provider-model"));
	});

	test("takes out what is meant for a router, and puts in the affordable bound", () => {
		const call = makeCall(
			{ model: "m", max_tokens: 5, provider: { only: ["x"] }, models: ["y"], messages: [] },
			"messages",
		);
		const { body } = forward(call, makeTarget("anthropic", { maxOutputTokens: 3 }));
		expect(JSON.parse(body)).toEqual({ model: "provider-model", max_tokens: 3, messages: [] });
	});

	test("a bound must be sent: the model's, where the caller gave none", () => {
		const { body } = forward(makeCall({ model: "m", messages: [] }, "messages"), makeTarget("anthropic"));
		expect(JSON.parse(body)).toMatchObject({ max_tokens: 8_192 });
	});

	test("carries key, version and beta, unknown values too", () => {
		const call = makeCall(text, "messages");
		expect(forward(call, makeTarget("anthropic")).headers).toEqual({
			"content-type": "application/json",
			accept: "application/json",
			"anthropic-version": "2023-06-01",
			"x-api-key": "secret-key",
		});
		const forwardedHeaders = { "anthropic-version": "2030-01-01", "anthropic-beta": "a,b-new", "openai-beta": "no" };
		expect(forward(call, makeTarget("anthropic", { forwardedHeaders, apiKey: undefined })).headers).toEqual({
			"content-type": "application/json",
			accept: "application/json",
			"anthropic-version": "2030-01-01",
			"anthropic-beta": "a,b-new",
		});
	});

	test.each([
		["https://api.anthropic.com/v1", "https://api.anthropic.com/v1/messages"],
		["https://api.anthropic.com", "https://api.anthropic.com/v1/messages"],
		["http://127.0.0.1:9001/", "http://127.0.0.1:9001/v1/messages"],
		["http://127.0.0.1:9001/v1/", "http://127.0.0.1:9001/v1/messages"],
	])("base %s means %s", (baseUrl, url) => {
		expect(forward(makeCall(text, "messages"), makeTarget("anthropic", { baseUrl })).url).toBe(url);
	});
});
