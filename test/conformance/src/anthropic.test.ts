import Anthropic from "@anthropic-ai/sdk";
import { openStack, type Stack } from "@turnpike/test-e2e/harness";
import {
	anthropicFailure,
	CHAT_DONE,
	chatCompletion,
	chatDelta,
	chatFrames,
	chatUsageFrame,
	detailedUsage,
	event,
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
let client: Anthropic;
let key: string;
beforeAll(async () => {
	stack = await openStack("sdk_anthropic");
	key = (await (await stack.account()).key()).text;
	client = new Anthropic({ baseURL: stack.baseUrl, apiKey: key });
});
afterAll(() => stack?.close());

const CLAUDE = "anthropic/claude-sonnet-5";
const GPT = "openai/gpt-4.1";
const ECHO = "sandbox/echo";
const say = (content: string) => [{ role: "user" as const, content }];
const USAGE = {
	input_tokens: 11,
	cache_creation_input_tokens: 5,
	cache_read_input_tokens: 4,
	output_tokens: 6,
	service_tier: "standard",
};
const SPAN = { start: { ...USAGE, output_tokens: 1 }, end: { output_tokens: 30 } };
const WEATHER = {
	name: "weather",
	description: "The weather in a city.",
	input_schema: { type: "object" as const, properties: { city: { type: "string" } }, required: ["city"] },
};
const COST = /,"cost":[\d.e-]+,"cost_usd":"[\d.]+"/g;

describe("an Anthropic upstream, byte for byte", () => {
	const body = {
		model: CLAUDE,
		max_tokens: 64,
		system: [
			{ type: "text" as const, text: "Be brief.", cache_control: { type: "ephemeral" as const, ttl: "1h" as const } },
		],
		messages: [
			{
				role: "user" as const,
				content: [{ type: "text" as const, text: 'odd "bytes" é 😀', cache_control: { type: "ephemeral" as const } }],
			},
		],
		x_new_field: { a: [1, null] },
	};

	test("a request arrives as it was sent, but for the model, with its beta headers", async () => {
		stack.upstreams.anthropic.next(json(message([{ type: "text", text: "fine" }], USAGE)));
		const sent = JSON.stringify(body, null, 1);
		const headers = {
			"x-api-key": key,
			"content-type": "application/json",
			"anthropic-version": "2023-06-01",
			"anthropic-beta": "files-2099-01-01,unknown-beta",
		};
		await fetch(`${stack.baseUrl}/v1/messages`, { method: "POST", headers, body: sent });
		const received = stack.upstreams.anthropic.last;
		expect(received.text).toBe(sent.replace(JSON.stringify(CLAUDE), '"claude-sonnet-5"'));
		expect(received.headers).toMatchObject({
			"x-api-key": "key-of-anthropic",
			"anthropic-version": "2023-06-01",
			"anthropic-beta": "files-2099-01-01,unknown-beta",
		});
		expect(JSON.stringify(received.headers)).not.toContain(key);
	});

	test("a whole answer comes as it was given, with the cost put into its usage", async () => {
		const given = message(
			[
				{ type: "thinking", thinking: "Hm.", signature: "c2ln+/=" },
				{ type: "redacted_thinking", data: "eHh4" },
				{ type: "text", text: 'ünï "x"', citations: null },
			],
			USAGE,
		);
		stack.upstreams.anthropic.next(json(given));
		const response = await client.messages.create(body).asResponse();
		expect((await response.text()).replace(COST, "")).toBe(given);
		expect(response.headers.get("request-id")).toMatch(/^req_/);
	});

	test("a stream comes as it was given, but for the last usage's cost", async () => {
		const blocks = [
			thinkingBlock("c2ln+/=", "Hm", "m."),
			textBlock("a", "ü", '"'),
			toolBlock("toolu_1", "weather", '{"ci', 'ty":"Rome"}'),
		];
		const frames = messageFrames(blocks, SPAN, "tool_use");
		stack.upstreams.anthropic.next(stream(frames));
		const response = await client.messages.create({ ...body, stream: true }).asResponse();
		expect((await response.text()).replace(COST, "")).toBe(frames.join(""));
	});

	test("is understood by the stream helper: thinking, text, tools, usage", async () => {
		const blocks = [
			thinkingBlock("c2ln", "Hm", "m."),
			textBlock("Let me", " look."),
			toolBlock("toolu_1", "weather", '{"city":', '"Rome"}'),
		];
		stack.upstreams.anthropic.next(stream(messageFrames(blocks, SPAN, "tool_use")));
		const seen = { text: "", thinking: "" };
		const running = client.messages.stream({
			...body,
			thinking: { type: "enabled", budget_tokens: 1024 },
			max_tokens: 2000,
			tools: [WEATHER],
		});
		running.on("text", (delta) => {
			seen.text += delta;
		});
		running.on("thinking", (delta) => {
			seen.thinking += delta;
		});
		const final = await running.finalMessage();
		expect(seen).toEqual({ text: "Let me look.", thinking: "Hmm." });
		expect(final.content).toMatchObject([
			{ type: "thinking", thinking: "Hmm.", signature: "c2ln" },
			{ type: "text", text: "Let me look." },
			{ type: "tool_use", id: "toolu_1", name: "weather", input: { city: "Rome" } },
		]);
		expect(final.stop_reason).toBe("tool_use");
		expect(final.usage).toMatchObject({ input_tokens: 11, cache_read_input_tokens: 4, output_tokens: 30 });
	});

	test("signed thinking and tool results go back untouched", async () => {
		stack.upstreams.anthropic.next(json(message([{ type: "text", text: "Sun." }], USAGE)));
		const thinking = { type: "thinking" as const, thinking: "Hm.", signature: "c2ln+/=" };
		const messages = [
			...say("Weather?"),
			{
				role: "assistant" as const,
				content: [thinking, { type: "tool_use" as const, id: "toolu_1", name: "weather", input: { city: "Rome" } }],
			},
			{ role: "user" as const, content: [{ type: "tool_result" as const, tool_use_id: "toolu_1", content: "sun" }] },
		];
		await client.messages.create({ model: CLAUDE, max_tokens: 50, tools: [WEATHER], messages });
		expect(stack.upstreams.anthropic.last.body.messages).toEqual(messages);
	});

	test("the SDK may send its key as a bearer token too", async () => {
		stack.upstreams.anthropic.next(json(message([{ type: "text", text: "fine" }], USAGE)));
		const bearer = new Anthropic({ baseURL: stack.baseUrl, authToken: key, apiKey: null });
		expect((await bearer.messages.create({ model: CLAUDE, max_tokens: 5, messages: say("x") })).content).toMatchObject([
			{ text: "fine" },
		]);
	});
});

describe("a chat model behind the Anthropic SDK", () => {
	test("system, tools and bound are said OpenAI's way, and the answer comes back", async () => {
		stack.upstreams.openai.next(
			json(chatCompletion("Bonjour.", detailedUsage({ prompt: 20, cached: 8, completion: 3 }))),
		);
		const answer = await client.messages.create({
			model: GPT,
			max_tokens: 64,
			system: "Be brief.",
			messages: say("Hi"),
			tools: [WEATHER],
			stop_sequences: ["END"],
		});
		expect(stack.upstreams.openai.last.body).toMatchObject({
			model: "gpt-4.1",
			max_completion_tokens: 64,
			stop: ["END"],
			messages: [{ role: "system", content: "Be brief." }, { role: "user" }],
			tools: [{ type: "function", function: { name: "weather", parameters: WEATHER.input_schema } }],
		});
		expect(answer).toMatchObject({
			type: "message",
			role: "assistant",
			stop_reason: "end_turn",
			content: [{ type: "text", text: "Bonjour." }],
		});
		expect(answer.usage).toMatchObject({ input_tokens: 12, cache_read_input_tokens: 8, output_tokens: 3 });
	});

	test("a stream of text and parallel tool calls is a good Messages stream", async () => {
		const call = (index: number, id: string) => ({
			index,
			id,
			type: "function",
			function: { name: "weather", arguments: "" },
		});
		stack.upstreams.openai.next(
			stream([
				chatDelta({ role: "assistant", content: "Let me look." }),
				chatDelta({ tool_calls: [call(0, "call_1")] }),
				chatDelta({ tool_calls: [{ index: 0, function: { arguments: '{"city":"Rome"}' } }] }),
				chatDelta({ tool_calls: [call(1, "call_2")] }),
				chatDelta({ tool_calls: [{ index: 1, function: { arguments: '{"city":"Oslo"}' } }] }),
				chatDelta({}, "tool_calls"),
				chatUsageFrame(plainUsage(20, 30)),
				CHAT_DONE,
			]),
		);
		const final = await client.messages
			.stream({ model: GPT, max_tokens: 64, messages: say("Weather?"), tools: [WEATHER] })
			.finalMessage();
		expect(final.stop_reason).toBe("tool_use");
		expect(final.content).toMatchObject([
			{ type: "text", text: "Let me look." },
			{ type: "tool_use", id: "call_1", input: { city: "Rome" } },
			{ type: "tool_use", id: "call_2", input: { city: "Oslo" } },
		]);
		expect(final.usage).toMatchObject({ output_tokens: 30 });
	});

	test("tool results go there as tool messages", async () => {
		stack.upstreams.openai.next(json(chatCompletion("Sun.", plainUsage(9, 2))));
		await client.messages.create({
			model: GPT,
			max_tokens: 50,
			tools: [WEATHER],
			messages: [
				...say("Weather?"),
				{ role: "assistant", content: [{ type: "tool_use", id: "call_1", name: "weather", input: { city: "Rome" } }] },
				{ role: "user", content: [{ type: "tool_result", tool_use_id: "call_1", content: "sun" }] },
			],
		});
		expect(stack.upstreams.openai.last.body.messages).toMatchObject([
			{ role: "user" },
			{
				role: "assistant",
				tool_calls: [{ id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Rome"}' } }],
			},
			{ role: "tool", tool_call_id: "call_1", content: "sun" },
		]);
	});

	test("the bound that was hit, and a refusal by the provider, are said in Anthropic's words", async () => {
		stack.upstreams.openai.next(
			json(chatCompletion("cut", plainUsage(9, 2), "length")),
			stream(chatFrames(["cut"], plainUsage(9, 2), "length")),
		);
		const body = { model: GPT, max_tokens: 5, messages: say("x") };
		expect((await client.messages.create(body)).stop_reason).toBe("max_tokens");
		expect((await client.messages.stream(body).finalMessage()).stop_reason).toBe("max_tokens");
	});

	test("the sandbox answers, streams, thinks and calls tools", async () => {
		const body = { model: ECHO, max_tokens: 200 };
		expect((await client.messages.create({ ...body, messages: say("Hello, you!") })).content).toMatchObject([
			{ type: "text", text: "Hello, you!" },
		]);
		const running = client.messages.stream({ ...body, messages: say("[[reason:let me think]] Hello, you!") });
		expect(await running.finalText()).toBe("Hello, you!");
		const called = await client.messages.create({
			...body,
			tools: [WEATHER],
			messages: say('[[tool:weather {"city":"Rome"}]] ?'),
		});
		expect(called).toMatchObject({
			stop_reason: "tool_use",
			content: [{ type: "tool_use", name: "weather", input: { city: "Rome" } }],
		});
	});
});

describe("errors become the SDK's own", () => {
	const once = () => client.withOptions({ maxRetries: 0 });
	const call = (more: object = {}) => ({ model: ECHO, max_tokens: 10, messages: say("x"), ...more });
	test.each([
		[
			"a wrong key",
			() => once().withOptions({ apiKey: "sk-ant-nobody" }).messages.create(call()),
			Anthropic.AuthenticationError,
			"authentication_error",
		],
		[
			"a wrong model",
			() => once().messages.create(call({ model: "nobody/nothing" })),
			Anthropic.NotFoundError,
			"not_found_error",
		],
		[
			"a wrong value",
			() => once().messages.create(call({ max_tokens: 0 })),
			Anthropic.BadRequestError,
			"invalid_request_error",
		],
		[
			"failing providers",
			() => once().messages.create(call({ messages: say("[[fail:500]]") })),
			Anthropic.InternalServerError,
			"api_error",
		],
	])("%s", async (_, fail, Class, type) => {
		const error = await fail().then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
		expect(error).toBeInstanceOf(Class);
		expect(error).toMatchObject({ type, requestID: expect.stringMatching(/^req_/), error: { type: "error" } });
	});

	test("a rate limit, a suspended purse", async () => {
		const limited = new Anthropic({
			baseURL: stack.baseUrl,
			apiKey: (await (await stack.account()).key({ requestsPerMinute: 1 })).text,
			maxRetries: 0,
		});
		await limited.messages.create(call());
		await expect(limited.messages.create(call())).rejects.toBeInstanceOf(Anthropic.RateLimitError);
		const poor = new Anthropic({ baseURL: stack.baseUrl, apiKey: (await (await stack.account("0")).key()).text });
		await expect(poor.messages.create(call())).rejects.toMatchObject({ status: 402, type: "billing_error" });
	});

	test.each([
		[
			"the sandbox's death",
			() => client.messages.stream(call({ messages: say("[[die-after:3]] one two three four five") })),
		],
		[
			"an upstream's error event",
			() => {
				const frames = messageFrames([textBlock("some")], SPAN).slice(0, 4);
				stack.upstreams.anthropic.next(
					stream([
						...frames,
						{ wait: 30 },
						event("error", { error: { type: "overloaded_error", message: "Overloaded" } }),
					]),
				);
				return client.messages.stream(call({ model: CLAUDE }));
			},
		],
	])("%s in the middle of a stream is thrown", async (_, open) => {
		await expect(open().finalMessage()).rejects.toBeInstanceOf(Anthropic.APIError);
	});

	test("the SDK's retries help against failures that pass", async () => {
		stack.upstreams.anthropic.next(
			anthropicFailure(529, "overloaded_error", "Overloaded"),
			anthropicFailure(500, "api_error", "no"),
			json(message([{ type: "text", text: "at last" }], USAGE)),
		);
		expect((await client.messages.create({ model: CLAUDE, max_tokens: 5, messages: say("x") })).content).toMatchObject([
			{ text: "at last" },
		]);
		stack.upstreams.openai.next(failure(503, "busy"), json(chatCompletion("at last", plainUsage(1, 1))));
		expect((await client.messages.create({ model: GPT, max_tokens: 5, messages: say("x") })).content).toMatchObject([
			{ text: "at last" },
		]);
	});
});

test("the models list is one the SDK can page through", async () => {
	const models: Anthropic.ModelInfo[] = [];
	for await (const model of client.models.list()) models.push(model);
	const claude = models.find(({ id }) => id === CLAUDE);
	expect(claude).toMatchObject({
		type: "model",
		display_name: expect.any(String),
		created_at: expect.stringMatching(/^\d{4}-/),
	});
	expect((await client.models.retrieve(CLAUDE)).id).toBe(CLAUDE);
});

test("all of it is audited to the nano-dollar", async () => {
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
