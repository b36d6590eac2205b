import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client, chat, independentPrice, openStack, ROOTS, type Stack, usdText } from "../harness/index.ts";
import { chatCompletion, chatFrames, json, plainUsage, stream } from "../upstreams/index.ts";

let stack: Stack;
let client: Client;
beforeAll(async () => {
	stack = await openStack("answers");
	const account = await stack.account();
	client = new Client(stack.baseUrl, (await account.key()).text);
});
afterAll(() => stack?.close());

const GPT = "openai/gpt-4.1";

function expectHeaders(headers: Headers, of: { provider: string; model: string; attempts: string }): void {
	expect(headers.get("x-request-id")).toMatch(/^req_\w+/);
	expect(headers.get("request-id")).toBe(headers.get("x-request-id"));
	expect(headers.get("x-generation-id")).toMatch(/^gen_\w+/);
	expect(headers.get("x-turnpike-provider")).toBe(of.provider);
	expect(headers.get("x-turnpike-model")).toBe(of.model);
	expect(headers.get("x-turnpike-attempts")).toBe(of.attempts);
}

describe.each(ROOTS)("answers on %s", (root) => {
	test("a complete answer carries the contract's headers", async () => {
		stack.upstreams.openai.next(json(chatCompletion("Hello.", plainUsage(9, 2))));
		const answer = await client.post(`${root}/chat/completions`, chat("Hi", { model: GPT }));
		expect(answer.status, answer.text).toBe(200);
		expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
		expectHeaders(answer.headers, { provider: "openai", model: GPT, attempts: "1" });
		expect(answer.headers.has("x-turnpike-sandbox")).toBe(false);
	});

	test("a stream carries the same, and is not to be buffered", async () => {
		stack.upstreams.openai.next(stream(chatFrames(["Hel", "lo."], plainUsage(9, 2))));
		const answer = await client.stream(`${root}/chat/completions`, chat("Hi", { model: GPT }));
		expect(answer.status, answer.text).toBe(200);
		expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
		expect(answer.headers.get("cache-control")).toContain("no-cache");
		expectHeaders(answer.headers, { provider: "openai", model: GPT, attempts: "1" });
	});

	test("own time is told apart from upstream time", async () => {
		const began = performance.now();
		const answer = await client.post(`${root}/chat/completions`, chat("[[slow:300ms]] x"));
		const whole = performance.now() - began;
		const timing = answer.headers.get("server-timing") ?? "";
		const own = Number(/turnpike;dur=([\d.]+)/.exec(timing)?.[1]);
		const upstream = Number(/upstream;dur=([\d.]+)/.exec(timing)?.[1]);
		expect(upstream).toBeGreaterThanOrEqual(290);
		// Neither is counted in the other. Two clocks that are read apart may differ by a little.
		expect(own + upstream).toBeLessThan(whole + 20);
	});

	test("what came from the sandbox says so", async () => {
		const whole = await client.post(`${root}/chat/completions`, chat("hello there"));
		expect(whole.headers.get("x-turnpike-sandbox")).toBe("true");
		expect(whole.body.sandbox).toBe(true);
		const streamed = await client.stream(`${root}/chat/completions`, chat("hello there"));
		expect(streamed.chunks.at(-1)?.sandbox).toBe(true);
	});

	test("the cost is in every answer, as a number and exactly", async () => {
		stack.upstreams.openai.next(json(chatCompletion("Hello.", plainUsage(1001, 7))));
		const cost = usdText(independentPrice("openai/gpt-4.1@openai", { input: 1001, output: 7 }));
		const { usage } = (await client.post(`${root}/chat/completions`, chat("Hi", { model: GPT }))).body;
		expect(usage).toMatchObject({ prompt_tokens: 1001, completion_tokens: 7, total_tokens: 1008, cost_usd: cost });
		expect(usage?.cost).toBe(Number(cost));
	});

	test("the sandbox's embeddings cost what they weigh", async () => {
		const answer = await client.post(`${root}/embeddings`, { model: "sandbox/embed", input: ["one", "two three"] });
		expect(answer.status, answer.text).toBe(200);
		const tokens = Number(answer.body.usage?.prompt_tokens);
		const cost = usdText(independentPrice("sandbox/embed@sandbox", { input: tokens }));
		expect(answer.body).toMatchObject({
			object: "list",
			data: [{ index: 0 }, { index: 1 }],
			usage: { cost_usd: cost },
		});
	});

	test("an id in an answer is told by its generation", async () => {
		const answer = await client.post(`${root}/chat/completions`, chat("hello"));
		const id = answer.headers.get("x-generation-id") ?? "";
		const record = await client.get(`${root}/generation?id=${id}`);
		expect(record.status, record.text).toBe(200);
		expect(record.body.data).toMatchObject({
			id,
			model: "sandbox/echo",
			provider_name: "sandbox",
			status: "completed",
		});
		expect(record.body.data?.total_cost_usd).toBe(answer.body.usage?.cost_usd);
	});
});

test("two answers have two ids", async () => {
	const [one, other] = await Promise.all([1, 2].map(() => client.post("/v1/chat/completions", chat("hello"))));
	expect(one?.headers.get("x-generation-id")).not.toBe(other?.headers.get("x-generation-id"));
	expect(one?.headers.get("x-request-id")).not.toBe(other?.headers.get("x-request-id"));
});

test("everything that was answered is audited to the nano-dollar", async () => {
	const report = await stack.audit();
	expect(report).toMatchObject({ clean: true, difference: 0n });
	expect(report.generations).toBeGreaterThan(10);
});
