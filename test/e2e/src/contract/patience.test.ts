import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client, chat, contentOf, expectRefusal, openStack, ROOTS, rawRequest, type Stack } from "../harness/index.ts";
import {
	CHAT_DONE,
	chatDelta,
	chatFrames,
	event,
	messageFrames,
	plainUsage,
	SILENCE,
	stream,
	textBlock,
} from "../upstreams/index.ts";

// The contract's own time-outs, waited for; everything here runs at once.
const SLOW_MS = 60_000;
const FIRST_BYTE_MS = 30_000;
const IDLE_MS = 30_000;
const KEEP_ALIVE_MS = 15_000;

let stack: Stack;
let client: Client;
beforeAll(async () => {
	stack = await openStack("patience");
	client = new Client(stack.baseUrl, (await (await stack.account()).key()).text);
	// Concurrent tests share an upstream: what it does is asked for in the message.
	stack.upstreams.openai.always(({ text }) => {
		if (text.includes("never answer")) return SILENCE;
		if (text.includes("answer too late")) return { steps: [{ wait: 8_000 }, "die"] };
		if (text.includes("fall silent")) return stream([chatDelta({ content: "some" }), "hang"]);
		return stream([chatDelta({ content: "a" }), { wait: 20_000 }, ...chatFrames(["b"], plainUsage(10, 2))]);
	});
	const frames = messageFrames([textBlock("some")], {
		start: { input_tokens: 5, output_tokens: 1 },
		end: { output_tokens: 1 },
	});
	stack.upstreams.anthropic.always(stream([...frames.slice(0, 4), { wait: 20_000 }, ...frames.slice(4)]));
	stack.upstreams.groq.always(SILENCE);
	stack.upstreams.deepinfra.always(SILENCE);
	stack.upstreams.together.always(stream(chatFrames(["fine"], plainUsage(10, 2))));
});
afterAll(() => stack?.close());

const GPT = "openai/gpt-4.1";
const GAVE_UP = { status: 504, type: "upstream_error", code: "upstream_timeout", retry: true };

async function timed<T>(work: Promise<T>): Promise<{ answer: T; ms: number }> {
	const began = performance.now();
	const answer = await work;
	return { answer, ms: performance.now() - began };
}

describe.concurrent("waiting", { timeout: SLOW_MS }, () => {
	test.each(ROOTS)("%s: no first byte in 30 s is a 504", async (root) => {
		const path = `${root}/chat/completions`;
		const { answer, ms } = await timed(client.post(path, chat("never answer", { model: GPT, stream: true })));
		expectRefusal(answer, path, GAVE_UP);
		expect(ms).toBeGreaterThan(FIRST_BYTE_MS - 500);
		expect(ms).toBeLessThan(FIRST_BYTE_MS + 3_000);
	});

	test("a provider that hangs gives way to the next", async () => {
		const body = chat("x", { model: "openai/gpt-oss-120b", provider: { order: ["groq", "together"] } });
		const { answer } = await timed(client.stream("/v1/chat/completions", body));
		expect(answer.headers.get("x-turnpike-provider")).toBe("together");
		expect(contentOf(answer.chunks)).toBe("fine");
		expect(stack.upstreams.groq.last.closedEarly()).toBeDefined();
	});

	test("a whole answer is given up before the client's own time is over", async () => {
		const options = { headers: { "x-stainless-timeout": "7" } };
		const { answer, ms } = await timed(
			client.post("/v1/chat/completions", chat("answer too late", { model: GPT }), options),
		);
		expectRefusal(answer, "/v1/chat/completions", GAVE_UP);
		expect(ms).toBeGreaterThan(1_900);
		expect(ms).toBeLessThan(5_000);
	});

	test.each(ROOTS)("%s: a stream that falls silent for 30 s ends with an error", async (root) => {
		const { answer, ms } = await timed(client.stream(`${root}/chat/completions`, chat("fall silent", { model: GPT })));
		expect(contentOf(answer.chunks)).toContain("some");
		expect(answer.chunks.at(-1)).toHaveProperty("error");
		expect(answer.text).not.toContain("[DONE]");
		expect(ms).toBeGreaterThan(IDLE_MS - 500);
		expect(ms).toBeLessThan(IDLE_MS + 5_000);
		const { data } = (await client.get(`/v1/generation?id=${answer.headers.get("x-generation-id")}`)).body;
		expect(data).toMatchObject({ status: "interrupted", total_cost_usd: "0.000000000" });
	});

	test.each(ROOTS)("%s: silence is bridged by comments, each a frame of its own", async (root) => {
		const { answer, ms } = await timed(client.stream(`${root}/chat/completions`, chat("x", { model: GPT })));
		expect(answer.frames.filter((frame) => frame === ": TURNPIKE PROCESSING")).toHaveLength(1);
		for (const frame of answer.frames) expect(frame).toMatch(/^(data: .*|: TURNPIKE PROCESSING)$/);
		expect(contentOf(answer.chunks)).toBe("ab");
		expect(`${answer.frames.at(-1)}\n\n`).toBe(CHAT_DONE);
		expect(ms).toBeGreaterThan(KEEP_ALIVE_MS);
	});

	test("on /messages silence is bridged by ping events", async () => {
		const body = chat("x", { model: "anthropic/claude-sonnet-5", max_tokens: 9 });
		const answer = await client.stream("/v1/messages", body);
		const ping = event("ping", {}).trimEnd();
		// One of the upstream's own, one of ours.
		expect(answer.frames.filter((frame) => frame === ping)).toHaveLength(2);
		for (const frame of answer.frames) expect(frame).toMatch(/^event: \w+\ndata: \{.*\}$/);
	});

	test.each(ROOTS)("%s: a body that does not come in 30 s is a 408", async (root) => {
		const path = `${root}/chat/completions`;
		const head = [
			`POST ${path} HTTP/1.1`,
			"Host: turnpike.test",
			`Authorization: Bearer ${client.key}`,
			"Content-Type: application/json",
		];
		const drip = Array.from({ length: 45 }, () => [{ wait: 1_000 }, "1\r\n \r\n"]).flat();
		const chunked = rawRequest(stack.baseUrl, [...head, "Transfer-Encoding: chunked"], drip);
		const declared = rawRequest(stack.baseUrl, [...head, "Content-Length: 100"], ["{"]);
		for (const answer of await Promise.all([chunked, declared])) {
			expectRefusal(answer, path, { status: 408, type: "invalid_request_error", code: "request_timeout", retry: true });
		}
	});
});

test("nothing of what timed out was charged", async () => {
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
