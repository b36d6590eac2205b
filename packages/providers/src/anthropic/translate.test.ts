import type { CanonicalRequest } from "@turnpike/wire";
import { describe, expect, test } from "vitest";
import { canonicalCall, makeTarget } from "../../fixtures/make-call.ts";
import type { Target } from "../dialect.ts";
import { translate } from "./translate.ts";

const OLD = "claude-haiku-4-5-20251001";
const BOTH = "claude-sonnet-4-6";
const NEW = "claude-opus-5-5";
const ALWAYS = "claude-fable-5-1";

function sent(request: Partial<CanonicalRequest>, providerModelId = NEW, more: Partial<Target> = {}) {
	const call = canonicalCall({ messages: [hi], ...request }, "chat");
	return JSON.parse(translate(call, makeTarget("anthropic", { providerModelId, ...more })).body) as Record<
		string,
		unknown
	>;
}

const text = (value: string) => ({ type: "text", text: value }) as const;
const hi = { role: "user", parts: [text("hi")] } as const;

describe("translate", () => {
	test("says a plain call plainly, with the bound that is required", () => {
		expect(sent({})).toEqual({
			model: NEW,
			max_tokens: 8_192,
			messages: [{ role: "user", content: [text("hi")] }],
		});
		expect(sent({ maxOutputTokens: 50 }).max_tokens).toBe(50);
		expect(sent({ maxOutputTokens: 50 }, NEW, { maxOutputTokens: 20 }).max_tokens).toBe(20);
	});

	test("carries system, stop, user and stream", () => {
		const body = sent({
			system: [{ ...text("Be brief."), cacheControl: { type: "ephemeral", ttl: "1h" } }],
			stop: ["END", "\n"],
			user: "u1",
			stream: true,
			seed: 3,
			frequencyPenalty: 1,
		});
		expect(body).toEqual({
			model: NEW,
			max_tokens: 8_192,
			system: [{ ...text("Be brief."), cache_control: { type: "ephemeral", ttl: "1h" } }],
			messages: [{ role: "user", content: [text("hi")] }],
			stop_sequences: ["END"],
			metadata: { user_id: "u1" },
			stream: true,
		});
	});

	test("refuses more than one choice", () => {
		expect(() => sent({ choices: 2 })).toThrow(expect.objectContaining({ code: "invalid_value", param: "n" }));
	});

	test("a system prompt alone becomes the user's", () => {
		expect(sent({ system: [text("Say hi.")], messages: [] })).toEqual({
			model: NEW,
			max_tokens: 8_192,
			messages: [{ role: "user", content: [text("Say hi.")] }],
		});
	});
});

describe("sampling", () => {
	test("is limited where it is taken", () => {
		expect(sent({ temperature: 1.7, topK: 40 }, OLD)).toMatchObject({ temperature: 1, top_k: 40 });
		expect(sent({ topP: 0.9 }, OLD)).toMatchObject({ top_p: 0.9 });
		const both = sent({ temperature: 0.3, topP: 0.9 }, OLD);
		expect(both).toMatchObject({ temperature: 0.3 });
		expect(both).not.toHaveProperty("top_p");
	});

	test("is left out where it is refused", () => {
		expect(sent({ temperature: 0.3, topP: 0.9, topK: 3 })).toEqual(sent({}));
		expect(sent({ temperature: 0.3 }, OLD, { supportedParameters: ["tools"] })).not.toHaveProperty("temperature");
	});

	test("gives way to thinking", () => {
		const request = {
			temperature: 0.3,
			topP: 0.5,
			topK: 3,
			reasoning: { effort: "low" },
			maxOutputTokens: 9_000,
		} as const;
		const body = sent(request, OLD);
		expect(body.thinking).toBeDefined();
		for (const name of ["temperature", "top_p", "top_k"]) expect(body).not.toHaveProperty(name);
		expect(sent({ ...request, topP: 0.97 }, OLD)).toMatchObject({ top_p: 0.97 });
	});
});

describe("thinking", () => {
	test("is a budget on older models: the effort's share, clamped", () => {
		const budget = (effort: "high" | "low", maxOutputTokens: number) =>
			sent({ reasoning: { effort }, maxOutputTokens }, OLD).thinking;
		expect(budget("high", 10_000)).toEqual({ type: "enabled", budget_tokens: 8_000 });
		expect(budget("low", 3_000)).toEqual({ type: "enabled", budget_tokens: 1_024 });
		expect(budget("high", 200_000)).toEqual({ type: "enabled", budget_tokens: 128_000 });
		expect(budget("high", 1_025)).toEqual({ type: "enabled", budget_tokens: 1_024 });
		expect(budget("high", 1_024)).toBeUndefined();
	});

	test("takes the caller's budget, below the bound", () => {
		const thinking = (maxTokens: number) => sent({ reasoning: { maxTokens }, maxOutputTokens: 5_000 }, OLD).thinking;
		expect(thinking(2_000)).toEqual({ type: "enabled", budget_tokens: 2_000 });
		expect(thinking(9_000)).toEqual({ type: "enabled", budget_tokens: 4_999 });
		expect(thinking(10)).toEqual({ type: "enabled", budget_tokens: 1_024 });
	});

	test("is an effort on newer models, which refuse budgets", () => {
		expect(sent({ reasoning: { effort: "xhigh" } })).toMatchObject({
			thinking: { type: "adaptive", display: "summarized" },
			output_config: { effort: "xhigh" },
		});
		expect(sent({ reasoning: { effort: "minimal", exclude: true } })).toMatchObject({
			thinking: { type: "adaptive", display: "omitted" },
			output_config: { effort: "low" },
		});
		expect(sent({ reasoning: { maxTokens: 4_000 }, maxOutputTokens: 8_000 })).toMatchObject({
			output_config: { effort: "medium" },
		});
		expect(sent({ reasoning: {} })).not.toHaveProperty("output_config");
	});

	test("between the two, a budget stays a budget and an effort an effort it knows", () => {
		expect(sent({ reasoning: { maxTokens: 2_000 } }, BOTH).thinking).toEqual({ type: "enabled", budget_tokens: 2_000 });
		expect(sent({ reasoning: { effort: "xhigh" } }, BOTH)).toMatchObject({ output_config: { effort: "high" } });
	});

	test("is turned off where that is possible", () => {
		const none = { reasoning: { effort: "none" } } as const;
		expect(sent(none, OLD)).not.toHaveProperty("thinking");
		expect(sent(none, NEW).thinking).toEqual({ type: "disabled" });
		expect(sent(none, ALWAYS)).toMatchObject({ output_config: { effort: "low" } });
		expect(sent(none, ALWAYS)).not.toHaveProperty("thinking");
	});

	test("is not asked for by a wish to hide it", () => {
		for (const model of [OLD, NEW]) expect(sent({ reasoning: { exclude: true } }, model)).toEqual(sent({}, model));
	});

	test("gives way to a tool by force, where the two exclude each other", () => {
		const tools = [{ name: "f", parameters: {} }];
		const forced = {
			tools,
			toolChoice: { type: "required" },
			reasoning: { effort: "high" },
			temperature: 0.5,
		} as const;
		expect(sent(forced, OLD)).not.toHaveProperty("thinking");
		expect(sent(forced, OLD)).toMatchObject({ temperature: 0.5, tool_choice: { type: "any" } });
		expect(sent(forced, NEW)).toHaveProperty("thinking");
	});
});

describe("messages", () => {
	test("neighbours of one role are merged, tool results first", () => {
		const messages = [
			hi,
			{ role: "user", parts: [text("there")] },
			{
				role: "assistant",
				parts: [text("Looking."), { type: "tool_call", id: "call:1", name: "f", argumentsJson: '{"a":1}' }],
			},
			{ role: "assistant", parts: [{ type: "tool_call", id: "c2", name: "g", argumentsJson: "" }] },
			{ role: "user", parts: [{ type: "tool_result", callId: "call:1", content: [text("one")] }] },
			{ role: "user", parts: [text("and"), { type: "tool_result", callId: "c2", content: [], isError: true }] },
		] as const;
		expect(sent({ messages }).messages).toEqual([
			{ role: "user", content: [text("hi"), text("there")] },
			{
				role: "assistant",
				content: [
					text("Looking."),
					{ type: "tool_use", id: "call_1", name: "f", input: { a: 1 } },
					{ type: "tool_use", id: "c2", name: "g", input: {} },
				],
			},
			{
				role: "user",
				content: [
					{ type: "tool_result", tool_use_id: "call_1", content: [text("one")] },
					{ type: "tool_result", tool_use_id: "c2", is_error: true },
					text("and"),
				],
			},
		]);
	});

	test("signed reasoning is replayed, unsigned is not, empty texts are left out", () => {
		const parts = [
			{ type: "reasoning", text: "signed", signature: "s" },
			{ type: "reasoning", text: "unsigned" },
			{ type: "redacted_reasoning", data: "d" },
			text("  "),
			text("Answer: "),
		] as const;
		expect(sent({ messages: [hi, { role: "assistant", parts }] }).messages).toMatchObject([
			{},
			{
				content: [
					{ type: "thinking", thinking: "signed", signature: "s" },
					{ type: "redacted_thinking", data: "d" },
					text("Answer:"),
				],
			},
		]);
	});

	test("pictures and documents go by URL or as data, with their markers", () => {
		const cacheControl = { type: "ephemeral" } as const;
		const parts = [
			{ type: "image", source: { kind: "url", url: "https://x.test/a.png" }, cacheControl },
			{ type: "image", source: { kind: "base64", mediaType: "image/png", data: "iVBO" } },
			{ type: "file", source: { kind: "base64", mediaType: "application/pdf", data: "JVBE" }, filename: "a.pdf" },
			{ type: "file", source: { kind: "base64", mediaType: "text/markdown", data: btoa("# hi") } },
			{ type: "file", source: { kind: "url", url: "https://x.test/a.pdf" } },
		] as const;
		expect(sent({ messages: [{ role: "user", parts }] }).messages).toMatchObject([
			{
				content: [
					{ type: "image", source: { type: "url", url: "https://x.test/a.png" }, cache_control: cacheControl },
					{ type: "image", source: { type: "base64", media_type: "image/png", data: "iVBO" } },
					{ type: "document", source: { type: "base64", media_type: "application/pdf", data: "JVBE" }, title: "a.pdf" },
					{ type: "document", source: { type: "text", media_type: "text/plain", data: "# hi" } },
					{ type: "document", source: { type: "url", url: "https://x.test/a.pdf" } },
				],
			},
		]);
	});

	test.each([
		["audio", { type: "audio", data: "A", format: "wav" }],
		["a spreadsheet", { type: "file", source: { kind: "base64", mediaType: "application/vnd.ms-excel", data: "A" } }],
		["arguments that are no JSON", { type: "tool_call", id: "t", name: "f", argumentsJson: "{oops" }],
		["arguments that are no object", { type: "tool_call", id: "t", name: "f", argumentsJson: "[1]" }],
	] as const)("%s cannot be said", (_, part) => {
		expect(() => sent({ messages: [{ role: "user", parts: [part] }] })).toThrow(
			expect.objectContaining({ code: "invalid_value", param: "messages" }),
		);
	});
});

describe("tools and formats", () => {
	const tools = [
		{
			name: "f",
			description: "does",
			parameters: { properties: {} },
			strict: true,
			cacheControl: { type: "ephemeral" },
		},
	] as const;

	test("tools have an input schema that is an object", () => {
		expect(sent({ tools })).toMatchObject({
			tools: [
				{
					name: "f",
					description: "does",
					input_schema: { type: "object", properties: {} },
					strict: true,
					cache_control: { type: "ephemeral" },
				},
			],
		});
		expect(sent({ tools })).not.toHaveProperty("tool_choice");
	});

	test.each([
		[{ type: "auto" }, { type: "auto" }],
		[{ type: "required" }, { type: "any" }],
		[{ type: "none" }, { type: "none" }],
		[
			{ type: "tool", name: "f" },
			{ type: "tool", name: "f" },
		],
	] as const)("the choice %j becomes %j", (toolChoice, expected) => {
		expect(sent({ tools, toolChoice }).tool_choice).toEqual(expected);
		const alone = expected.type === "none" ? expected : { ...expected, disable_parallel_tool_use: true };
		expect(sent({ tools, toolChoice, parallelToolCalls: false }).tool_choice).toEqual(alone);
	});

	test("one tool at a time can be asked for without a choice", () => {
		expect(sent({ tools, parallelToolCalls: false }).tool_choice).toEqual({
			type: "auto",
			disable_parallel_tool_use: true,
		});
	});

	test("a schema is Anthropic's own output format; plain JSON is asked for in words", () => {
		const schema = { type: "object", additionalProperties: false };
		expect(sent({ responseFormat: { type: "json_schema", name: "n", schema } }).output_config).toEqual({
			format: { type: "json_schema", schema },
		});
		const words = sent({ system: [text("a")], responseFormat: { type: "json_object" } });
		expect(words.system).toMatchObject([text("a"), { type: "text", text: expect.stringContaining("JSON") }]);
		expect(words).not.toHaveProperty("output_config");
	});
});
