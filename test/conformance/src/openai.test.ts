import { openStack, type Stack } from "@turnpike/test-e2e/harness";
import { chatCompletion, failure, json, plainUsage } from "@turnpike/test-e2e/upstreams";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collect, say, WEATHER } from "./openai.fixture.ts";

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
		const { text, usages } = await collect(client, ECHO, "Hello, you over there!");
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
