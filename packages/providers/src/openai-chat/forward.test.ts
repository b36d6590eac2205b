import { describe, expect, test } from "vitest";
import { makeCall, makeTarget } from "../../fixtures/make-call.ts";
import type { Target } from "../dialect.ts";
import { forward } from "./forward.ts";

const messages = [{ role: "user", content: "hi" }];

/** The body that reaches a vendor. */
function sent(slug: string, body: Record<string, unknown>, more: Partial<Target> = {}): Record<string, unknown> {
	const request = forward(makeCall({ model: "author/model", messages, ...body }), makeTarget(slug, more));
	return JSON.parse(request.body) as Record<string, unknown>;
}

describe("forward", () => {
	test("keeps every byte that is not its business", () => {
		const text =
			'{ "model":"a/b",\n  "messages":[ {"role":"user","content":"1.0e2 \\u00e9"} ],"seed":1.50, "x_new":{"a":[1,2]} }';
		const { body } = forward(makeCall(text), makeTarget("openai"));
		expect(body).toBe(text.replace('"a/b"', '"provider-model"'));
	});

	test("goes to the configured base URL with our key and the caller's travelling headers", () => {
		const forwardedHeaders = { "openai-beta": "x=v1", traceparent: "00-1", "anthropic-beta": "no" };
		const target = makeTarget("openai", { baseUrl: "http://127.0.0.1:9000/v1/", forwardedHeaders });
		const { url, headers } = forward(makeCall({ model: "m", messages }), target);
		expect(url).toBe("http://127.0.0.1:9000/v1/chat/completions");
		expect(headers).toEqual({
			"content-type": "application/json",
			accept: "application/json",
			authorization: "Bearer secret-key",
			"openai-beta": "x=v1",
			traceparent: "00-1",
		});
	});

	test("sends no key where there is none", () => {
		const { headers } = forward(makeCall({ model: "m", messages }), makeTarget("openai", { apiKey: undefined }));
		expect(headers.authorization).toBeUndefined();
	});

	test("takes out what is meant for a router", () => {
		const extras = {
			models: ["a"],
			provider: { order: ["x"] },
			plugins: [],
			transforms: [],
			usage: { include: true },
			session_id: "s",
			debug: {},
		};
		expect(sent("openai", extras)).toEqual({ model: "provider-model", messages });
	});

	test("leaves OpenRouter what it understands, but for the routing itself", () => {
		const extras = {
			models: ["a"],
			provider: { order: ["x"] },
			plugins: [{ id: "web" }],
			usage: { include: true },
			metadata: { a: "b" },
		};
		expect(sent("openrouter", extras)).toEqual({
			model: "provider-model",
			messages,
			plugins: [{ id: "web" }],
			usage: { include: true },
			metadata: { a: "b" },
		});
	});

	test("metadata goes only with what is stored", () => {
		expect(sent("openai", { metadata: { a: "b" } }).metadata).toBeUndefined();
		expect(sent("openai", { metadata: { a: "b" }, store: true }).metadata).toEqual({ a: "b" });
		expect(sent("mistral", { metadata: { a: "b" }, store: true })).toEqual({ model: "provider-model", messages });
	});
});

describe("the usage of a stream", () => {
	test("is asked for, keeping the caller's other options", () => {
		const options = { include_obfuscation: false };
		expect(sent("openai", { stream: true }).stream_options).toEqual({ include_usage: true });
		expect(sent("openai", { stream: true, stream_options: null }).stream_options).toEqual({ include_usage: true });
		expect(
			sent("openai", { stream: true, stream_options: { ...options, include_usage: false } }).stream_options,
		).toEqual({
			...options,
			include_usage: true,
		});
	});

	test("is not asked for where it comes unasked", () => {
		expect(sent("mistral", { stream: true, stream_options: { include_usage: true } }).stream_options).toBeUndefined();
	});

	test("is not asked for without a stream", () => {
		expect(sent("openai", {}).stream_options).toBeUndefined();
	});

	test("streams are accepted as events", () => {
		const { headers } = forward(makeCall({ model: "m", messages, stream: true }), makeTarget("openai"));
		expect(headers.accept).toBe("text/event-stream");
	});
});

describe("the output bound", () => {
	test("stands under the vendor's own name", () => {
		expect(sent("openai", { max_tokens: 50 })).toMatchObject({ max_completion_tokens: 50 });
		expect(sent("openai", { max_tokens: 50 })).not.toHaveProperty("max_tokens");
		expect(sent("deepseek", { max_completion_tokens: 50 })).toMatchObject({ max_tokens: 50 });
		expect(sent("deepseek", { max_completion_tokens: 50 })).not.toHaveProperty("max_completion_tokens");
		expect(sent("deepseek", { max_tokens: 50 })).toMatchObject({ max_tokens: 50 });
	});

	test("is the affordable one where that was decided", () => {
		expect(sent("openai", {}, { maxOutputTokens: 2_000 }).max_completion_tokens).toBe(2_000);
		expect(sent("together", {}, { maxOutputTokens: 2_000 }).max_tokens).toBe(2_000);
	});

	test("is said once, even when the caller said two", () => {
		const both = sent("openai", { max_tokens: 70, max_completion_tokens: 50 });
		expect(both.max_completion_tokens).toBe(50);
		expect(both).not.toHaveProperty("max_tokens");
	});

	test("is not made up", () => {
		const none = sent("openai", { max_tokens: null });
		expect(none).not.toHaveProperty("max_tokens");
		expect(none).not.toHaveProperty("max_completion_tokens");
	});
});

describe("reasoning", () => {
	test("becomes an effort where efforts are known", () => {
		expect(sent("openai", { reasoning: { effort: "high" } })).toMatchObject({ reasoning_effort: "high" });
		expect(sent("openai", { reasoning: { effort: "high" } })).not.toHaveProperty("reasoning");
		expect(sent("xai", { reasoning: { enabled: true } }).reasoning_effort).toBe("medium");
		expect(sent("groq", { reasoning: { enabled: false } }).reasoning_effort).toBe("none");
		expect(sent("openai", { reasoning: { exclude: true } })).toEqual({ model: "provider-model", messages });
		expect(sent("openai", { reasoning: { enabled: true, exclude: true } }).reasoning_effort).toBe("medium");
		expect(sent("openai", { reasoning: { max_tokens: 4_000 }, max_tokens: 10_000 }).reasoning_effort).toBe("medium");
	});

	test("becomes a toggle at DeepSeek and stays an object at OpenRouter", () => {
		expect(sent("deepseek", { reasoning: { effort: "low" } }).thinking).toEqual({ type: "enabled" });
		expect(sent("deepseek", { reasoning: { effort: "none" } }).thinking).toEqual({ type: "disabled" });
		expect(sent("openrouter", { reasoning: { effort: "low" } }).reasoning).toEqual({ effort: "low" });
	});

	test("gives way to the caller's own reasoning_effort", () => {
		expect(sent("openai", { reasoning: { effort: "high" }, reasoning_effort: "low" })).toMatchObject({
			reasoning_effort: "low",
		});
		expect(sent("openai", { reasoning: null })).not.toHaveProperty("reasoning_effort");
	});
});

describe("a vendor's dislikes", () => {
	test("are left out or renamed", () => {
		expect(sent("groq", { logprobs: true, top_logprobs: 2, logit_bias: {} })).toEqual({
			model: "provider-model",
			messages,
		});
		const mistral = sent("mistral", { seed: 7, user: "u" });
		expect(mistral).toEqual({ model: "provider-model", messages, random_seed: 7 });
	});

	test("in messages: developer becomes system, cache markers go", () => {
		const marked = [
			{ role: "developer", content: "be brief" },
			{ role: "user", content: [{ type: "text", text: "hi", cache_control: { type: "ephemeral" } }] },
		];
		expect(sent("together", { messages: marked }).messages).toEqual([
			{ role: "system", content: "be brief" },
			{ role: "user", content: [{ type: "text", text: "hi" }] },
		]);
		expect(sent("openai", { messages: marked }).messages).toEqual([
			{ role: "developer", content: "be brief" },
			{ role: "user", content: [{ type: "text", text: "hi" }] },
		]);
		expect(sent("openrouter", { messages: marked }).messages).toEqual(marked);
	});

	test("in history: reasoning stands in the field the vendor reads, or nowhere", () => {
		const history = [
			{ role: "assistant", content: "x", reasoning: "why", reasoning_details: [{ type: "reasoning.text" }] },
		];
		expect(sent("deepseek", { messages: history }).messages).toEqual([
			{ role: "assistant", content: "x", reasoning_content: "why" },
		]);
		expect(sent("groq", { messages: history }).messages).toEqual([
			{ role: "assistant", content: "x", reasoning: "why" },
		]);
		expect(sent("mistral", { messages: history }).messages).toEqual([{ role: "assistant", content: "x" }]);
	});

	test("in tools: cache markers go", () => {
		const tools = [{ type: "function", function: { name: "f" }, cache_control: { type: "ephemeral" } }];
		expect(sent("openai", { tools }).tools).toEqual([{ type: "function", function: { name: "f" } }]);
		expect(sent("openrouter", { tools }).tools).toEqual(tools);
	});
});

test("embeddings are forwarded with nothing but the model changed", () => {
	const text = '{"input":["a","b"],"model":"x/y","dimensions":8,"encoding_format":"base64","provider":{"only":["z"]}}';
	const request = forward(makeCall(text, "embeddings"), makeTarget("openai"));
	expect(request.url).toBe("https://api.openai.com/v1/embeddings");
	expect(request.body).toBe('{"input":["a","b"],"model":"provider-model","dimensions":8,"encoding_format":"base64"}');
});
