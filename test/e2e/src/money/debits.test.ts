import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type Account,
	Client,
	type Counts,
	chat,
	eventually,
	independentPrice,
	nanoOf,
	openStack,
	type Stack,
	usdText,
} from "../harness/index.ts";
import {
	type ChatUsage,
	chatCompletion,
	chatFrames,
	detailedUsage,
	json,
	type MessagesUsage,
	message,
	messageFrames,
	plainUsage,
	stream,
	textBlock,
} from "../upstreams/index.ts";

let stack: Stack;
let account: Account;
let client: Client;
beforeAll(async () => {
	stack = await openStack("debits");
	account = await stack.account("1000");
	client = new Client(stack.baseUrl, (await account.key()).text);
});
afterAll(() => stack?.close());

const V1 = "/v1/chat/completions";
let expectedTotal = 0n;

/** What the answer says, what the record says and what is posted: all the same, and what we computed ourselves. */
async function expectDebit(headers: Headers, told: unknown, endpoint: string, counts: Counts): Promise<void> {
	const expected = independentPrice(endpoint, counts);
	expectedTotal += expected;
	expect(told).toBe(usdText(expected));
	const record = await eventually(async () => {
		const { data } = (await client.get(`/v1/generation?id=${headers.get("x-generation-id")}`)).body;
		expect(data?.posted).toBe(true);
		return data;
	});
	expect(record?.total_cost_usd).toBe(usdText(expected));
	const pico = (amount: unknown) => BigInt(String(amount).replace(".", ""));
	const lines = Object.values(record?.cost_breakdown ?? {}).map((line) => pico(line?.cost_usd));
	const adjustments = Object.values(record?.cost_adjustments ?? {}).map((each) => pico(each?.amount_usd));
	expect(lines.reduce((sum, each) => sum + each, 0n) / 1_000n).toBe(expected);
	expect([...lines, ...adjustments].reduce((sum, each) => sum + each, 0n)).toBe(expected * 1_000n);
	expect(record?.attempts?.length).toBe(1);
	expect(nanoOf(String(record?.hold_usd))).toBeGreaterThanOrEqual(expected);
}

const CHAT_CASES: readonly (readonly [string, string, string, ChatUsage, Counts])[] = [
	["plain", "openai/gpt-4.1", "openai", plainUsage(1234, 567), { input: 1234, output: 567 }],
	["one token each", "openai/gpt-4o-mini", "openai", plainUsage(1, 1), { input: 1, output: 1 }],
	[
		"an amount that must be rounded down",
		"openai/gpt-oss-20b",
		"groq",
		detailedUsage({ prompt: 7, cached: 3, completion: 0 }),
		{ input: 4, cacheRead: 3 },
	],
	[
		"an amount that must be rounded down, once for the sum and not for each class",
		"alibaba/qwen3.8-flash",
		"deepinfra",
		detailedUsage({ prompt: 40, cached: 33, completion: 5 }),
		{ input: 7, cacheRead: 33, output: 5 },
	],
	[
		"cached",
		"openai/gpt-4.1",
		"openai",
		detailedUsage({ prompt: 2048, cached: 1024, completion: 9 }),
		{ input: 1024, cacheRead: 1024, output: 9 },
	],
	[
		"all cached",
		"openai/gpt-4.1",
		"openai",
		detailedUsage({ prompt: 2048, cached: 2048, completion: 9 }),
		{ cacheRead: 2048, output: 9 },
	],
	[
		"cache written",
		"openai/gpt-5.5",
		"openai",
		detailedUsage({ prompt: 3000, cached: 1000, written: 500, completion: 20 }),
		{ input: 1500, cacheRead: 1000, cacheWrite5m: 500, output: 20 },
	],
	[
		"reasoning inside the completion",
		"openai/gpt-5-mini",
		"openai",
		detailedUsage({ prompt: 50, completion: 900, reasoning: 832 }),
		{ input: 50, output: 68, reasoning: 832 },
	],
	["just not in the higher tier", "openai/gpt-5.5", "openai", plainUsage(272_000, 10), { input: 272_000, output: 10 }],
	["in the higher tier", "openai/gpt-5.5", "openai", plainUsage(272_001, 10), { input: 272_001, output: 10 }],
	[
		"in the higher tier by its cached part",
		"openai/gpt-5.5",
		"openai",
		detailedUsage({ prompt: 300_000, cached: 290_000, completion: 5 }),
		{ input: 10_000, cacheRead: 290_000, output: 5 },
	],
	[
		"a provider without a cache price",
		"openai/gpt-oss-120b",
		"deepinfra",
		detailedUsage({ prompt: 100, cached: 60, completion: 4 }),
		{ input: 40, cacheRead: 60, output: 4 },
	],
	[
		"usage where Groq puts it",
		"openai/gpt-oss-120b",
		"groq",
		detailedUsage({ prompt: 100, cached: 60, completion: 4 }),
		{ input: 40, cacheRead: 60, output: 4 },
	],
];

/** A prompt as large as its usage says, so that the hold covers it: a byte a token. */
function prompt(usage: ChatUsage): string {
	return "x".repeat(Number(usage.prompt_tokens));
}

describe.each(["whole", "streamed", "streamed with its own usage chunk"] as const)("%s", (how) => {
	test.each(CHAT_CASES)("%s: %s", async (_, model, provider, usage, counts) => {
		const upstream = stack.upstreams[provider === "groq" ? "groq" : provider === "deepinfra" ? "deepinfra" : "openai"];
		const body = chat(prompt(usage), { model, max_tokens: 1_000, provider: { only: [provider] } });
		if (how === "whole") {
			upstream.next(json(chatCompletion("fine", usage)));
			const answer = await client.post(V1, body);
			expect(answer.status, answer.text.slice(0, 500)).toBe(200);
			return expectDebit(answer.headers, answer.body.usage?.cost_usd, `${model}@${provider}`, counts);
		}
		upstream.next(stream(chatFrames(["fine"], usage)));
		const answer = await client.stream(
			V1,
			how === "streamed" ? body : { ...body, stream_options: { include_usage: true } },
		);
		expect(answer.status, answer.text.slice(0, 500)).toBe(200);
		await expectDebit(answer.headers, answer.chunks.at(-1)?.usage?.cost_usd, `${model}@${provider}`, counts);
	});
});

const CLAUDE = "anthropic/claude-sonnet-5";
const CLAUDE_CASES: readonly (readonly [string, MessagesUsage, Counts])[] = [
	["plain", { input_tokens: 12, output_tokens: 34 }, { input: 12, output: 34 }],
	[
		"read from the cache",
		{ input_tokens: 12, cache_read_input_tokens: 900, cache_creation_input_tokens: 0, output_tokens: 3 },
		{ input: 12, cacheRead: 900, output: 3 },
	],
	[
		"written to the cache for five minutes and for an hour",
		{
			input_tokens: 5,
			cache_creation_input_tokens: 300,
			cache_read_input_tokens: 100,
			cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 100 },
			output_tokens: 7,
		},
		{ input: 5, cacheRead: 100, cacheWrite5m: 200, cacheWrite1h: 100, output: 7 },
	],
	[
		"with thinking",
		{ input_tokens: 9, output_tokens: 50, output_tokens_details: { thinking_tokens: 40 } },
		{ input: 9, output: 10, reasoning: 40 },
	],
];

describe.each(["/v1/messages", "/v1/chat/completions", "/api/v1/chat/completions"])("Anthropic behind %s", (path) => {
	const body = chat("x".repeat(2_000), { model: CLAUDE, max_tokens: 100 });
	const native = path.endsWith("/messages");

	test.each(CLAUDE_CASES)("%s", async (_, usage, counts) => {
		stack.upstreams.anthropic.next(json(message([{ type: "text", text: "fine" }], usage)));
		const answer = await client.post(path, body);
		expect(answer.status, answer.text).toBe(200);
		await expectDebit(answer.headers, answer.body.usage?.cost_usd, `${CLAUDE}@anthropic`, counts);
	});

	test.each(CLAUDE_CASES)("%s, streamed", async (_, usage, counts) => {
		stack.upstreams.anthropic.next(
			stream(messageFrames([textBlock("fine")], { start: { ...usage, output_tokens: 1 }, end: usage })),
		);
		const answer = await client.stream(path, body);
		const usages = answer.chunks.flatMap((chunk) => (chunk.usage ? [chunk.usage] : []));
		expect(usages).toHaveLength(1);
		if (native) expect(answer.frames.at(-1)).toMatch(/^event: message_stop/);
		await expectDebit(answer.headers, usages[0]?.cost_usd, `${CLAUDE}@anthropic`, counts);
	});
});

test("embeddings", async () => {
	stack.upstreams.openai.next(
		json({
			object: "list",
			data: [{ object: "embedding", index: 0, embedding: [0.1] }],
			model: "m",
			usage: { prompt_tokens: 777, total_tokens: 777 },
		}),
	);
	const answer = await client.post("/v1/embeddings", {
		model: "openai/text-embedding-3-small",
		input: "x".repeat(800),
	});
	const endpoint = "openai/text-embedding-3-small@openai";
	await expectDebit(answer.headers, answer.body.usage?.cost_usd, endpoint, { input: 777 });
});

test("what a provider bills beyond the hold is the house's loss, never the customer's", async () => {
	stack.upstreams.openai.next(json(chatCompletion("fine", plainUsage(900_000, 5))));
	const answer = await client.post(V1, chat("small", { model: "openai/gpt-4.1", max_tokens: 5 }));
	const record = (await client.get(`/v1/generation?id=${answer.headers.get("x-generation-id")}`)).body.data;
	expect(answer.body.usage?.cost_usd).toBe(record?.hold_usd);
	expectedTotal += nanoOf(String(record?.hold_usd));
	const full = independentPrice("openai/gpt-4.1@openai", { input: 900_000, output: 5 });
	expect(nanoOf(String(record?.hold_usd))).toBeLessThan(full);
});

test.each([
	["more cached than there was prompt", detailedUsage({ prompt: 10, cached: 50, completion: 5 })],
	["a negative count", plainUsage(-5, 5)],
	["half a token", plainUsage(1.5, 5)],
])("usage that cannot be true (%s) is not believed: an estimate is charged and called one", async (_, usage) => {
	stack.upstreams.openai.next(json(chatCompletion("some words", usage)));
	const answer = await client.post(V1, chat("hello", { model: "openai/gpt-4.1", max_tokens: 20 }));
	expect(answer.status).toBe(200);
	const record = (await client.get(`/v1/generation?id=${answer.headers.get("x-generation-id")}`)).body.data;
	expect(record?.estimated).toBe(true);
	expectedTotal += nanoOf(String(record?.total_cost_usd));
});

test("credits, key, activity and the audit agree with the sum of it all", async () => {
	const report = await stack.audit();
	expect(report).toMatchObject({ clean: true, difference: 0n });
	const credits = (await client.get("/v1/credits")).body.data;
	expect(credits?.posted_usd).toBe(usdText(expectedTotal));
	expect(credits?.total_usage_usd).toBe(usdText(expectedTotal));
	expect(nanoOf(String(credits?.available_usd)) + nanoOf(String(credits?.reserved_usd))).toBe(
		nanoOf("1000") - expectedTotal,
	);
	expect((await client.get("/v1/key")).body.data?.usage_usd).toBe(usdText(expectedTotal));
	const rows = Object.values((await client.get("/v1/activity?by=model")).body.data ?? {});
	expect(rows.reduce((sum, row) => sum + nanoOf(String(row?.usage_usd)), 0n)).toBe(expectedTotal);
});
