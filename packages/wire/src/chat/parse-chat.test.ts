import { describe, expect, test } from "vitest";
import type { Call } from "../call.ts";
import { refusalOf } from "../errors/refusal-of.fixture.ts";
import { readBody } from "../json/read-body.ts";
import { parseChat } from "./parse-chat.ts";
import { chatRequestSchema } from "./request-schema.ts";

const hello = [{ role: "user", content: "Hello" }];

function parse(fields: Record<string, unknown> | string): Call {
	const text = typeof fields === "string" ? fields : JSON.stringify({ model: "a/b", messages: hello, ...fields });
	return parseChat(readBody(new TextEncoder().encode(text)), "native");
}

const refusal = (fields: Record<string, unknown> | string) => refusalOf(() => parse(fields));

const withPart = (part: unknown) => ({ messages: [{ role: "user", content: [{ type: "text", text: "x" }, part] }] });
const image = (url: unknown) => withPart({ type: "image_url", image_url: { url } });
const PNG = "data:image/png;base64,iVBORw0KGgo=";

describe("parseChat", () => {
	test("reads the fields everything else goes by", () => {
		const call = parse({
			models: ["a/b", "c/d", "e/f", "c/d"],
			stream: true,
			stream_options: { include_usage: true },
			max_tokens: 100,
			n: 2,
			temperature: 0.5,
			seed: null,
			tools: [{ type: "function", function: { name: "f" } }],
			reasoning_effort: "low",
			provider: {
				order: ["openai"],
				allow_fallbacks: false,
				sort: { by: "price" },
				max_price: { prompt: 1e-7, completion: "2.5" },
			},
		});
		expect(call).toMatchObject({
			format: "chat",
			flavor: "native",
			model: "a/b",
			fallbackModels: ["c/d", "e/f"],
			stream: true,
			streamUsage: true,
			maxOutputTokens: 100,
			choices: 2,
			inputCount: 1,
			tools: true,
			reasoning: true,
			provider: {
				order: ["openai"],
				allowFallbacks: false,
				sort: "price",
				maxPrice: { prompt: "0.000000", completion: "2.5" },
			},
		});
		expect(call.parameters).toEqual(["max_tokens", "temperature", "tools", "reasoning_effort"]);
	});

	test("takes silence for OpenAI's defaults", () => {
		expect(parse({})).toMatchObject({
			stream: false,
			streamUsage: false,
			maxOutputTokens: undefined,
			choices: 1,
			tools: false,
			reasoning: false,
			parameters: [],
			provider: {},
			media: { inlineImages: 0, remote: 0, inlineFiles: 0 },
		});
	});

	test("takes null for silence in every optional field", () => {
		const fields = Object.keys(chatRequestSchema.shape).filter((name) => name !== "model" && name !== "messages");
		expect(parse(Object.fromEntries(fields.map((name) => [name, null]))).parameters).toEqual([]);
	});

	test("lets unknown fields pass, and every extension of OpenRouter's", () => {
		const extensions = {
			plugins: [{ id: "web", max_results: 3 }],
			transforms: ["middle-out"],
			route: "fallback",
			preset: "p",
			usage: { include: true },
			session_id: "s",
			metadata: { a: "b" },
			cache_control: { type: "ephemeral" },
			debug: { echo_upstream_body: true },
			something_new: [1],
		};
		expect(parse(extensions).model).toBe("a/b");
	});

	test("takes the first of models for the model where none is named", () => {
		const call = parse(JSON.stringify({ models: ["a/b", "c/d"], messages: hello }));
		expect([call.model, call.fallbackModels]).toEqual(["a/b", ["c/d"]]);
	});

	test("knows reasoning that is switched off from reasoning that is asked for", () => {
		expect(parse({ reasoning: { effort: "none" } })).toMatchObject({ reasoning: false, parameters: [] });
		expect(parse({ reasoning: { enabled: false } }).reasoning).toBe(false);
		expect(parse({ reasoning: {} })).toMatchObject({ reasoning: true, parameters: ["reasoning"] });
		expect(parse({ reasoning: { max_tokens: 500 } }).reasoning).toBe(true);
	});

	test("counts media by what their weight can be known from", () => {
		const content = [
			{ type: "image_url", image_url: { url: PNG } },
			{ type: "image_url", image_url: PNG },
			{ type: "image_url", image_url: { url: "https://example.com/a.png" } },
			{ type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
			{ type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,AAAA" } },
			{ type: "file", file: { file_data: "https://example.com/a.pdf" } },
			{ type: "file", file: { file_id: "file-1" } },
		];
		expect(parse({ messages: [{ role: "user", content }] }).media).toEqual({
			inlineImages: 2,
			remote: 3,
			inlineFiles: 2,
		});
	});
});

describe("parseChat refuses", () => {
	test.each([
		['{"messages":[{"role":"user","content":"x"}]}', "missing_required_parameter", "model"],
		['{"model":"","messages":[{"role":"user","content":"x"}]}', "missing_required_parameter", "model"],
		['{"model":null,"messages":[]}', "missing_required_parameter", "model"],
		['{"model":"a/b"}', "missing_required_parameter", "messages"],
		['{"model":5,"messages":[{"role":"user","content":"x"}]}', "invalid_type", "model"],
		['{"model":"a/b","messages":[{"role":"user","content":"x"}],"max_tokens":1e309}', "invalid_value", "max_tokens"],
	])("%s as %s at %s", (text, code, param) => {
		expect(refusal(text)).toMatchObject({ code, param });
	});

	test.each<[Record<string, unknown>, string, string]>([
		[{ messages: [] }, "invalid_value", "messages"],
		[{ messages: "hi" }, "invalid_value", "messages"],
		[{ messages: null }, "invalid_value", "messages"],
		[{ messages: {} }, "invalid_value", "messages"],
		[{ messages: ["hi"] }, "invalid_value", "messages[0]"],
		[{ messages: [{ role: "robot", content: "x" }] }, "invalid_value", "messages[0].role"],
		[{ messages: [{ content: "x" }] }, "invalid_value", "messages[0].role"],
		[{ messages: [...hello, { role: "user" }] }, "invalid_value", "messages[1].content"],
		[{ messages: [{ role: "user", content: 5 }] }, "invalid_value", "messages[0].content"],
		[{ messages: [{ role: "user", content: null }] }, "invalid_value", "messages[0].content"],
		[{ messages: [{ role: "tool", content: "x" }] }, "invalid_value", "messages[0].tool_call_id"],
		[{ messages: [{ role: "tool", content: "x", tool_call_id: "" }] }, "invalid_value", "messages[0].tool_call_id"],
		[
			{ messages: [{ role: "assistant", tool_calls: [{ id: "1", function: {} }] }] },
			"invalid_value",
			"messages[0].tool_calls[0].function.name",
		],
		[withPart({ type: "hologram" }), "invalid_value", "messages[0].content[1].type"],
		[withPart({ text: "x" }), "invalid_value", "messages[0].content[1].type"],
		[withPart({ type: "text" }), "invalid_value", "messages[0].content[1].text"],
		[withPart("x"), "invalid_value", "messages[0].content[1]"],
		[withPart({ type: "image_url" }), "invalid_value", "messages[0].content[1].image_url"],
		[image(5), "invalid_value", "messages[0].content[1].image_url.url"],
		[{ max_tokens: 0 }, "invalid_value", "max_tokens"],
		[{ max_tokens: -1 }, "invalid_value", "max_tokens"],
		[{ max_tokens: 1.5 }, "invalid_value", "max_tokens"],
		[{ max_tokens: "10" }, "invalid_value", "max_tokens"],
		[{ max_completion_tokens: 0 }, "invalid_value", "max_completion_tokens"],
		[{ max_completion_tokens: 2 ** 60 }, "invalid_value", "max_completion_tokens"],
		[{ max_tokens: 5, max_completion_tokens: 6 }, "invalid_value", "max_tokens"],
		[{ n: 0 }, "invalid_value", "n"],
		[{ n: 129 }, "invalid_value", "n"],
		[{ temperature: 2.1 }, "invalid_value", "temperature"],
		[{ temperature: -0.1 }, "invalid_value", "temperature"],
		[{ temperature: "hot" }, "invalid_value", "temperature"],
		[{ top_p: 1.5 }, "invalid_value", "top_p"],
		[{ stream: "yes" }, "invalid_type", "stream"],
		[{ stream: 1 }, "invalid_type", "stream"],
		[{ tools: "x" }, "invalid_type", "tools"],
		[{ tools: [{ type: "function" }] }, "invalid_value", "tools[0].function"],
		[{ tools: [{ type: "function", function: {} }] }, "invalid_value", "tools[0].function.name"],
		[{ tool_choice: "maybe" }, "invalid_value", "tool_choice"],
		[{ response_format: { type: "yaml" } }, "invalid_value", "response_format.type"],
		[{ provider: { sort: "luck" } }, "invalid_value", "provider.sort"],
		[{ provider: { order: "openai" } }, "invalid_type", "provider.order"],
		[{ provider: { max_price: { prompt: -1 } } }, "invalid_value", "provider.max_price.prompt"],
		[{ reasoning: { effort: "hard" } }, "invalid_value", "reasoning.effort"],
		[{ models: ["a/b", ""] }, "invalid_value", "models[1]"],
		[{ metadata: { a: 5 } }, "invalid_type", "metadata.a"],
		[
			{ metadata: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, "v"])) },
			"invalid_value",
			"metadata",
		],
	])("%j as %s at %s", (fields, code, param) => {
		expect(refusal(fields)).toMatchObject({ code, param });
	});

	test("more than 10,000 messages as too_complex", () => {
		const messages = (count: number) => new Array(count).fill(hello[0]);
		expect(parse({ messages: messages(10_000) }).inputCount).toBe(10_000);
		expect(refusal({ messages: messages(10_001) })).toMatchObject({ code: "too_complex", param: "messages" });
	});

	test.each<[Record<string, unknown>, string]>([
		[
			{ tools: [{ type: "function", function: { name: "f", parameters: { type: "objekt" } } }] },
			"tools[0].function.parameters.type",
		],
		[{ tools: [{ type: "function", function: { name: "f", parameters: "x" } }] }, "tools[0].function.parameters"],
		[
			{ response_format: { type: "json_schema", json_schema: { name: "n", schema: { required: "a" } } } },
			"response_format.json_schema.schema.required",
		],
		[
			{ response_format: { type: "json_schema", json_schema: { name: "n", schema: "x" } } },
			"response_format.json_schema.schema",
		],
		[{ response_format: { type: "json_schema", json_schema: { schema: {} } } }, "response_format.json_schema.name"],
		[{ response_format: { type: "json_schema" } }, "response_format.json_schema"],
	])("%j as invalid_schema at %s", (fields, param) => {
		expect(refusal(fields)).toMatchObject({ code: "invalid_schema", param });
	});

	test.each([
		["http://127.0.0.1/a.png", "invalid_image_url"],
		["http://localhost/a.png", "invalid_image_url"],
		["file:///etc/passwd", "invalid_image_url"],
		["not a url", "invalid_image_url"],
		["data:image/png;base64,???", "invalid_image"],
		["data:image/png,raw", "invalid_image"],
		["data:image/png;base64,", "invalid_image"],
	])("an image at %s as %s", (url, code) => {
		expect(refusal(image(url))).toMatchObject({ code, param: "messages[0].content[1].image_url.url" });
	});

	test("a private URL in any message and kind of part", () => {
		const file = { type: "file", file: { file_data: "http://10.0.0.1/a.pdf" } };
		expect(refusal(withPart(file))).toMatchObject({
			code: "invalid_image_url",
			param: "messages[0].content[1].file.file_data",
		});
		const result = {
			role: "tool",
			tool_call_id: "1",
			content: [{ type: "image_url", image_url: { url: "http://[::1]/" } }],
		};
		expect(refusal({ messages: [...hello, result] }).param).toBe("messages[1].content[0].image_url.url");
		const audio = { type: "input_audio", input_audio: { data: "?", format: "wav" } };
		expect(refusal(withPart(audio))).toMatchObject({ code: "invalid_image" });
	});

	test("line ends in what may be forwarded as a header", () => {
		expect(refusal({ user: "a\r\nX: y" })).toMatchObject({ code: "invalid_header", param: "user" });
		expect(refusal({ metadata: { k: "a\nb" } })).toMatchObject({ code: "invalid_header", param: "metadata.k" });
	});

	test("with a message that says what would be right", () => {
		expect(refusal({ messages: [{ role: "robot", content: "x" }] }).message).toBe(
			`'messages[0].role' must be one of "system", "developer", "user", "assistant", "tool", "function".`,
		);
		expect(refusal({ max_tokens: 1.5 }).message).toBe("'max_tokens' must be a whole number.");
		expect(refusal({ max_tokens: 0 }).message).toBe("'max_tokens' must be at least 1.");
		expect(refusal({ stream: "yes" }).message).toBe("'stream' must be a boolean.");
		expect(refusal({ messages: "x" }).message).toBe("'messages' must be an array.");
		expect(refusal({ messages: [{ role: "user", content: 5 }] }).message).toBe(
			"'messages[0].content' must be a string or an array.",
		);
		expect(refusal({ messages: [{ role: "tool", content: "x" }] }).message).toBe(
			"'messages[0].tool_call_id' is missing; it must be a string.",
		);
	});
});
