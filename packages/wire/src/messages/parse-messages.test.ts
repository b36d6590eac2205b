import { describe, expect, test } from "vitest";
import type { Call } from "../call.ts";
import { refusalOf } from "../errors/refusal-of.fixture.ts";
import { readBody } from "../json/read-body.ts";
import { parseMessages } from "./parse-messages.ts";
import { messagesRequestSchema } from "./request-schema.ts";

const base = { model: "a/b", max_tokens: 100, messages: [{ role: "user", content: "Hello" }] };

function parse(fields: Record<string, unknown>): Call {
	return parseMessages(readBody(new TextEncoder().encode(JSON.stringify({ ...base, ...fields }))), "native");
}

const refusal = (fields: Record<string, unknown>) => refusalOf(() => parse(fields));

const withBlock = (block: unknown) => ({ messages: [{ role: "user", content: [{ type: "text", text: "x" }, block] }] });
const imageFrom = (source: unknown) => withBlock({ type: "image", source });

describe("parseMessages", () => {
	test("reads the fields everything else goes by", () => {
		const call = parse({
			stream: true,
			system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral", ttl: "1h" } }],
			temperature: 1,
			stop_sequences: ["END"],
			tools: [
				{ name: "f", input_schema: { type: "object" } },
				{ type: "web_search_20250305", name: "web_search" },
			],
			tool_choice: { type: "any" },
			thinking: { type: "enabled", budget_tokens: 2048 },
			metadata: { user_id: "u" },
			provider: { only: ["anthropic"] },
		});
		expect(call).toMatchObject({
			format: "messages",
			stream: true,
			maxOutputTokens: 100,
			choices: 1,
			inputCount: 1,
			tools: true,
			reasoning: true,
			provider: { only: ["anthropic"] },
		});
		expect(call.parameters).toEqual(["max_tokens", "temperature", "stop", "tools", "tool_choice", "reasoning"]);
	});

	test("lets unknown fields and kinds of block pass", () => {
		const call = parse({ ...withBlock({ type: "server_tool_use", id: "x" }), context_management: {}, betas: ["b"] });
		expect(call.canonical().messages[0]?.parts).toEqual([{ type: "text", text: "x" }]);
	});

	test("takes null for silence in every optional field", () => {
		const fields = Object.keys(messagesRequestSchema.shape).filter((name) => !(name in base));
		expect(parse(Object.fromEntries(fields.map((name) => [name, null]))).parameters).toEqual(["max_tokens"]);
	});

	test("counts media, those within tool results and documents too", () => {
		const inline = { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } };
		const remote = { type: "document", source: { type: "url", url: "https://example.com/a.pdf" } };
		const content = [
			{ type: "tool_result", tool_use_id: "t", content: [inline, remote] },
			{ type: "document", source: { type: "content", content: [inline] } },
			{ type: "document", source: { type: "base64", media_type: "application/pdf", data: "AAAA" } },
			{ type: "image", source: { type: "file", file_id: "f" } },
		];
		expect(parse({ messages: [{ role: "user", content }] }).media).toEqual({
			inlineImages: 2,
			remote: 2,
			inlineFiles: 1,
		});
	});

	test.each<[Record<string, unknown>, string, string]>([
		[{ model: undefined }, "missing_required_parameter", "model"],
		[{ max_tokens: undefined }, "missing_required_parameter", "max_tokens"],
		[{ messages: undefined }, "missing_required_parameter", "messages"],
		[{ messages: [] }, "invalid_value", "messages"],
		[{ messages: [{ role: "tool", content: "x" }] }, "invalid_value", "messages[0].role"],
		[{ messages: [{ role: "user" }] }, "invalid_value", "messages[0].content"],
		[withBlock({ type: "text" }), "invalid_value", "messages[0].content[1].text"],
		[withBlock({}), "invalid_value", "messages[0].content[1].type"],
		[withBlock({ type: "tool_result", content: "x" }), "invalid_value", "messages[0].content[1].tool_use_id"],
		[withBlock({ type: "tool_use", name: "f", input: {} }), "invalid_value", "messages[0].content[1].id"],
		[imageFrom({ type: "carrier pigeon" }), "invalid_value", "messages[0].content[1].source.type"],
		[
			imageFrom({ type: "base64", media_type: "image/png", data: "??" }),
			"invalid_image",
			"messages[0].content[1].source.data",
		],
		[
			imageFrom({ type: "url", url: "http://169.254.169.254/" }),
			"invalid_image_url",
			"messages[0].content[1].source.url",
		],
		[{ max_tokens: 0 }, "invalid_value", "max_tokens"],
		[{ max_tokens: 1.5 }, "invalid_value", "max_tokens"],
		[{ max_tokens: "10" }, "invalid_value", "max_tokens"],
		[{ temperature: 1.1 }, "invalid_value", "temperature"],
		[{ stream: "yes" }, "invalid_type", "stream"],
		[{ system: 5 }, "invalid_type", "system"],
		[{ tools: [{ input_schema: {} }] }, "invalid_value", "tools[0].name"],
		[{ tools: [{ name: "f" }] }, "invalid_schema", "tools[0].input_schema"],
		[{ tools: [{ name: "f", input_schema: { properties: 5 } }] }, "invalid_schema", "tools[0].input_schema.properties"],
		[{ tool_choice: { type: "maybe" } }, "invalid_value", "tool_choice.type"],
		[{ metadata: { user_id: "a\nb" } }, "invalid_header", "metadata.user_id"],
		[
			{ output_config: { format: { type: "json_schema", schema: 1 } } },
			"invalid_schema",
			"output_config.format.schema",
		],
	])("refuses %j as %s at %s", (fields, code, param) => {
		expect(refusal(fields)).toMatchObject({ code, param });
	});

	test("refuses a private URL inside a tool result", () => {
		const content = [{ type: "image", source: { type: "url", url: "http://127.0.0.1/" } }];
		expect(refusal(withBlock({ type: "tool_result", tool_use_id: "t", content })).param).toBe(
			"messages[0].content[1].content[0].source.url",
		);
	});
});

describe("the canonical form of a Messages request", () => {
	test("keeps everything another vendor can be told", () => {
		const call = parse({
			system: "Be brief.",
			messages: [
				{
					role: "user",
					content: [
						{ type: "text", text: "Look", cache_control: { type: "ephemeral" } },
						{ type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
						{ type: "document", source: { type: "url", url: "https://example.com/a.pdf" }, title: "A" },
						{ type: "document", source: { type: "text", media_type: "text/plain", data: "plain" } },
					],
				},
				{
					role: "assistant",
					content: [
						{ type: "thinking", thinking: "hm", signature: "sig" },
						{ type: "redacted_thinking", data: "enc" },
						{ type: "tool_use", id: "t1", name: "f", input: { a: 1 } },
					],
				},
				{ role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: "no", is_error: true }] },
			],
			tools: [{ name: "f", description: "d", input_schema: { type: "object" }, cache_control: { type: "ephemeral" } }],
			tool_choice: { type: "tool", name: "f", disable_parallel_tool_use: true },
			thinking: { type: "enabled", budget_tokens: 2048 },
			stop_sequences: ["END"],
			top_k: 5,
			metadata: { user_id: "u" },
		});
		expect(call.canonical()).toEqual({
			system: [{ type: "text", text: "Be brief." }],
			messages: [
				{
					role: "user",
					parts: [
						{ type: "text", text: "Look", cacheControl: { type: "ephemeral" } },
						{ type: "image", source: { kind: "base64", mediaType: "image/png", data: "AAAA" } },
						{ type: "file", source: { kind: "url", url: "https://example.com/a.pdf" }, filename: "A" },
						{ type: "text", text: "plain" },
					],
				},
				{
					role: "assistant",
					parts: [
						{ type: "reasoning", text: "hm", signature: "sig" },
						{ type: "redacted_reasoning", data: "enc" },
						{ type: "tool_call", id: "t1", name: "f", argumentsJson: '{"a":1}' },
					],
				},
				{
					role: "user",
					parts: [{ type: "tool_result", callId: "t1", content: [{ type: "text", text: "no" }], isError: true }],
				},
			],
			tools: [{ name: "f", description: "d", parameters: { type: "object" }, cacheControl: { type: "ephemeral" } }],
			toolChoice: { type: "tool", name: "f" },
			parallelToolCalls: false,
			maxOutputTokens: 100,
			topK: 5,
			stop: ["END"],
			choices: 1,
			reasoning: { maxTokens: 2048 },
			user: "u",
			stream: false,
		});
	});

	test("says reasoning is off where thinking is disabled, and an effort where one is named", () => {
		expect(parse({ thinking: { type: "disabled" } }).canonical().reasoning).toEqual({ effort: "none" });
		const adaptive = parse({ thinking: { type: "adaptive" }, output_config: { effort: "high" } });
		expect(adaptive.canonical().reasoning).toEqual({ effort: "high" });
		expect(parse({}).canonical().reasoning).toBeUndefined();
	});
});
