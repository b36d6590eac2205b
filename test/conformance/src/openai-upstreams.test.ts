import { openStack, type Stack } from "@turnpike/test-e2e/harness";
import {
	CHAT_DONE,
	chatCompletion,
	chatDelta,
	chatFrames,
	chatUsageFrame,
	detailedUsage,
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
import { collect, say, WEATHER } from "./openai.fixture.ts";

let stack: Stack;
let client: OpenAI;
let key: string;
beforeAll(async () => {
	stack = await openStack("sdk_openai_upstreams");
	key = (await (await stack.account()).key()).text;
	client = new OpenAI({ baseURL: `${stack.baseUrl}/v1`, apiKey: key });
});
afterAll(() => stack?.close());

const GPT = "openai/gpt-4.1";
const CLAUDE = "anthropic/claude-sonnet-5";

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
		const { text, usages } = await collect(client, CLAUDE, "Why?");
		expect(text).toBe("42");
		expect(usages).toHaveLength(1);
	});
});
