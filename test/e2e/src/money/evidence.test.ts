import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	Client,
	chat,
	eventually,
	independentPrice,
	type JsonObject,
	nanoOf,
	openStack,
	type Stack,
	usdText,
} from "../harness/index.ts";
import {
	CHAT_DONE,
	chatCompletion,
	chatDelta,
	chatFrames,
	chatUsageFrame,
	FakeUpstream,
	json,
	messageFrames,
	plainUsage,
	type Step,
	slowly,
	stream,
	textBlock,
} from "../upstreams/index.ts";

// Whose word a bill goes by where an answer was not read to its end, and who pays for what failed.

let stack: Stack;
let client: Client;
let openrouter: FakeUpstream;
beforeAll(async () => {
	openrouter = await FakeUpstream.start();
	stack = await openStack("evidence", { OPENROUTER_API_KEY: "key", OPENROUTER_BASE_URL: `${openrouter.url}/api/v1` });
	client = new Client(stack.baseUrl, (await (await stack.account("100")).key()).text);
});
afterAll(async () => {
	await stack?.close();
	await openrouter?.stop();
});

const V1 = "/v1/chat/completions";
const GPT = "openai/gpt-4.1";
const CLAUDE = "anthropic/claude-sonnet-5";
const ROUTED = "aion-labs/aion-2.0";

async function recordOf(headers: Headers): Promise<JsonObject> {
	return eventually(async () => {
		const { data } = (await client.get(`/v1/generation?id=${headers.get("x-generation-id")}`)).body;
		expect(data?.posted).toBe(true);
		return data ?? {};
	}, 20_000);
}

/** What providers bill the house for a generation: no customer's business, so only the book says it. */
async function providerCost(record: JsonObject): Promise<string> {
	const [row] = await stack.sql<{ cost: bigint }[]>`select provider_cost_nano_usd as cost from usage_event
		where transaction_id = ${String(record.transaction_id)} and provider_cost_nano_usd > 0`;
	return usdText(row?.cost ?? 0n);
}

/** Streams until something of the answer has come, then leaves. */
async function leave(path: string, body: object): Promise<JsonObject> {
	const leaving = new AbortController();
	const response = await client.send(path, { ...body, stream: true }, { signal: leaving.signal });
	expect(response.status).toBe(200);
	await response.body?.getReader().read();
	leaving.abort();
	return recordOf(response.headers);
}

const counts = ({ tokens_prompt, tokens_completion, evidence, estimated }: JsonObject) => ({
	tokens_prompt,
	tokens_completion,
	evidence,
	estimated,
});

describe("a stream that is left", () => {
	const words = Array(200).fill("word ");

	test("where leaving stops the bill, is counted: its words, not its bytes", async () => {
		const prompt = "seven words of a prompt stand here";
		stack.upstreams.openai.next(stream([...chatFrames(words, plainUsage(10, 200)).slice(0, 101), "hang"]));
		const record = await leave(V1, chat(prompt, { model: GPT, max_tokens: 500 }));
		expect(record).toMatchObject({ status: "aborted", evidence: "counted", estimated: true });
		expect(Number(record.tokens_completion)).toBeLessThanOrEqual(100);
		expect(Number(record.tokens_prompt)).toBeGreaterThanOrEqual(7);
		expect(Number(record.tokens_prompt)).toBeLessThanOrEqual(12);
	});

	test("has the prompt by the provider's word where that comes first", async () => {
		const usage = { start: { input_tokens: 700, cache_read_input_tokens: 30, output_tokens: 1 }, end: {} };
		stack.upstreams.anthropic.next(stream([...messageFrames([textBlock("one", " two")], usage).slice(0, 5), "hang"]));
		const record = await leave("/v1/messages", chat("x", { model: CLAUDE, max_tokens: 50 }));
		expect(record).toMatchObject({ evidence: "counted", tokens_prompt: 730, native_tokens_cached: 30 });
	});

	test("before it said anything but a role costs nothing: nothing is known", async () => {
		stack.upstreams.openai.next(stream([chatDelta({ role: "assistant", content: "" }), "hang"]));
		const record = await leave(V1, chat("x", { model: GPT }));
		expect(record).toMatchObject({ status: "aborted", evidence: "none", estimated: false });
		expect(record.total_cost_usd).toBe("0.000000000");
	});

	test.each<[string, readonly Step[], object]>([
		["zero", [chatUsageFrame(plainUsage(0, 0)), CHAT_DONE], { tokens_prompt: 0, tokens_completion: 0 }],
		["its usage", [chatUsageFrame(plainUsage(60, 9)), CHAT_DONE], { tokens_prompt: 60, tokens_completion: 9 }],
		[
			"its usage where Groq puts it",
			[chatDelta({}).replace('"usage":null', `"x_groq":{"usage":${JSON.stringify(plainUsage(61, 8))}}`), CHAT_DONE],
			{ tokens_prompt: 61, tokens_completion: 8 },
		],
	])("and drained is billed by what the provider says at last: %s", async (_, end, said) => {
		const frames = [
			chatDelta({ content: "some " }),
			{ wait: 150 },
			chatDelta({ content: "more" }),
			chatDelta({}, "stop"),
		];
		stack.upstreams.groq.next(stream([...frames, ...end]));
		const body = chat("x".repeat(80), { model: "openai/gpt-oss-120b", provider: { only: ["groq"] } });
		expect(counts(await leave(V1, body))).toEqual({ ...said, evidence: "provider", estimated: false });
	});

	test("and drained, without a word on its usage, is counted", async () => {
		const frames = [
			chatDelta({ content: "some " }),
			{ wait: 150 },
			chatDelta({ content: "more" }),
			chatDelta({}, "stop"),
		];
		stack.upstreams.groq.next(stream([...frames, CHAT_DONE]));
		const body = chat("x", { model: "openai/gpt-oss-120b", provider: { only: ["groq"] } });
		expect(counts(await leave(V1, body))).toMatchObject({ tokens_completion: 2, evidence: "counted", estimated: true });
	});

	test("and drained, but broken off by its provider, costs nothing, as if somebody had been there", async () => {
		stack.upstreams.groq.next(stream([...slowly(chatFrames(["some ", "more"], undefined).slice(0, 3), 100), "die"]));
		const body = chat("x", { model: "openai/gpt-oss-120b", provider: { only: ["groq"] } });
		const record = await leave(V1, body);
		expect(record).toMatchObject({ status: "interrupted", total_cost_usd: "0.000000000" });
		expect(nanoOf(await providerCost(record))).toBeGreaterThan(0n);
	});
});

test("a whole answer without usage is counted, and the row says so", async () => {
	stack.upstreams.openai.next(json(chatCompletion("three short words", {}).replace(/,"usage":\{\}/, "")));
	const answer = await client.post(V1, chat("four words of prompt", { model: GPT }));
	expect(answer.body.usage?.completion_tokens).toBe(3);
	expect(counts(await recordOf(answer.headers))).toMatchObject({ tokens_completion: 3, evidence: "counted" });
});

describe("what failed is the house's cost, to the nano-dollar", () => {
	const billed = plainUsage(500, 40);
	const only = { provider: { only: ["openai"] } };
	const failed = JSON.stringify({ error: { message: "engine lost", code: 503 }, choices: [], usage: billed });
	const cost = (counted: { input: number; output: number }, endpoint = `${GPT}@openai`) =>
		independentPrice(endpoint, counted);

	test("an attempt that failed after it was billed, and another answered", async () => {
		const body = chat("x".repeat(200), { model: GPT, models: ["openai/gpt-4o-mini"], max_tokens: 50, ...only });
		stack.upstreams.openai.next(json(failed), json(chatCompletion("fine", plainUsage(100, 10))));
		const answer = await client.post(V1, body);
		expect(answer.status, answer.text).toBe(200);
		const record = await recordOf(answer.headers);
		const served = cost({ input: 100, output: 10 }, "openai/gpt-4o-mini@openai");
		expect(record.total_cost_usd).toBe(usdText(served));
		expect(await providerCost(record)).toBe(usdText(served + cost({ input: 500, output: 40 })));
		expect([record.attempts?.[0]?.outcome, record.attempts?.[1]?.outcome]).toEqual(["failed", "answered"]);
	});

	test("attempts that all failed: an error for the customer, a record and a ledger line for the house", async () => {
		stack.upstreams.openai.next(json(failed));
		const answer = await client.post(V1, chat("x", { model: GPT, ...only }));
		expect(answer.status).toBe(502);
		expect(answer.headers.get("x-should-retry")).toBe("true");
		const record = await recordOf(answer.headers);
		expect(record).toMatchObject({ status: "failed", total_cost_usd: "0.000000000", evidence: "none" });
		expect(await providerCost(record)).toBe(usdText(cost({ input: 500, output: 40 })));
		const [line] = await stack.sql<{ amount: bigint }[]>`select amount_nano_usd as amount from entry
			where transaction_id = ${String(record.transaction_id)} and account_id = 'house:provider_expense'`;
		expect(line?.amount).toBe(-cost({ input: 500, output: 40 }));
	});

	test("an empty answer with input tokens", async () => {
		const nothing = { choices: [{ index: 0, message: { role: "assistant", content: "" }, finish_reason: null }] };
		stack.upstreams.openai.next(json({ ...nothing, usage: plainUsage(300, 0) }));
		const answer = await client.post(V1, chat("x", { model: GPT, ...only }));
		const record = await recordOf(answer.headers);
		expect(record).toMatchObject({ total_cost_usd: "0.000000000", tokens_prompt: 0 });
		expect(await providerCost(record)).toBe(usdText(cost({ input: 300, output: 0 })));
	});
});

describe("a provider that can be asked afterwards", () => {
	const body = chat("x".repeat(900), { model: ROUTED, max_tokens: 300, provider: { only: ["openrouter"] } });

	test("is asked nothing where its stream says all", async () => {
		const asked = openrouter.received.length;
		openrouter.next(stream(slowly(chatFrames(["some ", "words"], plainUsage(50, 20)), 50)));
		const record = await leave(V1, body);
		expect(counts(record)).toMatchObject({ tokens_prompt: 50, tokens_completion: 20, evidence: "provider" });
		expect(openrouter.received.length).toBe(asked + 1);
	});

	test("is asked, and again, where its stream says nothing of usage, and then believed", async () => {
		const counted = { native_tokens_prompt: 44, native_tokens_cached: 4, native_tokens_completion: 11 };
		openrouter.next(
			stream(slowly(chatFrames(["some ", "words"], undefined), 50)),
			json({ error: { code: 404, message: "not yet" } }, 404),
			json({ data: { id: "gen-up", ...counted } }),
		);
		const record = await leave(V1, body);
		const said = { tokens_prompt: 44, tokens_completion: 11, evidence: "lookup", estimated: false };
		expect(counts(record)).toEqual(said);
		expect(record.native_tokens_cached).toBe(4);
		expect(openrouter.last).toMatchObject({ method: "GET", path: "/api/v1/generation?id=chatcmpl-Up1" });
	});
});

test("everything above is audited to the nano-dollar", async () => {
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
