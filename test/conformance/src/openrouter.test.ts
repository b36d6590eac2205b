import { OpenRouter } from "@openrouter/sdk";
import * as errors from "@openrouter/sdk/models/errors";
import { openStack, type Stack } from "@turnpike/test-e2e/harness";
import {
	CHAT_DONE,
	chatCompletion,
	chatDelta,
	chatFrames,
	chatUsageFrame,
	detailedUsage,
	failure,
	json,
	message,
	messageFrames,
	plainUsage,
	stream,
	textBlock,
	thinkingBlock,
	toolBlock,
} from "@turnpike/test-e2e/upstreams";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let stack: Stack;
let client: OpenRouter;
let manager: OpenRouter;
beforeAll(async () => {
	stack = await openStack("sdk_openrouter");
	const account = await stack.account();
	client = clientWith((await account.key({ limitUsd: "5", limitReset: "monthly" })).text);
	manager = clientWith((await account.key({ management: true })).text);
});
afterAll(() => stack?.close());

/** By default the SDK retries a 5xx for an hour. */
function clientWith(apiKey: string): OpenRouter {
	return new OpenRouter({ apiKey, serverURL: `${stack.baseUrl}/api/v1`, retryConfig: { strategy: "none" } });
}

const ECHO = "sandbox/echo";
const GPT = "openai/gpt-4.1";
const CLAUDE = "anthropic/claude-sonnet-5";
const say = (content: string) => [{ role: "user" as const, content }];

async function whole(model: string, content: string, more: object = {}) {
	const result = await client.chat.send({
		chatRequest: { model, messages: say(content), maxTokens: 200, stream: false, ...more },
	});
	if (!("choices" in result)) throw new Error("a stream came back");
	return result;
}

async function streamed(model: string, content: string, more: object = {}) {
	const result = await client.chat.send({
		chatRequest: { model, messages: say(content), maxTokens: 200, stream: true, ...more },
	});
	if ("choices" in result) throw new Error("no stream came back");
	const chunks = [];
	for await (const chunk of result) chunks.push(chunk);
	return { chunks, text: chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("") };
}

describe("answers pass the SDK's strict schemas", () => {
	test("the sandbox's", async () => {
		const result = await whole(ECHO, "Hello, you!");
		expect(result.choices[0]?.message.content).toBe("Hello, you!");
		expect(result.usage).toMatchObject({ cost: expect.any(Number) });
	});

	test("a provider's, with nulls its schema refuses", async () => {
		stack.upstreams.openai.next(
			json(chatCompletion("fine", detailedUsage({ prompt: 20, cached: 8, completion: 3, reasoning: 1 }))),
		);
		const result = await whole(GPT, "x");
		expect(result).toMatchObject({ model: GPT, choices: [{ finishReason: "stop", message: { content: "fine" } }] });
		expect(result.usage).toMatchObject({
			promptTokens: 20,
			completionTokens: 3,
			promptTokensDetails: { cachedTokens: 8 },
		});
	});

	test("Anthropic's, translated, with reasoning and a tool", async () => {
		const content = [
			{ type: "thinking", thinking: "Hm.", signature: "c2ln" },
			{ type: "text", text: "Let me look." },
			{ type: "tool_use", id: "toolu_1", name: "weather", input: { city: "Rome" } },
		];
		stack.upstreams.anthropic.next(json(message(content, { input_tokens: 5, output_tokens: 9 }, "tool_use")));
		const [choice] = (await whole(CLAUDE, "x")).choices;
		expect(choice).toMatchObject({
			finishReason: "tool_calls",
			message: { content: "Let me look.", reasoning: "Hm." },
		});
		expect(choice?.message.toolCalls).toMatchObject([
			{ id: "toolu_1", function: { name: "weather", arguments: '{"city":"Rome"}' } },
		]);
	});

	test("embeddings", async () => {
		const result = await client.embeddings.generate({ requestBody: { model: "sandbox/embed", input: ["one", "two"] } });
		if (typeof result === "string") throw new Error("no JSON");
		expect(result.data).toHaveLength(2);
		expect(result.usage?.cost).toEqual(expect.any(Number));
	});
});

describe("chunks pass the SDK's strict schemas", () => {
	test("the sandbox's, with usage and cost on the last", async () => {
		const { chunks, text } = await streamed(ECHO, "[[reason:hm hm]] Hello, you!");
		expect(text).toBe("Hello, you!");
		expect(chunks.at(-1)?.usage).toMatchObject({ cost: expect.any(Number) });
	});

	test("a provider's, with nulls its schema refuses", async () => {
		stack.upstreams.openai.next(stream(chatFrames(["a", "b"], detailedUsage({ prompt: 20, completion: 3 }))));
		const { chunks, text } = await streamed(GPT, "x");
		expect(text).toBe("ab");
		expect(chunks.filter(({ usage }) => usage)).toHaveLength(1);
	});

	test("tool calls", async () => {
		const call = { index: 0, id: "call_1", type: "function", function: { name: "weather", arguments: "" } };
		stack.upstreams.openai.next(
			stream([
				chatDelta({ role: "assistant", content: null, tool_calls: [call] }),
				chatDelta({ tool_calls: [{ index: 0, function: { arguments: '{"city":"Rome"}' } }] }),
				chatDelta({}, "tool_calls"),
				chatUsageFrame(plainUsage(5, 5)),
				CHAT_DONE,
			]),
		);
		const { chunks } = await streamed(GPT, "x");
		const args = chunks
			.flatMap((chunk) => chunk.choices[0]?.delta.toolCalls ?? [])
			.map((part) => part.function?.arguments ?? "");
		expect(args.join("")).toBe('{"city":"Rome"}');
	});

	test("Anthropic's, translated", async () => {
		const blocks = [
			thinkingBlock("c2ln", "Hm", "m."),
			textBlock("Let me"),
			toolBlock("toolu_1", "weather", '{"a":', "1}"),
		];
		const usage = { start: { input_tokens: 5, output_tokens: 1 }, end: { output_tokens: 9 } };
		stack.upstreams.anthropic.next(stream(messageFrames(blocks, usage, "tool_use")));
		const { chunks, text } = await streamed(CLAUDE, "x");
		expect(text).toBe("Let me");
		expect(chunks.map((chunk) => chunk.choices[0]?.delta.reasoning ?? "").join("")).toBe("Hmm.");
		expect(chunks.findLast((chunk) => chunk.choices[0]?.finishReason)?.choices[0]?.finishReason).toBe("tool_calls");
	});

	test("death in the middle is a chunk with an error, after what was said", async () => {
		const { chunks, text } = await streamed(ECHO, "[[die-after:3]] one two three four five");
		expect(text).toMatch(/^one two/);
		expect(chunks.at(-1)).toMatchObject({ error: { code: 502 }, choices: [{ finishReason: "error" }] });
	});
});

describe("the catalog passes the SDK's strict schemas", () => {
	test("models, all of them", async () => {
		const ids: string[] = [];
		for await (const page of await client.models.list()) ids.push(...page.result.data.map(({ id }) => id));
		expect(ids).toContain(ECHO);
		expect(ids).toContain(CLAUDE);
		expect((await client.models.count()).data.count).toBe(ids.length);
	});

	test("one model, its endpoints, the providers", async () => {
		expect((await client.models.get({ author: "openai", slug: "gpt-4.1" })).data).toMatchObject({ id: GPT });
		const { data } = await client.endpoints.list({ author: "openai", slug: "gpt-oss-120b" });
		expect(data.endpoints.map(({ providerName }) => providerName).length).toBeGreaterThan(2);
		expect((await client.providers.list()).data.map(({ slug }) => slug)).toContain("openai");
	});

	test("models for embeddings", async () => {
		const ids: string[] = [];
		for await (const page of await client.embeddings.listModels()) ids.push(...page.result.data.map(({ id }) => id));
		expect(ids).toContain("openai/text-embedding-3-small");
		expect(ids).not.toContain(GPT);
	});
});

describe("the account passes the SDK's strict schemas", () => {
	test("credits", async () => {
		expect((await client.credits.getCredits()).data).toMatchObject({
			totalCredits: 10,
			totalUsage: expect.any(Number),
		});
	});

	test("the key", async () => {
		expect((await client.apiKeys.getCurrentKeyMetadata()).data).toMatchObject({
			limit: 5,
			limitReset: "monthly",
			isFreeTier: false,
		});
	});

	test("a generation", async () => {
		const { id, usage } = await whole(ECHO, "hello");
		expect((await client.generations.getGeneration({ id })).data).toMatchObject({
			id,
			model: ECHO,
			totalCost: usage?.cost,
		});
	});

	test("activity", async () => {
		await whole(ECHO, "hello");
		await stack.audit();
		const { data } = await manager.analytics.getUserActivity();
		expect(data.find(({ model }) => model === ECHO)).toMatchObject({
			requests: expect.any(Number),
			usage: expect.any(Number),
		});
	});

	test("analytics, and what may be asked of them", async () => {
		const { id } = await whole(ECHO, "hello");
		await stack.audit();
		const meta = (await manager.analytics.getAnalyticsMeta()).data;
		expect(meta.metrics.map(({ name }) => name)).toContain("request_count");
		const { data } = await manager.analytics.queryAnalytics({
			requestBody: {
				metrics: ["request_count", "total_usage"],
				dimensions: ["model"],
				granularity: "day",
				timeRange: { start: new Date(Date.now() - 86_400_000), end: new Date(Date.now() + 60_000) },
				filters: [{ field: "model", operator: "eq", value: ECHO }],
				orderBy: { field: "date", direction: "desc" },
			},
		});
		expect(id).toMatch(/^gen_/);
		expect(data.data.length).toBeGreaterThan(0);
		expect(data.metadata).toMatchObject({ rowCount: data.data.length, truncated: false });
	});
});

describe("errors become the SDK's own", () => {
	test.each([
		[
			"a wrong key",
			() => clientWith("sk-or-v1-nobody").chat.send({ chatRequest: { model: ECHO, messages: say("x") } }),
			errors.UnauthorizedResponseError,
		],
		["a wrong model", () => whole("nobody/nothing", "x"), errors.NotFoundResponseError],
		["a wrong value", () => whole(ECHO, "x", { maxTokens: 0 }), errors.BadRequestResponseError],
		["failing providers", () => whole(ECHO, "[[fail:500]]"), errors.BadGatewayResponseError],
		["failing providers, streamed", () => streamed(ECHO, "[[fail:500]]"), errors.BadGatewayResponseError],
	])("%s", async (_, fail, Class) => {
		await expect(fail()).rejects.toBeInstanceOf(Class);
	});

	test("no credit and too many requests", async () => {
		const poor = clientWith((await (await stack.account("0")).key()).text);
		const call = { chatRequest: { model: ECHO, messages: say("x") } };
		await expect(poor.chat.send(call)).rejects.toBeInstanceOf(errors.PaymentRequiredResponseError);
		const limited = clientWith((await (await stack.account()).key({ requestsPerMinute: 1 })).text);
		await limited.chat.send(call);
		await expect(limited.chat.send(call)).rejects.toBeInstanceOf(errors.TooManyRequestsResponseError);
	});

	test("the SDK's own retries help against failures that pass", async () => {
		stack.upstreams.openai.next(failure(500, "boom"), json(chatCompletion("at last", plainUsage(1, 1))));
		const backoff = { initialInterval: 10, maxInterval: 50, exponent: 1.5, maxElapsedTime: 5_000 };
		const result = await client.chat.send(
			{ chatRequest: { model: GPT, messages: say("x"), maxTokens: 5 } },
			{ retries: { strategy: "backoff", backoff, retryConnectionErrors: true } },
		);
		expect("choices" in result && result.choices[0]?.message.content).toBe("at last");
	});
});
