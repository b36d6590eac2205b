import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import Anthropic from "@anthropic-ai/sdk";
import { createOpenRouter } from "@openrouter/ai-sdk-provider";
import { OpenRouter } from "@openrouter/sdk";
import { independentPrice, LossyFront, openStack, type Stack, usdText } from "@turnpike/test-e2e/harness";
import {
	anthropicFailure,
	chatCompletion,
	chatFrames,
	failure,
	json,
	message,
	messageFrames,
	plainUsage,
	type Reply,
	stream,
	textBlock,
} from "@turnpike/test-e2e/upstreams";
import { generateText, type LanguageModel, streamText } from "ai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// The official clients' own retry loops, against everything that goes wrong on the way: one debit, and the answer.

let stack: Stack;
let front: LossyFront;
beforeAll(async () => {
	stack = await openStack("sdk_retries");
	front = await LossyFront.before(stack.baseUrl);
	for (const upstream of [stack.upstreams.openai, stack.upstreams.anthropic]) {
		upstream.always(({ text }) => prepared.get(promptOf(text))?.shift() ?? failure(500, "no answer was prepared"));
	}
});
afterAll(async () => {
	await front?.stop();
	await stack?.close();
});

const GPT = "openai/gpt-4.1";
const CLAUDE = "anthropic/claude-sonnet-5";
const say = (content: string) => [{ role: "user" as const, content }];

let prompts = 0;
/** What is answered to each prompt, in order: calls run side by side. */
const prepared = new Map<string, Reply[]>();
function aPrompt(...replies: Reply[]): string {
	const prompt = `prompt ${prompts++}: ${"x".repeat(60)}`;
	prepared.set(prompt, replies);
	return prompt;
}
const promptOf = (text: string) => /prompt \d+: x+/.exec(text)?.[0] ?? "";
const callsFor = (prompt: string, upstream: Client["upstream"]) =>
	stack.upstreams[upstream].received.filter(({ text }) => promptOf(text) === prompt).length;

type Ask = (baseUrl: string, apiKey: string, prompt: string) => Promise<string>;

/** A client made for one call, and what it says when it is asked. */
interface Client {
	readonly name: string;
	readonly upstream: "openai" | "anthropic";
	/** It tells by itself that it retries; without that only an `Idempotency-Key` does. */
	readonly tells: boolean;
	readonly whole: Ask;
	readonly streamed: Ask;
}

let calls = 0;
const named = () => ({ "Idempotency-Key": `call-${calls++}` });
const openai = (baseUrl: string, apiKey: string) => new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey });
const anthropic = (baseUrl: string, apiKey: string) => new Anthropic({ baseURL: baseUrl, apiKey });
const openrouter = (baseUrl: string, apiKey: string) =>
	new OpenRouter({
		apiKey,
		serverURL: `${baseUrl}/api/v1`,
		retryConfig: {
			strategy: "backoff",
			backoff: { initialInterval: 100, maxInterval: 500, exponent: 1.5, maxElapsedTime: 20_000 },
			retryConnectionErrors: true,
		},
	});

const AI_MODELS: readonly (readonly [
	string,
	Client["upstream"],
	(baseURL: string, apiKey: string) => LanguageModel,
])[] = [
	["ai with @ai-sdk/openai", "openai", (url, apiKey) => createOpenAI({ baseURL: `${url}/v1`, apiKey }).chat(GPT)],
	[
		"ai with @ai-sdk/anthropic",
		"anthropic",
		(url, apiKey) => createAnthropic({ baseURL: `${url}/v1`, apiKey })(CLAUDE),
	],
	[
		"ai with @openrouter/ai-sdk-provider",
		"openai",
		(url, apiKey) => createOpenRouter({ baseURL: `${url}/api/v1`, apiKey }).chat(GPT),
	],
];

const CLIENTS: readonly Client[] = [
	{
		name: "openai",
		upstream: "openai",
		tells: true,
		async whole(baseUrl, apiKey, prompt) {
			const asked = { model: GPT, messages: say(prompt), max_tokens: 50 };
			return (await openai(baseUrl, apiKey).chat.completions.create(asked)).choices[0]?.message.content ?? "";
		},
		async streamed(baseUrl, apiKey, prompt) {
			const asked = { model: GPT, messages: say(prompt), max_tokens: 50, stream: true as const };
			let text = "";
			for await (const chunk of await openai(baseUrl, apiKey).chat.completions.create(asked)) {
				text += chunk.choices[0]?.delta.content ?? "";
			}
			return text;
		},
	},
	{
		name: "@anthropic-ai/sdk",
		upstream: "anthropic",
		tells: true,
		async whole(baseUrl, apiKey, prompt) {
			const asked = { model: CLAUDE, messages: say(prompt), max_tokens: 50 };
			const [block] = (await anthropic(baseUrl, apiKey).messages.create(asked)).content;
			return block?.type === "text" ? block.text : "";
		},
		async streamed(baseUrl, apiKey, prompt) {
			const asked = { model: CLAUDE, messages: say(prompt), max_tokens: 50, stream: true as const };
			let text = "";
			for await (const event of await anthropic(baseUrl, apiKey).messages.create(asked)) {
				if (event.type === "content_block_delta" && event.delta.type === "text_delta") text += event.delta.text;
			}
			return text;
		},
	},
	{
		name: "@openrouter/sdk",
		upstream: "openai",
		tells: false,
		async whole(baseUrl, apiKey, prompt) {
			const chatRequest = { model: GPT, messages: say(prompt), maxTokens: 50, stream: false };
			const result = await openrouter(baseUrl, apiKey).chat.send({ chatRequest }, { headers: named() });
			return "choices" in result ? String(result.choices[0]?.message.content) : "a stream came back";
		},
		async streamed(baseUrl, apiKey, prompt) {
			const chatRequest = { model: GPT, messages: say(prompt), maxTokens: 50, stream: true };
			const result = await openrouter(baseUrl, apiKey).chat.send({ chatRequest }, { headers: named() });
			if ("choices" in result) return "no stream came back";
			let text = "";
			for await (const chunk of result) text += chunk.choices[0]?.delta.content ?? "";
			return text;
		},
	},
	...AI_MODELS.map(
		([name, upstream, modelOf]): Client => ({
			name,
			upstream,
			tells: false,
			async whole(baseUrl, apiKey, prompt) {
				const asked = { prompt, maxOutputTokens: 50, maxRetries: 3, headers: named() };
				return (await generateText({ model: modelOf(baseUrl, apiKey), ...asked })).text;
			},
			async streamed(baseUrl, apiKey, prompt) {
				const asked = { prompt, maxOutputTokens: 50, maxRetries: 3, headers: named() };
				return await streamText({ model: modelOf(baseUrl, apiKey), ...asked }).text;
			},
		}),
	),
];

const USAGE = { input_tokens: 40, output_tokens: 12 };
const GOOD = {
	openai: {
		whole: json(chatCompletion("the answer", plainUsage(40, 12))),
		streamed: stream(chatFrames(["the ", "answer"], plainUsage(40, 12))),
	},
	anthropic: {
		whole: json(message([{ type: "text", text: "the answer" }], USAGE)),
		streamed: stream(messageFrames([textBlock("the ", "answer")], { start: USAGE, end: USAGE })),
	},
} as const;
const COST = {
	openai: usdText(independentPrice(`${GPT}@openai`, { input: 40, output: 12 })),
	anthropic: usdText(independentPrice(`${CLAUDE}@anthropic`, { input: 40, output: 12 })),
} as const;

const delayed = (reply: Reply, ms: number): Reply => ({
	...reply,
	steps: [{ wait: ms }, ...reply.steps.filter(Boolean)],
});

/** What the upstream does first; the good answer comes behind. */
const FAULTS: readonly (readonly [string, (of: Client["upstream"]) => Reply])[] = [
	["says 500", (of) => (of === "openai" ? failure(500, "no") : anthropicFailure(500, "api_error", "no"))],
	["says 429", () => failure(429, "slow down", { retryAfter: "1" })],
	["resets before its first byte", () => ({ steps: ["die"] })],
	["answers without an answer", () => json("<html>not today</html>", 200)],
];

/** Asks once, through the retries, and says what it cost altogether. */
async function ask(how: Ask, upstream: Client["upstream"], prompt: string) {
	const key = await (await stack.account()).key();
	const text = await how(front.baseUrl, key.text, prompt);
	const rows = await stack.sql<{ charge: bigint; status: string }[]>`
		select charge_nano_usd as charge, status from usage_event where key_id = ${key.id} and charge_nano_usd > 0`;
	return {
		text,
		debits: rows.map(({ charge }) => usdText(charge)),
		upstreamCalls: callsFor(prompt, upstream),
	};
}

describe.concurrent.each(CLIENTS)("$name", (client) => {
	const { upstream } = client;
	describe.each(["whole", "streamed"] as const)("%s", (how) => {
		test.each(FAULTS)("an upstream that %s, and then answers", { timeout: 60_000 }, async (_, fault) => {
			const asked = await ask(client[how], upstream, aPrompt(fault(upstream), GOOD[upstream][how]));
			expect(asked).toEqual({ text: "the answer", debits: [COST[upstream]], upstreamCalls: 2 });
		});

		// As often as the client's default allows without waiting long.
		const times = client.tells ? 2 : 1;
		test(`an answer that is lost on its way, ${times} times`, { timeout: 60_000 }, async () => {
			const prompt = aPrompt(GOOD[upstream][how]);
			front.lose(prompt, times);
			const asked = await ask(client[how], upstream, prompt);
			expect(front.toLose(prompt)).toBe(0);
			expect(asked).toEqual({ text: "the answer", debits: [COST[upstream]], upstreamCalls: 1 });
		});
	});
});

describe.concurrent("an upstream that stalls, and then answers", () => {
	const asked = (prompt: string) => ({ max_tokens: 50, messages: say(prompt) });
	/** How each client is told how long to wait; only some of them tell the server. */
	const patient: readonly (readonly [string, Client["upstream"], Ask])[] = [
		[
			"openai, told so for one call",
			"openai",
			async (url, key, prompt) => {
				const answer = await openai(url, key).chat.completions.create(
					{ model: GPT, ...asked(prompt) },
					{ timeout: 8_000 },
				);
				return answer.choices[0]?.message.content ?? "";
			},
		],
		[
			"openai, told so once and for all",
			"openai",
			async (url, key, prompt) => {
				const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, timeout: 3_000 });
				return (
					(await client.chat.completions.create({ model: GPT, ...asked(prompt) })).choices[0]?.message.content ?? ""
				);
			},
		],
		[
			"@anthropic-ai/sdk",
			"anthropic",
			async (url, key, prompt) => {
				const client = new Anthropic({ baseURL: url, apiKey: key, timeout: 8_000 });
				const [block] = (await client.messages.create({ model: CLAUDE, ...asked(prompt) })).content;
				return block?.type === "text" ? block.text : "";
			},
		],
		[
			"@openrouter/sdk",
			"openai",
			async (url, key, prompt) => {
				const chatRequest = { model: GPT, messages: say(prompt), maxTokens: 50, stream: false };
				const options = { headers: named(), timeoutMs: 2_000 };
				const result = await openrouter(url, key).chat.send({ chatRequest }, options);
				return "choices" in result ? String(result.choices[0]?.message.content) : "a stream came back";
			},
		],
	];
	test.each(patient)("is given up for %s", { timeout: 60_000 }, async (_, upstream, whole) => {
		const prompt = aPrompt({ steps: ["hang"] }, GOOD[upstream].whole);
		expect(await ask(whole, upstream, prompt)).toEqual({
			text: "the answer",
			debits: [COST[upstream]],
			upstreamCalls: 2,
		});
	});
});

describe.concurrent("a client that gives up by itself and asks again by the same Idempotency-Key", () => {
	test.each(["whole", "streamed"] as const)("gets the %s answer that was on its way, charged once", async (how) => {
		const headers = named();
		const key = await (await stack.account()).key();
		const prompt = aPrompt(delayed(GOOD.openai[how], 2_500));
		const body = JSON.stringify({ model: GPT, messages: say(prompt), max_tokens: 50, stream: how === "streamed" });
		const send = (signal: AbortSignal) =>
			fetch(`${front.baseUrl}/v1/chat/completions`, {
				method: "POST",
				headers: { "content-type": "application/json", authorization: `Bearer ${key.text}`, ...headers },
				body,
				signal,
			});
		await expect(send(AbortSignal.timeout(1_000))).rejects.toThrow();
		const answer = await send(AbortSignal.timeout(15_000));
		expect(answer.headers.get("x-turnpike-replay")).toBe("true");
		expect(await answer.text()).toContain("answer");
		expect(callsFor(prompt, "openai")).toBe(1);
		const charges = await stack.sql`select 1 from usage_event where key_id = ${key.id} and charge_nano_usd > 0`;
		expect(charges).toHaveLength(1);
	});
});

test("everything above is audited to the nano-dollar", async () => {
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
