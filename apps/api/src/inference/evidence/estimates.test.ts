import { type Call, readBody } from "@turnpike/wire";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../formats.ts";
import { estimatePrompt } from "./estimate-prompt.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { textOfStream } from "./generated-text.ts";

const parsed = (format: keyof typeof FORMATS, body: object): Call =>
	FORMATS[format].parse(readBody(new TextEncoder().encode(JSON.stringify(body))), "native");
const said = (content: unknown, more: object = {}) =>
	parsed("chat", { model: "m", messages: [{ role: "user", content }], ...more });

describe("tokens of a text", () => {
	it("are estimated by its script: a letter of Chinese is about a token, of English a quarter", () => {
		expect(estimateTokens("The quick brown fox jumps over the lazy dog.")).toBeGreaterThan(8);
		expect(estimateTokens("The quick brown fox jumps over the lazy dog.")).toBeLessThan(13);
		expect(estimateTokens("敏捷的棕色狐狸跳过了懒狗")).toBeGreaterThan(8);
	});

	it("of a very long text follow from a part of it", () => {
		const sentence = "some words that repeat, again and again. ";
		const one = estimateTokens(sentence.repeat(100));
		const many = estimateTokens(sentence.repeat(100_000));
		expect(many / one).toBeGreaterThan(950);
		expect(many / one).toBeLessThan(1_050);
	});

	it("of nothing are none", () => {
		expect(estimateTokens("")).toBe(0);
	});
});

describe("tokens of a prompt", () => {
	it("are those of its words, not of the JSON around them", () => {
		const plain = estimatePrompt(said("one two three four"));
		expect(plain).toBeGreaterThanOrEqual(4);
		expect(plain).toBeLessThanOrEqual(10);
	});

	it("weigh media by what they are, not by their bytes", () => {
		const url = `data:image/png;base64,${"A".repeat(400_000)}`;
		const image = said([{ type: "image_url", image_url: { url } }]);
		expect(estimatePrompt(image)).toBeLessThan(100);
	});

	it("count tools, tool calls and their results", () => {
		const tools = [
			{ type: "function", function: { name: "weather", description: "The weather in a city", parameters: {} } },
		];
		expect(estimatePrompt(said("hi", { tools }))).toBeGreaterThan(estimatePrompt(said("hi")) + 5);
	});

	it("of an embedding are those of all its inputs, texts or tokens", () => {
		const of = (input: unknown) => estimatePrompt(parsed("embeddings", { model: "m", input }));
		expect(of("one two")).toBe(2);
		expect(of(["one two", "three"])).toBe(3);
		expect(of([[1, 2, 3], [4]])).toBe(4);
	});
});

describe("what a stream wrote", () => {
	it("is read back from chat chunks: text, reasoning, tools", () => {
		const chunk = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
		const call = { index: 0, id: "c", function: { name: "weather", arguments: '{"a"' } };
		const stream = `: hello\n\n${chunk({ content: "one " })}${chunk({ reasoning: "why " })}${chunk({ tool_calls: [call] })}`;
		expect(textOfStream("chat", stream)).toBe('one why weather{"a"');
	});

	it("is read back from Messages events", () => {
		const event = (type: string, more: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
		const stream =
			event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }) +
			event("content_block_delta", { index: 0, delta: { type: "text_delta", text: "one" } });
		expect(textOfStream("messages", stream)).toBe("one");
	});
});
