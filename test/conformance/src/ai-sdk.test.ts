import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenRouter } from "@openrouter/ai-sdk-provider";
import { openStack, type Stack } from "@turnpike/test-e2e/harness";
import { json, message, messageFrames, stream, textBlock, thinkingBlock } from "@turnpike/test-e2e/upstreams";
import {
	APICallError,
	embedMany,
	generateText,
	jsonSchema,
	type LanguageModel,
	Output,
	stepCountIs,
	streamText,
	tool,
} from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let stack: Stack;
let key: string;
beforeAll(async () => {
	stack = await openStack("ai_sdk");
	key = (await (await stack.account()).key()).text;
});
afterAll(() => stack?.close());

const ECHO = "sandbox/echo";
const CLAUDE = "anthropic/claude-sonnet-5";

const PROVIDERS: readonly (readonly [string, (model: string, apiKey?: string) => LanguageModel])[] = [
	[
		"@ai-sdk/openai, chat",
		(model, apiKey = key) => createOpenAI({ baseURL: `${stack.baseUrl}/v1`, apiKey }).chat(model),
	],
	["@ai-sdk/anthropic", (model, apiKey = key) => createAnthropic({ baseURL: `${stack.baseUrl}/v1`, apiKey })(model)],
	[
		"@openrouter/ai-sdk-provider",
		(model, apiKey = key) => createOpenRouter({ baseURL: `${stack.baseUrl}/api/v1`, apiKey }).chat(model),
	],
];

const weather = tool({
	description: "The weather in a city.",
	inputSchema: jsonSchema<{ city: string }>({
		type: "object",
		properties: { city: { type: "string" } },
		required: ["city"],
	}),
	execute: async ({ city }) => `sun in ${city}`,
});

describe.each(PROVIDERS)("%s", (name, model) => {
	test("generates, with usage", async () => {
		const { text, usage, finishReason } = await generateText({
			model: model(ECHO),
			prompt: "Hello, you!",
			maxOutputTokens: 100,
		});
		expect(text).toBe("Hello, you!");
		expect(finishReason).toBe("stop");
		expect(usage.totalTokens).toBeGreaterThan(0);
	});

	test("streams, with usage", async () => {
		const result = streamText({ model: model(ECHO), prompt: "Hello, you over there!", maxOutputTokens: 100 });
		let text = "";
		for await (const part of result.textStream) text += part;
		expect(text).toBe("Hello, you over there!");
		expect((await result.usage).outputTokens).toBeGreaterThan(0);
	});

	test("runs a tool and answers with its result", async () => {
		const { text, steps } = await generateText({
			model: model(ECHO),
			prompt: '[[tool:weather {"city":"Rome"}]] Weather?',
			tools: { weather },
			stopWhen: stepCountIs(3),
			maxOutputTokens: 100,
		});
		expect(steps).toHaveLength(2);
		expect(text).toContain("sun in Rome");
	});

	test("answers to a schema", async () => {
		const schema = jsonSchema<{ city: string }>({
			type: "object",
			properties: { city: { type: "string" } },
			required: ["city"],
			additionalProperties: false,
		});
		const { output } = await generateText({
			model: model(ECHO),
			// The Anthropic provider asks for a schema by a tool named json, which the sandbox calls when told to.
			prompt: name.includes("anthropic") ? '[[tool:json {"city":"Rome"}]]' : "Rome",
			output: Output.object({ schema }),
			maxOutputTokens: 200,
		});
		expect(output).toMatchObject({ city: expect.any(String) });
	});

	test("an Anthropic model's thinking is reasoning", async () => {
		const usage = { start: { input_tokens: 5, output_tokens: 1 }, end: { output_tokens: 9 } };
		stack.upstreams.anthropic.next(stream(messageFrames([thinkingBlock("c2ln", "Hm", "m."), textBlock("42")], usage)));
		const result = streamText({ model: model(CLAUDE), prompt: "Why?", maxOutputTokens: 2_000 });
		expect(await result.text).toBe("42");
		if (!name.includes("openai")) expect(await result.reasoningText).toBe("Hmm.");
	});

	test("a system prompt arrives", async () => {
		stack.upstreams.anthropic.next(
			json(message([{ type: "text", text: "fine" }], { input_tokens: 5, output_tokens: 2 })),
		);
		await generateText({ model: model(CLAUDE), instructions: "Be brief.", prompt: "x", maxOutputTokens: 10 });
		expect(JSON.stringify(stack.upstreams.anthropic.last.body.system)).toContain("Be brief.");
	});

	test("refusals are API call errors with their status", async () => {
		const failing = generateText({ model: model("nobody/nothing"), prompt: "x", maxOutputTokens: 10, maxRetries: 0 });
		const error = await failing.then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
		expect(APICallError.isInstance(error)).toBe(true);
		expect(error).toMatchObject({
			statusCode: 404,
			isRetryable: false,
			message: expect.stringContaining("nobody/nothing"),
		});
	});

	test("death in the middle of a stream is not swallowed", async () => {
		const errors: unknown[] = [];
		const result = streamText({
			model: model(ECHO),
			prompt: "[[die-after:3]] one two three four five",
			maxOutputTokens: 100,
			onError: ({ error }) => void errors.push(error),
		});
		await result.consumeStream({ onError: () => {} });
		expect(errors).toHaveLength(1);
	});
});

test("embeddings", async () => {
	const model = createOpenAI({ baseURL: `${stack.baseUrl}/v1`, apiKey: key }).embedding("sandbox/embed");
	const { embeddings, usage } = await embedMany({ model, values: ["one", "two"] });
	expect(embeddings.map(({ length }) => length)).toEqual([256, 256]);
	expect(usage.tokens).toBeGreaterThan(0);
});
