import type { CanonicalRequest } from "@turnpike/wire";
import { describe, expect, test } from "vitest";
import { canonicalCall, makeTarget } from "../../fixtures/make-call.ts";
import type { Target } from "../dialect.ts";
import { translate } from "./translate.ts";

function sent(
	request: Partial<CanonicalRequest>,
	slug = "openai",
	more: Partial<Target> = {},
): Record<string, unknown> {
	return JSON.parse(translate(canonicalCall(request), makeTarget(slug, more)).body) as Record<string, unknown>;
}

const hi = { role: "user", parts: [{ type: "text", text: "hi" }] } as const;

describe("translate", () => {
	test("says a plain call plainly", () => {
		expect(sent({ system: [{ type: "text", text: "Be brief." }], messages: [hi], maxOutputTokens: 99 })).toEqual({
			model: "provider-model",
			messages: [
				{ role: "system", content: "Be brief." },
				{ role: "user", content: "hi" },
			],
			max_completion_tokens: 99,
		});
	});

	test("asks a stream for its usage", () => {
		expect(sent({ messages: [hi], stream: true })).toMatchObject({
			stream: true,
			stream_options: { include_usage: true },
		});
		expect(sent({ messages: [hi], stream: true }, "mistral")).not.toHaveProperty("stream_options");
	});

	test("carries every parameter it knows", () => {
		const request = {
			messages: [hi],
			temperature: 0.5,
			topP: 0.9,
			topK: 40,
			frequencyPenalty: 0.1,
			presencePenalty: 0.2,
			seed: 7,
			stop: ["END"],
			choices: 2,
			user: "u1",
		};
		expect(sent(request, "together")).toMatchObject({
			temperature: 0.5,
			top_p: 0.9,
			top_k: 40,
			frequency_penalty: 0.1,
			presence_penalty: 0.2,
			seed: 7,
			stop: ["END"],
			n: 2,
			user: "u1",
		});
		expect(sent(request)).not.toHaveProperty("top_k");
		const mistral = sent(request, "mistral");
		expect(mistral).toMatchObject({ random_seed: 7 });
		expect(mistral).not.toHaveProperty("user");
		expect(mistral).not.toHaveProperty("seed");
	});

	test("leaves sampling to models that cannot be told", () => {
		const body = sent({ messages: [hi], temperature: 1, topP: 0.9 }, "openai", { supportedParameters: ["tools"] });
		expect(body).not.toHaveProperty("temperature");
		expect(body).not.toHaveProperty("top_p");
	});

	test("the affordable bound goes before the caller's", () => {
		expect(sent({ messages: [hi], maxOutputTokens: 9 }, "openai", { maxOutputTokens: 5 }).max_completion_tokens).toBe(
			5,
		);
	});

	test("asks for reasoning the vendor's way", () => {
		const reasoning = { maxTokens: 2_000 };
		expect(sent({ messages: [hi], reasoning, maxOutputTokens: 10_000 }).reasoning_effort).toBe("low");
		expect(sent({ messages: [hi], reasoning }, "deepseek").thinking).toEqual({ type: "enabled" });
		expect(sent({ messages: [hi], reasoning }, "openrouter").reasoning).toEqual({ max_tokens: 2_000 });
	});
});

describe("messages", () => {
	const png = { kind: "base64", mediaType: "image/png", data: "iVBO" } as const;

	test("images go as parts, inline ones as data URLs", () => {
		const parts = [
			{ type: "text", text: "see" },
			{ type: "image", source: { kind: "url", url: "https://x.test/a.png" }, detail: "low" },
			{ type: "image", source: png },
			{ type: "audio", data: "AAA", format: "wav" },
			{ type: "file", source: { kind: "base64", mediaType: "application/pdf", data: "JVBE" }, filename: "a.pdf" },
		] as const;
		expect(sent({ messages: [{ role: "user", parts }] }).messages).toEqual([
			{
				role: "user",
				content: [
					{ type: "text", text: "see" },
					{ type: "image_url", image_url: { url: "https://x.test/a.png", detail: "low" } },
					{ type: "image_url", image_url: { url: "data:image/png;base64,iVBO" } },
					{ type: "input_audio", input_audio: { data: "AAA", format: "wav" } },
					{ type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,JVBE" } },
				],
			},
		]);
	});

	test("a file by URL is refused where it cannot be sent", () => {
		const source = { kind: "url", url: "https://x.test/a.pdf" } as const;
		const messages = [{ role: "user", parts: [{ type: "file", source }] }] as const;
		expect(() => sent({ messages })).toThrow(expect.objectContaining({ code: "invalid_value", param: "messages" }));
		expect(sent({ messages }, "openrouter").messages).toEqual([
			{ role: "user", content: [{ type: "file", file: { filename: "file", file_data: "https://x.test/a.pdf" } }] },
		]);
	});

	test("tool calls and results follow each other, results first, their pictures as the user's", () => {
		const messages = [
			hi,
			{
				role: "assistant",
				parts: [
					{ type: "reasoning", text: "think", signature: "s" },
					{ type: "redacted_reasoning", data: "d" },
					{ type: "text", text: "Looking." },
					{ type: "tool_call", id: "t1", name: "look", argumentsJson: '{"a":1}' },
				],
			},
			{
				role: "user",
				parts: [
					{ type: "text", text: "and?" },
					{
						type: "tool_result",
						callId: "t1",
						content: [
							{ type: "text", text: "seen" },
							{ type: "image", source: png },
						],
					},
				],
			},
		] as const;
		const turns = [
			{ role: "user", content: "hi" },
			{
				role: "assistant",
				content: "Looking.",
				tool_calls: [{ id: "t1", type: "function", function: { name: "look", arguments: '{"a":1}' } }],
			},
			{ role: "tool", tool_call_id: "t1", content: "seen" },
			{
				role: "user",
				content: [
					{ type: "image_url", image_url: { url: "data:image/png;base64,iVBO" } },
					{ type: "text", text: "and?" },
				],
			},
		];
		expect(sent({ messages }).messages).toEqual(turns);
		const thinking = turns.map((turn) => (turn.role === "assistant" ? { ...turn, reasoning_content: "think" } : turn));
		expect(sent({ messages }, "deepseek").messages).toEqual(thinking);
	});

	test("an assistant that only called tools has no content", () => {
		const parts = [{ type: "tool_call", id: "t", name: "f", argumentsJson: "{}" }] as const;
		expect(sent({ messages: [{ role: "assistant", parts }] }).messages).toMatchObject([{ content: null }]);
	});

	test("cache markers go to those who know them", () => {
		const system = [
			{ type: "text", text: "a", cacheControl: { type: "ephemeral" } },
			{ type: "text", text: "b" },
		] as const;
		expect(sent({ system, messages: [hi] }).messages).toMatchObject([{ content: "a\n\nb" }, {}]);
		expect(sent({ system, messages: [hi] }, "openrouter").messages).toMatchObject([
			{
				content: [
					{ type: "text", text: "a", cache_control: { type: "ephemeral" } },
					{ type: "text", text: "b" },
				],
			},
			{},
		]);
	});
});

describe("tools and formats", () => {
	const tools = [{ name: "f", description: "does", parameters: { type: "object" }, strict: true }];

	test("tools are functions, and choices are named", () => {
		expect(
			sent({ messages: [hi], tools, toolChoice: { type: "tool", name: "f" }, parallelToolCalls: false }),
		).toMatchObject({
			tools: [
				{
					type: "function",
					function: { name: "f", description: "does", parameters: { type: "object" }, strict: true },
				},
			],
			tool_choice: { type: "function", function: { name: "f" } },
			parallel_tool_calls: false,
		});
		expect(sent({ messages: [hi], tools, toolChoice: { type: "required" } }).tool_choice).toBe("required");
	});

	test("without tools nothing is said of choosing them", () => {
		const body = sent({ messages: [hi], toolChoice: { type: "auto" }, parallelToolCalls: true });
		expect(body).not.toHaveProperty("tool_choice");
		expect(body).not.toHaveProperty("parallel_tool_calls");
	});

	test("a schema travels with its name", () => {
		const responseFormat = { type: "json_schema", name: "n", schema: { type: "object" }, strict: true } as const;
		expect(sent({ messages: [hi], responseFormat }).response_format).toEqual({
			type: "json_schema",
			json_schema: { name: "n", schema: { type: "object" }, strict: true },
		});
		expect(sent({ messages: [hi], responseFormat: { type: "json_object" } }).response_format).toEqual({
			type: "json_object",
		});
	});
});
