import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	Client,
	chat,
	contentOf,
	eventually,
	independentPrice,
	nanoOf,
	openStack,
	type Stack,
	usdText,
} from "../harness/index.ts";
import {
	CHAT_DONE,
	chatDelta,
	chatFrames,
	chatUsageFrame,
	event,
	json,
	messageFrames,
	plainUsage,
	slowly,
	stream,
	textBlock,
} from "../upstreams/index.ts";

let stack: Stack;
let client: Client;
beforeAll(async () => {
	stack = await openStack("streams");
	client = new Client(stack.baseUrl, (await (await stack.account()).key()).text);
});
afterAll(() => stack?.close());

const GPT = "openai/gpt-4.1";
const CLAUDE = "anthropic/claude-sonnet-5";
const USAGE = plainUsage(1200, 3);
const COST = usdText(independentPrice("openai/gpt-4.1@openai", { input: 1200, output: 3 }));
const V1 = "/v1/chat/completions";
const API_V1 = "/api/v1/chat/completions";
const asked = { stream_options: { include_usage: true } };

async function recordOf(headers: Headers) {
	const id = headers.get("x-generation-id");
	return (await client.get(`/v1/generation?id=${id}`)).body.data;
}

describe("usage in chat streams on /v1", () => {
	test("asked for, it has a chunk of its own with empty choices", async () => {
		stack.upstreams.openai.next(stream(chatFrames(["a", "b"], USAGE)));
		const { chunks, frames } = await client.stream(V1, chat("x", { model: GPT, ...asked }));
		expect(chunks.at(-1)?.choices).toEqual([]);
		expect(chunks.at(-1)?.usage).toMatchObject({ ...USAGE, cost_usd: COST });
		expect(chunks.filter((chunk) => chunk.usage)).toHaveLength(1);
		expect(frames.at(-1)).toBe("data: [DONE]");
		expect(contentOf(chunks)).toBe("ab");
	});

	test("not asked for, it rides on the chunk with the finish reason", async () => {
		stack.upstreams.openai.next(stream(chatFrames(["a", "b"], USAGE)));
		const { chunks, frames } = await client.stream(V1, chat("x", { model: GPT }));
		const last = chunks.at(-1);
		expect(last?.choices?.[0]?.finish_reason).toBe("stop");
		expect(last?.usage).toMatchObject({ ...USAGE, cost_usd: COST });
		expect(chunks.every((chunk) => Number(chunk.choices?.length) > 0)).toBe(true);
		expect(frames.at(-1)).toBe("data: [DONE]");
	});

	test("upstream is always asked for it, and the caller's other stream options stay", async () => {
		stack.upstreams.openai.next(stream(chatFrames(["a"], USAGE)));
		await client.stream(V1, chat("x", { model: GPT, stream_options: { include_obfuscation: false } }));
		expect(stack.upstreams.openai.last.body.stream_options).toEqual({
			include_obfuscation: false,
			include_usage: true,
		});
	});

	test("frames that carry no usage pass byte for byte", async () => {
		const frames = chatFrames(['Grüße \\ "x"', " 👩‍👩‍👧"], USAGE);
		stack.upstreams.openai.next(stream(frames));
		const { text } = await client.stream(V1, chat("x", { model: GPT, ...asked }));
		expect(text.startsWith(frames.slice(0, -2).join(""))).toBe(true);
	});

	test("a provider that sends no usage is counted, and the record says that it is an estimate", async () => {
		stack.upstreams.openai.next(stream(chatFrames(["four letters", "more"], undefined)));
		const answer = await client.stream(V1, chat("x", { model: GPT }));
		expect(answer.frames.at(-1)).toBe("data: [DONE]");
		const record = await recordOf(answer.headers);
		expect(record).toMatchObject({ estimated: true, status: "completed" });
		expect(Number(record?.tokens_completion)).toBeGreaterThan(0);
	});

	test.each(["\r\n", "\n"])("bytes may come cut anywhere, lines may end with %j", async (end) => {
		const whole = chatFrames(["é", "中文", "😀"], USAGE).join("").replaceAll("\n", end);
		stack.upstreams.openai.next(stream([...whole].flatMap((character) => [character])));
		const { chunks } = await client.stream(V1, chat("x", { model: GPT }));
		expect(contentOf(chunks)).toBe("é中文😀");
		expect(chunks.at(-1)?.usage?.cost_usd).toBe(COST);
	});
});

test("on /api/v1 usage has OpenRouter's extra chunk, asked for or not, and nothing is null that its schema refuses", async () => {
	for (const more of [{}, asked]) {
		stack.upstreams.openai.next(stream(chatFrames(["a"], USAGE)));
		const { chunks, frames, headers } = await client.stream(API_V1, chat("x", { model: GPT, ...more }));
		const last = chunks.at(-1);
		expect(last?.usage).toMatchObject({ ...USAGE, cost: Number(COST), cost_usd: COST });
		expect(frames.at(-1)).toBe("data: [DONE]");
		for (const chunk of chunks) {
			expect(chunk.id).toBe(headers.get("x-generation-id"));
			expect(chunk).toMatchObject({ object: "chat.completion.chunk", model: GPT, provider: "OpenAI" });
			expect(chunk.usage).not.toBeNull();
			expect(chunk.system_fingerprint).not.toBeNull();
		}
	}
});

describe("death in the middle of a stream", () => {
	const cuts = [
		["the connection breaks", [chatDelta({ role: "assistant", content: "" }), chatDelta({ content: "some" }), "die"]],
		["it ends without its terminator", [chatDelta({ role: "assistant", content: "" }), chatDelta({ content: "some" })]],
		[
			"it says an error",
			[
				chatDelta({ content: "some" }),
				{ wait: 30 },
				'data: {"error":{"message":"engine lost","type":"server_error","code":null}}\n\n',
			],
		],
		["a frame is no JSON", [chatDelta({ content: "some" }), { wait: 30 }, 'data: {"choices":[{\n\n', CHAT_DONE]],
	] as const;

	test.each(cuts)("on /v1: %s", async (_, steps) => {
		stack.upstreams.openai.next(stream(steps));
		const answer = await client.stream(V1, chat("x", { model: GPT }));
		expect(answer.status).toBe(200);
		expect(contentOf(answer.chunks)).toBe("some");
		const last = answer.chunks.at(-1);
		expect(last).toMatchObject({ error: { type: "upstream_error", code: "stream_interrupted" } });
		expect(last).not.toHaveProperty("choices");
		expect(answer.text).not.toContain("[DONE]");
		const record = await recordOf(answer.headers);
		expect(record).toMatchObject({ status: "interrupted", total_cost_usd: "0.000000000" });
	});

	test.each(cuts)("on /api/v1: %s", async (_, steps) => {
		stack.upstreams.openai.next(stream(steps));
		const answer = await client.stream(API_V1, chat("x", { model: GPT }));
		const last = answer.chunks.at(-1);
		expect(last).toMatchObject({ error: { code: 502 }, choices: [{ finish_reason: "error" }] });
		expect(answer.text).not.toContain("[DONE]");
		expect(await recordOf(answer.headers)).toMatchObject({ total_cost_usd: "0.000000000" });
	});

	test.each(["/v1/messages", "/api/v1/messages"])("on %s it is an error event, by name", async (path) => {
		const usage = { start: { input_tokens: 5, output_tokens: 1 }, end: { output_tokens: 4 } };
		const frames = messageFrames([textBlock("some", "words")], usage).slice(0, 4);
		for (const end of [
			"die",
			event("error", { error: { type: "overloaded_error", message: "Overloaded" } }),
		] as const) {
			stack.upstreams.anthropic.next(stream([...frames, { wait: 30 }, end]));
			const answer = await client.stream(path, chat("x", { model: CLAUDE, max_tokens: 50 }));
			expect(answer.frames.at(-1)).toMatch(/^event: error\ndata: /);
			expect(answer.chunks.at(-1)).toMatchObject({
				type: "error",
				error: { type: expect.any(String), message: expect.any(String) },
			});
			expect(answer.text).not.toContain("message_stop");
			expect(await recordOf(answer.headers)).toMatchObject({ status: "interrupted", total_cost_usd: "0.000000000" });
		}
	});

	test("an error's words carry no address and no key", async () => {
		const words = "worker 10.4.5.6:8000 at http://gpu7.internal/v1 refused sk-proj-abcdefghijkl";
		stack.upstreams.openai.next(
			stream([chatDelta({ content: "a" }), { wait: 30 }, `data: ${JSON.stringify({ error: { message: words } })}\n\n`]),
		);
		const { text } = await client.stream(V1, chat("x", { model: GPT }));
		expect(text).not.toMatch(/10\.4\.5\.6|gpu7|sk-proj/);
	});
});

describe("a caller who leaves", () => {
	async function leaveAfterSome(path: string, body: object) {
		const leaving = new AbortController();
		const response = await client.send(path, { ...body, stream: true }, { signal: leaving.signal });
		const reader = response.body?.getReader();
		await reader?.read();
		await reader?.read();
		leaving.abort();
		return response.headers;
	}

	test("stops the upstream at once, and what was delivered is recorded as aborted", async () => {
		const frames = chatFrames(Array(200).fill("word "), plainUsage(50, 200));
		stack.upstreams.openai.next(stream(slowly(frames, 50)));
		const headers = await leaveAfterSome(V1, chat("x", { model: GPT, max_tokens: 500 }));
		await eventually(() => expect(stack.upstreams.openai.last.closedEarly()).toBeLessThan(2_000), 2_000);
		const record = await eventually(async () => {
			const found = await recordOf(headers);
			expect(found).toMatchObject({ status: "aborted", cancelled: true, estimated: true });
			return found;
		});
		const [cost, hold] = [Number(record?.total_cost_usd), Number(record?.hold_usd)];
		expect(cost).toBeGreaterThan(0);
		expect(cost).toBeLessThanOrEqual(hold);
		// Two frames of the two hundred were read: nothing like the whole answer is billed.
		expect(cost).toBeLessThan(Number(usdText(independentPrice("openai/gpt-4.1@openai", { input: 500, output: 60 }))));
	});

	test("before the first byte stops the upstream and costs nothing", async () => {
		stack.upstreams.openai.next({ steps: ["hang"] });
		const calls = stack.upstreams.openai.received.length;
		const leaving = new AbortController();
		const sent = client.send(V1, chat("x", { model: GPT, stream: true }), { signal: leaving.signal });
		await eventually(() => expect(stack.upstreams.openai.received.length).toBe(calls + 1));
		leaving.abort();
		await expect(sent).rejects.toThrow();
		await eventually(() => expect(stack.upstreams.openai.last.closedEarly()).toBeDefined(), 2_000);
	});

	test("from a stream that is billed whole is billed by the provider's own usage, and no more is sent upstream", async () => {
		const usage = plainUsage(700, 60);
		stack.upstreams.groq.next(stream(slowly(chatFrames(Array(20).fill("word "), usage), 20)));
		const body = chat("x", { model: "openai/gpt-oss-120b", max_tokens: 100, provider: { only: ["groq"] } });
		const headers = await leaveAfterSome(V1, body);
		const record = await eventually(async () => {
			const found = await recordOf(headers);
			expect(found).toMatchObject({ status: "aborted", cancelled: true });
			return found;
		});
		const due = independentPrice("openai/gpt-oss-120b@groq", { input: 700, output: 60 });
		const held = nanoOf(String(record?.hold_usd));
		expect(record).toMatchObject({ estimated: false, tokens_prompt: 700, tokens_completion: 60 });
		expect(record?.total_cost_usd).toBe(usdText(due < held ? due : held));
		expect(stack.upstreams.groq.last.closedEarly()).toBeUndefined();
	});

	test("from the sandbox leaves nothing running and nothing held", async () => {
		const headers = await leaveAfterSome(V1, chat("[[slow:50ms]] [[tokens:400]] again", { max_tokens: 500 }));
		await eventually(async () => expect(await recordOf(headers)).toMatchObject({ status: "aborted" }));
	});
});

test("a stream is delivered as it comes, not at its end", async () => {
	stack.upstreams.openai.next(
		stream([chatDelta({ role: "assistant", content: "first" }), { wait: 1_500 }, ...chatFrames(["last"], USAGE)]),
	);
	const began = performance.now();
	const response = await client.send(V1, chat("x", { model: GPT, stream: true }));
	const reader = response.body?.getReader();
	const first = await reader?.read();
	expect(Buffer.from(first?.value ?? []).toString()).toContain("first");
	expect(performance.now() - began).toBeLessThan(1_000);
	while (!(await reader?.read())?.done);
});

test("a caller who does not read holds the upstream back, and has all of it once it reads on", async () => {
	// Far more than the connections between hold, and little of it is content that costs.
	const padding = "x".repeat(64 * 1024);
	const frame = chatDelta({ content: "word " }).replace('"choices"', `"obfuscation":"${padding}","choices"`);
	const frames = [...Array<string>(1_000).fill(frame), ...chatFrames([], plainUsage(10, 1_000))];
	stack.upstreams.openai.next(stream(frames));
	const response = await client.send(V1, chat("x", { model: GPT, stream: true, max_tokens: 2_000 }));
	const { sent } = stack.upstreams.openai.last;
	await eventually(async () => {
		const before = sent();
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		expect(before).toBeGreaterThan(0);
		expect(sent()).toBe(before);
	}, 30_000);
	expect(sent()).toBeLessThan((frame.length * 1_000) / 2);
	const text = await response.text();
	expect(text.split(padding)).toHaveLength(1_001);
	expect(text.endsWith(CHAT_DONE)).toBe(true);
	expect(await recordOf(response.headers)).toMatchObject({ status: "completed", tokens_completion: 1_000 });
}, 60_000);

test("the answer's end waits for the usage: what ended normally is on record", async () => {
	const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => client.stream(V1, chat(`call ${at}`))));
	for (const answer of answers) expect(await recordOf(answer.headers)).toMatchObject({ status: "completed" });
});

test("several choices are all delivered, and usage still comes last", async () => {
	const answer = await client.stream(V1, chat("hello there", { n: 3, ...asked }));
	const finished = answer.chunks.flatMap((chunk) =>
		chunk.choices?.[0]?.finish_reason ? [chunk.choices[0].index] : [],
	);
	expect(finished.sort()).toEqual([0, 1, 2]);
	expect(answer.chunks.at(-1)?.choices).toEqual([]);
});

test("usage that comes with the finish reason, or in every chunk, is counted once", async () => {
	const finish = chatDelta({}, "stop").replace('"usage":null', `"usage":${JSON.stringify(USAGE)}`);
	const running = chatDelta({ content: "a" }).replace('"usage":null', `"usage":${JSON.stringify(plainUsage(1200, 1))}`);
	stack.upstreams.openai.next(
		stream([running, finish, CHAT_DONE]),
		stream([running, finish, chatUsageFrame(USAGE), CHAT_DONE]),
	);
	for (let call = 0; call < 2; call++) {
		const answer = await client.stream(V1, chat("x", { model: GPT }));
		expect(answer.chunks.at(-1)?.usage?.cost_usd).toBe(COST);
		expect((await recordOf(answer.headers))?.total_cost_usd).toBe(COST);
	}
});

test("an empty answer costs nothing", async () => {
	const nothing = {
		choices: [{ index: 0, message: { role: "assistant", content: "" }, finish_reason: null }],
		usage: USAGE,
	};
	stack.upstreams.openai.next(json(nothing));
	const answer = await client.post(V1, chat("x", { model: GPT }));
	expect(answer.status).toBe(200);
	expect(answer.body.usage?.cost_usd).toBe("0.000000000");
});

test("everything above is audited to the nano-dollar", async () => {
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
