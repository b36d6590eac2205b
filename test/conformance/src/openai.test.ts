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
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let stack: Stack;
let client: OpenAI;
let key: string;
beforeAll(async () => {
	stack = await openStack("sdk_openai");
	key = (await (await stack.account()).key()).text;
	client = new OpenAI({ baseURL: `${stack.baseUrl}/v1`, apiKey: key });
});
afterAll(() => stack?.close());

const ECHO = "sandbox/echo";
const GPT = "openai/gpt-4.1";
const CLAUDE = "anthropic/claude-sonnet-5";
const say = (content: string) => [{ role: "user" as const, content }];

const WEATHER = {
	type: "function" as const,
	function: {
		name: "weather",
		description: "The weather in a city.",
		parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
	},
};

async function collect(model: string, content: string) {
	let text = "";
	const usages: unknown[] = [];
	const chunks = await client.chat.completions.create({
		model,
		messages: say(content),
		stream: true,
		max_tokens: 200,
		stream_options: { include_usage: true },
	});
	for await (const chunk of chunks) {
		text += chunk.choices[0]?.delta.content ?? "";
		if (chunk.usage) usages.push(chunk.usage);
	}
	return { text, usages };
}

describe("the sandbox", () => {
	test("answers", async () => {
		const { data, response, request_id } = await client.chat.completions
			.create({ model: ECHO, messages: say("Hello, you!") })
			.withResponse();
		expect(data.choices[0]).toMatchObject({
			index: 0,
			finish_reason: "stop",
			message: { role: "assistant", content: "Hello, you!" },
		});
		expect(data.usage?.total_tokens).toBeGreaterThan(0);
		expect(data.usage).toHaveProperty("cost");
		expect(request_id).toBe(response.headers.get("x-request-id"));
	});

	test("streams, with usage in a chunk of its own", async () => {
		const { text, usages } = await collect(ECHO, "Hello, you over there!");
		expect(text).toBe("Hello, you over there!");
		expect(usages).toHaveLength(1);
	});

	test("is understood by the stream helper", async () => {
		const runner = client.chat.completions.stream({ model: ECHO, messages: say("one two three") });
		let seen = "";
		runner.on("content", (delta) => {
			seen += delta;
		});
		const completion = await runner.finalChatCompletion();
		expect(completion.choices[0]?.message.content).toBe("one two three");
		expect(seen).toBe("one two three");
		expect((await runner.totalUsage()).total_tokens).toBeGreaterThan(0);
	});

	test("calls a tool, takes its result, and answers", async () => {
		const asked = say('[[tool:weather {"city":"Paris"}]] Weather?');
		const first = await client.chat.completions.create({ model: ECHO, messages: asked, tools: [WEATHER] });
		const reply = first.choices[0];
		expect(reply?.finish_reason).toBe("tool_calls");
		const call = reply?.message.tool_calls?.[0];
		if (call?.type !== "function" || !reply) throw new Error("no function was called");
		expect(call.function).toEqual({ name: "weather", arguments: '{"city":"Paris"}' });
		const second = await client.chat.completions.create({
			model: ECHO,
			tools: [WEATHER],
			messages: [...asked, reply.message, { role: "tool", tool_call_id: call.id, content: "sunny" }],
		});
		expect(second.choices[0]?.message.content).toBe("sunny");
	});

	test("runs tools for the tool runner, streamed", async () => {
		const asked: string[] = [];
		const runner = client.chat.completions.runTools({
			model: ECHO,
			stream: true,
			messages: say('[[tool:weather {"city":"Rome"}]] Weather?'),
			tools: [
				{
					type: "function",
					function: {
						...WEATHER.function,
						parse: JSON.parse,
						function: ({ city }: { city: string }) => {
							asked.push(city);
							return "rain";
						},
					},
				},
			],
		});
		expect(await runner.finalContent()).toBe("rain");
		expect(asked).toEqual(["Rome"]);
	});

	test("answers to a JSON schema", async () => {
		const completion = await client.chat.completions.parse({
			model: ECHO,
			messages: say("Ann"),
			response_format: {
				type: "json_schema",
				json_schema: {
					name: "person",
					strict: true,
					schema: {
						type: "object",
						properties: { name: { type: "string" }, age: { type: "integer" } },
						required: ["name", "age"],
						additionalProperties: false,
					},
				},
			},
		});
		expect(completion.choices[0]?.message.parsed).toMatchObject({ name: expect.any(String), age: expect.any(Number) });
	});

	test("embeds: base64, which the SDK asks for by itself, is what float is", async () => {
		const input = ["one", "two"];
		const byDefault = await client.embeddings.create({ model: "sandbox/embed", input });
		const floats = await client.embeddings.create({ model: "sandbox/embed", input, encoding_format: "float" });
		expect(byDefault.data.map(({ index }) => index)).toEqual([0, 1]);
		for (const [at, { embedding }] of byDefault.data.entries()) {
			expect(embedding).toHaveLength(256);
			for (const [place, value] of embedding.entries())
				expect(value).toBeCloseTo(Number(floats.data[at]?.embedding[place]), 5);
		}
	});

	test("is listed among the models, and found", async () => {
		const ids: string[] = [];
		for await (const model of client.models.list()) ids.push(model.id);
		expect(ids).toContain(ECHO);
		expect(ids).toContain(GPT);
		expect(await client.models.retrieve(ECHO)).toMatchObject({ id: ECHO, object: "model", owned_by: "sandbox" });
	});
});

describe("errors become the SDK's own", () => {
	const noRetries = () => client.withOptions({ maxRetries: 0 });
	test.each([
		[
			"a wrong key",
			() =>
				noRetries()
					.withOptions({ apiKey: "sk-nobody" })
					.models.list()
					.then(() =>
						noRetries()
							.withOptions({ apiKey: "sk-nobody" })
							.chat.completions.create({ model: ECHO, messages: say("x") }),
					),
			OpenAI.AuthenticationError,
			401,
			"invalid_api_key",
		],
		[
			"a wrong model",
			() => noRetries().chat.completions.create({ model: "nobody/nothing", messages: say("x") }),
			OpenAI.NotFoundError,
			404,
			"model_not_found",
		],
		[
			"a wrong value",
			() => noRetries().chat.completions.create({ model: ECHO, messages: say("x"), max_tokens: 0 }),
			OpenAI.BadRequestError,
			400,
			"invalid_value",
		],
		[
			"429",
			() => noRetries().chat.completions.create({ model: ECHO, messages: say("[[fail:429 retry-after=2]]") }),
			OpenAI.InternalServerError,
			502,
			"all_providers_failed",
		],
		[
			"503",
			() => noRetries().chat.completions.create({ model: ECHO, messages: say("[[fail:503]]"), stream: true }),
			OpenAI.InternalServerError,
			502,
			"all_providers_failed",
		],
	])("%s", async (_, call, Class, status, code) => {
		const error = await call().then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
		expect(error).toBeInstanceOf(Class);
		expect(error).toMatchObject({ status, code, requestID: expect.stringMatching(/^req_/) });
	});

	test("a rate limit is a RateLimitError, no credit an APIError with 402", async () => {
		const limited = await (await stack.account()).key({ requestsPerMinute: 1 });
		const slow = new OpenAI({ baseURL: `${stack.baseUrl}/v1`, apiKey: limited.text, maxRetries: 0 });
		await slow.chat.completions.create({ model: ECHO, messages: say("x") });
		await expect(slow.chat.completions.create({ model: ECHO, messages: say("x") })).rejects.toBeInstanceOf(
			OpenAI.RateLimitError,
		);
		const poor = new OpenAI({ baseURL: `${stack.baseUrl}/v1`, apiKey: (await (await stack.account("0")).key()).text });
		await expect(poor.chat.completions.create({ model: ECHO, messages: say("x") })).rejects.toMatchObject({
			status: 402,
			code: "insufficient_credits",
		});
	});

	test("death in the middle of a stream is thrown, after what was said", async () => {
		let text = "";
		const chunks = await client.chat.completions.create({
			model: ECHO,
			messages: say("[[die-after:3]] one two three four five six"),
			stream: true,
		});
		const reading = (async () => {
			for await (const chunk of chunks) text += chunk.choices[0]?.delta.content ?? "";
		})();
		await expect(reading).rejects.toBeInstanceOf(OpenAI.APIError);
		expect(text).toMatch(/^one two/);
	});
});

describe("the SDK's own retries", () => {
	test("help against 500s that pass, and cost nothing", async () => {
		stack.upstreams.openai.next(
			failure(500, "boom"),
			failure(429, "slow", { retryAfter: "1" }),
			json(chatCompletion("at last", plainUsage(5, 2))),
		);
		const completion = await client.chat.completions.create({ model: GPT, messages: say("x") });
		expect(completion.choices[0]?.message.content).toBe("at last");
	});

	test("are not tried where they cannot help", async () => {
		stack.upstreams.openai.reset();
		stack.upstreams.openai.next(failure(400, "no such parameter", { type: "invalid_request_error" }));
		await expect(client.chat.completions.create({ model: GPT, messages: say("x") })).rejects.toBeInstanceOf(
			OpenAI.BadRequestError,
		);
		expect(stack.upstreams.openai.received).toHaveLength(1);
	});
});

describe("an OpenAI upstream, byte for byte", () => {
	const body = {
		model: GPT,
		messages: say('odd "bytes"\u2028 é 😀'),
		temperature: 0.5,
		x_new_field: { a: [1, null] },
		max_completion_tokens: 50,
	};

	test("a request arrives as it was sent, but for the model", async () => {
		stack.upstreams.openai.next(json(chatCompletion("fine", plainUsage(5, 1))));
		const sent = JSON.stringify(body, null, 1);
		await fetch(`${stack.baseUrl}/v1/chat/completions`, {
			method: "POST",
			headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "openai-beta": "x=1" },
			body: sent,
		});
		expect(stack.upstreams.openai.last.text).toBe(sent.replace(JSON.stringify(GPT), '"gpt-4.1"'));
		expect(stack.upstreams.openai.last.path).toBe("/v1/chat/completions");
		expect(stack.upstreams.openai.last.headers).toMatchObject({
			authorization: "Bearer key-of-openai",
			"openai-beta": "x=1",
		});
	});

	test("a whole answer comes as it was given, with the cost put into its usage", async () => {
		const given = chatCompletion('ünï "x"', detailedUsage({ prompt: 20, cached: 8, completion: 3 }));
		stack.upstreams.openai.next(json(given));
		const response = await client.chat.completions.create(body).asResponse();
		const got = await response.text();
		expect(got.replace(/,"cost":[\d.e-]+,"cost_usd":"[\d.]+"/, "")).toBe(given);
	});

	test("a stream comes as it was given, but for the usage frame's cost", async () => {
		const frames = chatFrames(["a", "ü", '"'], detailedUsage({ prompt: 20, completion: 3 }));
		stack.upstreams.openai.next(stream(frames));
		const response = await client.chat.completions
			.create({ ...body, stream: true, stream_options: { include_usage: true } })
			.asResponse();
		const got = await response.text();
		expect(got.replace(/,"cost":[\d.e-]+,"cost_usd":"[\d.]+"/, "")).toBe(frames.join(""));
	});

	test("tool calls, refusals and log probabilities pass", async () => {
		const deltas = [
			chatDelta({
				role: "assistant",
				content: null,
				tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: "weather", arguments: "" } }],
			}),
			chatDelta({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
			chatDelta({ tool_calls: [{ index: 0, function: { arguments: '"Rome"}' } }] }),
			chatDelta({}, "tool_calls"),
			chatUsageFrame(plainUsage(9, 9)),
			CHAT_DONE,
		];
		stack.upstreams.openai.next(stream(deltas));
		const completion = await client.chat.completions
			.stream({ model: GPT, messages: say("x"), tools: [WEATHER] })
			.finalChatCompletion();
		expect(completion.choices[0]?.message.tool_calls?.[0]).toMatchObject({
			id: "call_1",
			function: { name: "weather", arguments: '{"city":"Rome"}' },
		});
	});

	test("embeddings pass", async () => {
		const given =
			'{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPw=="}],"model":"text-embedding-3-small","usage":{"prompt_tokens":4,"total_tokens":4}}';
		stack.upstreams.openai.next(json(given));
		const answer = await client.embeddings.create({ model: "openai/text-embedding-3-small", input: "x" });
		expect(answer.data[0]?.embedding).toEqual([1]);
		expect(stack.upstreams.openai.last.body).toMatchObject({
			model: "text-embedding-3-small",
			encoding_format: "base64",
		});
	});
});

describe("an Anthropic model behind the OpenAI SDK", () => {
	const USAGE = { input_tokens: 11, cache_read_input_tokens: 4, output_tokens: 6 };

	test("system, turns, bound and stop are said Anthropic's way, and the answer comes back", async () => {
		stack.upstreams.anthropic.next(json(message([{ type: "text", text: "Bonjour." }], USAGE)));
		const completion = await client.chat.completions.create({
			model: CLAUDE,
			messages: [
				{ role: "system", content: "Be brief." },
				...say("Hi"),
				{ role: "assistant", content: "Hello" },
				...say("In French"),
			],
			max_tokens: 64,
			stop: ["END"],
		});
		const { body, headers, path } = stack.upstreams.anthropic.last;
		expect(path).toBe("/v1/messages");
		expect(headers).toMatchObject({ "x-api-key": "key-of-anthropic", "anthropic-version": "2023-06-01" });
		expect(body).toMatchObject({ model: "claude-sonnet-5", max_tokens: 64, stop_sequences: ["END"] });
		expect(JSON.stringify(body.system)).toContain("Be brief.");
		expect(body.messages).toHaveLength(3);
		expect(completion.choices[0]).toMatchObject({
			finish_reason: "stop",
			message: { role: "assistant", content: "Bonjour." },
		});
		expect(completion.usage).toMatchObject({
			prompt_tokens: 15,
			completion_tokens: 6,
			total_tokens: 21,
			prompt_tokens_details: { cached_tokens: 4 },
		});
	});

	test("a tool goes there and back, streamed, with parallel calls told apart", async () => {
		const blocks = [
			textBlock("Let me", " look."),
			toolBlock("toolu_1", "weather", '{"city":', '"Rome"}'),
			toolBlock("toolu_2", "weather", '{"city":"Oslo"}'),
		];
		stack.upstreams.anthropic.next(
			stream(messageFrames(blocks, { start: { ...USAGE, output_tokens: 1 }, end: { output_tokens: 30 } }, "tool_use")),
		);
		const runner = client.chat.completions.stream({
			model: CLAUDE,
			messages: say("Weather?"),
			tools: [WEATHER],
			max_tokens: 100,
		});
		const [choice] = (await runner.finalChatCompletion()).choices;
		expect(choice?.finish_reason).toBe("tool_calls");
		expect(choice?.message.content).toBe("Let me look.");
		expect(choice?.message.tool_calls).toMatchObject([
			{ id: "toolu_1", function: { name: "weather", arguments: '{"city":"Rome"}' } },
			{ id: "toolu_2", function: { name: "weather", arguments: '{"city":"Oslo"}' } },
		]);
		expect(stack.upstreams.anthropic.last.body.tools).toMatchObject([
			{ name: "weather", input_schema: WEATHER.function.parameters },
		]);

		stack.upstreams.anthropic.next(json(message([{ type: "text", text: "Sun and snow." }], USAGE)));
		if (!choice) throw new Error("no choice");
		await client.chat.completions.create({
			model: CLAUDE,
			max_tokens: 100,
			tools: [WEATHER],
			messages: [
				...say("Weather?"),
				choice.message,
				{ role: "tool", tool_call_id: "toolu_1", content: "sun" },
				{ role: "tool", tool_call_id: "toolu_2", content: "snow" },
			],
		});
		const turns = stack.upstreams.anthropic.last.body.messages;
		expect(turns).toMatchObject([
			{ role: "user" },
			{
				role: "assistant",
				content: [
					{ type: "text" },
					{ type: "tool_use", id: "toolu_1", input: { city: "Rome" } },
					{ type: "tool_use", id: "toolu_2" },
				],
			},
			{
				role: "user",
				content: [
					{ type: "tool_result", tool_use_id: "toolu_1" },
					{ type: "tool_result", tool_use_id: "toolu_2" },
				],
			},
		]);
	});

	test("thinking is told apart from the answer", async () => {
		stack.upstreams.anthropic.next(
			stream(
				messageFrames([thinkingBlock("c2ln", "Hm", "m."), textBlock("42")], {
					start: { ...USAGE, output_tokens: 1 },
					end: { output_tokens: 9 },
				}),
			),
		);
		const { text, usages } = await collect(CLAUDE, "Why?");
		expect(text).toBe("42");
		expect(usages).toHaveLength(1);
	});
});
