import { describe, expect, test } from "vitest";
import type { CanonicalRequest } from "../canonical/request.ts";
import { readBody } from "../json/read-body.ts";
import { parseChat } from "./parse-chat.ts";

function canonical(fields: Record<string, unknown>): CanonicalRequest {
	const text = JSON.stringify({ model: "a/b", messages: [{ role: "user", content: "Hi" }], ...fields });
	return parseChat(readBody(new TextEncoder().encode(text)), "native").canonical();
}

describe("toCanonicalChat", () => {
	test("says nothing that was not said", () => {
		expect(canonical({})).toEqual({
			system: [],
			messages: [{ role: "user", parts: [{ type: "text", text: "Hi" }] }],
			tools: [],
			choices: 1,
			stream: false,
		});
	});

	test("is built once", () => {
		const body = readBody(new TextEncoder().encode('{"model":"a","messages":[{"role":"user","content":"x"}]}'));
		const call = parseChat(body, "native");
		expect(call.canonical()).toBe(call.canonical());
	});

	test("keeps every parameter", () => {
		expect(
			canonical({
				max_completion_tokens: 9,
				temperature: 0,
				top_p: 0.5,
				top_k: 4,
				frequency_penalty: 1,
				presence_penalty: -1,
				seed: 7,
				stop: "END",
				n: 2,
				user: "u",
				stream: true,
				parallel_tool_calls: false,
				tools: [
					{ type: "function", function: { name: "f", description: "d", parameters: { type: "object" }, strict: true } },
				],
				tool_choice: { type: "function", function: { name: "f" } },
				response_format: { type: "json_schema", json_schema: { name: "n", schema: { type: "object" }, strict: true } },
				reasoning: { effort: "high", max_tokens: 2000, exclude: true },
			}),
		).toMatchObject({
			maxOutputTokens: 9,
			temperature: 0,
			topP: 0.5,
			topK: 4,
			frequencyPenalty: 1,
			presencePenalty: -1,
			seed: 7,
			stop: ["END"],
			choices: 2,
			user: "u",
			stream: true,
			parallelToolCalls: false,
			tools: [{ name: "f", description: "d", parameters: { type: "object" }, strict: true }],
			toolChoice: { type: "tool", name: "f" },
			responseFormat: { type: "json_schema", name: "n", schema: { type: "object" }, strict: true },
			reasoning: { effort: "high", maxTokens: 2000, exclude: true },
		});
	});

	test("takes system and developer messages out of the conversation, cache markers with them", () => {
		const marked = { type: "text", text: "Be brief.", cache_control: { type: "ephemeral", ttl: "1h" } };
		const { system, messages } = canonical({
			messages: [
				{ role: "system", content: [marked] },
				{ role: "user", content: "Hi" },
				{ role: "developer", content: "Be kind." },
			],
		});
		expect(system).toEqual([
			{ type: "text", text: "Be brief.", cacheControl: { type: "ephemeral", ttl: "1h" } },
			{ type: "text", text: "Be kind." },
		]);
		expect(messages).toHaveLength(1);
	});

	test("reads every kind of media", () => {
		const content = [
			{ type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
			{ type: "image_url", image_url: { url: "data:image/gif;base64,AAAA" } },
			{ type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
			{ type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,AAAA" } },
			{ type: "file", file: { file_id: "file-1" } },
		];
		expect(canonical({ messages: [{ role: "user", content }] }).messages[0]?.parts).toEqual([
			{ type: "image", source: { kind: "url", url: "https://example.com/a.png" }, detail: "low" },
			{ type: "image", source: { kind: "base64", mediaType: "image/gif", data: "AAAA" } },
			{ type: "audio", data: "AAAA", format: "wav" },
			{ type: "file", source: { kind: "base64", mediaType: "application/pdf", data: "AAAA" }, filename: "a.pdf" },
		]);
	});

	test("reads an assistant's turn in order: reasoning, text, tool calls", () => {
		const { messages } = canonical({
			messages: [
				{
					role: "assistant",
					content: "Calling.",
					reasoning: "ignored beside details",
					reasoning_details: [
						{ type: "reasoning.text", text: "Let me ", index: 0 },
						{ type: "reasoning.text", text: "think", index: 0 },
						{ type: "reasoning.text", signature: "sig", index: 0 },
						{ type: "reasoning.encrypted", data: "enc", index: 1 },
					],
					tool_calls: [{ id: "c1", type: "function", function: { name: "f", arguments: '{"a":1}' } }],
				},
			],
		});
		expect(messages).toEqual([
			{
				role: "assistant",
				parts: [
					{ type: "reasoning", text: "Let me think", signature: "sig" },
					{ type: "redacted_reasoning", data: "enc" },
					{ type: "text", text: "Calling." },
					{ type: "tool_call", id: "c1", name: "f", argumentsJson: '{"a":1}' },
				],
			},
		]);
	});

	test.each(["reasoning", "reasoning_content"])("takes plain %s where there are no details", (field) => {
		const { messages } = canonical({ messages: [{ role: "assistant", content: "x", [field]: "hm" }] });
		expect(messages[0]?.parts[0]).toEqual({ type: "reasoning", text: "hm" });
	});

	test("joins the results of parallel calls into one turn", () => {
		const { messages } = canonical({
			messages: [
				{ role: "tool", tool_call_id: "c1", content: "1" },
				{ role: "tool", tool_call_id: "c2", content: [{ type: "text", text: "2" }] },
				{ role: "user", content: "and?" },
			],
		});
		expect(messages).toEqual([
			{
				role: "user",
				parts: [
					{ type: "tool_result", callId: "c1", content: [{ type: "text", text: "1" }] },
					{ type: "tool_result", callId: "c2", content: [{ type: "text", text: "2" }] },
				],
			},
			{ role: "user", parts: [{ type: "text", text: "and?" }] },
		]);
	});

	test("reads the older functions as tools", () => {
		const request = canonical({
			functions: [{ name: "f", parameters: { type: "object" } }],
			function_call: { name: "f" },
			messages: [
				{ role: "assistant", content: null, function_call: { name: "f", arguments: "{}" } },
				{ role: "function", name: "f", content: "done" },
			],
		});
		expect(request.tools).toEqual([{ name: "f", parameters: { type: "object" } }]);
		expect(request.toolChoice).toEqual({ type: "tool", name: "f" });
		expect(request.messages.map(({ parts }) => parts[0]?.type)).toEqual(["tool_call", "tool_result"]);
	});

	test.each([
		["auto", { type: "auto" }],
		["none", { type: "none" }],
		["required", { type: "required" }],
		["any", { type: "required" }],
		[{ type: "allowed_tools", allowed_tools: { mode: "required", tools: [] } }, { type: "required" }],
	])("reads tool_choice %j as %j", (choice, expected) => {
		expect(canonical({ tool_choice: choice }).toolChoice).toEqual(expected);
	});

	test.each([
		[{ reasoning_effort: "low" }, { effort: "low" }],
		[{ reasoning: { enabled: false } }, { effort: "none" }],
		[{ reasoning: { enabled: true } }, {}],
		[{ include_reasoning: false }, { exclude: true }],
	])("reads %j as reasoning %j", (fields, expected) => {
		expect(canonical(fields).reasoning).toEqual(expected);
	});
});
