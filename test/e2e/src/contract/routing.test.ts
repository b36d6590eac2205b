import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Client, chat, contentOf, eventually, expectRefusal, openStack, ROOTS, type Stack } from "../harness/index.ts";
import {
	anthropicFailure,
	chatCompletion,
	chatFrames,
	failure,
	json,
	message,
	plainUsage,
	type Reply,
	stream,
} from "../upstreams/index.ts";

let stack: Stack;
let client: Client;
beforeAll(async () => {
	stack = await openStack("routing");
	client = new Client(stack.baseUrl, (await (await stack.account()).key()).text);
});
afterAll(() => stack?.close());
afterEach(() => {
	for (const upstream of Object.values(stack.upstreams)) upstream.reset();
});

/** Sold by deepinfra (0.037), groq and together (0.15). */
const OSS = "openai/gpt-oss-120b";
const GPT = "openai/gpt-4.1";
const CLAUDE = "anthropic/claude-sonnet-5";
const good = (words = "fine") => json(chatCompletion(words, plainUsage(10, 2)));
const goodStream = () => stream(chatFrames(["fine"], plainUsage(10, 2)));

const V1 = "/v1/chat/completions";
const call = (more: object = {}) => chat("x", { model: OSS, max_tokens: 50, ...more });

function everyoneAnswers(reply: Reply): void {
	for (const upstream of Object.values(stack.upstreams)) upstream.always(reply);
}

/** Who was called, in order of asking. */
function called(): string[] {
	return Object.entries(stack.upstreams).flatMap(([name, upstream]) => upstream.received.map(() => name));
}

describe("which provider", () => {
	test("the cheapest first", async () => {
		everyoneAnswers(good());
		const answer = await client.post(V1, call());
		expect(answer.headers.get("x-turnpike-provider")).toBe("deepinfra");
	});

	test.each([
		["order", { order: ["together", "groq"] }, "together"],
		["only", { only: ["groq"] }, "groq"],
		["ignore", { ignore: ["deepinfra", "together"] }, "groq"],
		["names as people write them", { only: ["Together"] }, "together"],
	])("provider.%s", async (_, provider, expected) => {
		everyoneAnswers(good());
		const answer = await client.post(V1, call({ provider }));
		expect(answer.headers.get("x-turnpike-provider")).toBe(expected);
		expect(called()).toEqual([expected]);
	});

	test.each([{ zdr: true }, { data_collection: "deny" }])(
		"none that may keep what is sent, where the caller says %j: nobody's policy is known",
		async (provider) => {
			everyoneAnswers(good());
			const refused = await client.post(V1, call({ provider }));
			expectRefusal(refused, V1, { status: 404, type: "invalid_request_error", code: "no_endpoint" });
			expect(refused.body.error?.message).toContain("not known");
			expect(called()).toEqual([]);
			expect((await client.post(V1, chat("x", { provider }))).status).toBe(200);
		},
	);

	test("each gets its own key, nobody the caller's", async () => {
		everyoneAnswers(good());
		await client.post(V1, call({ provider: { only: ["groq"] } }), { headers: { "x-api-key": client.key } });
		const { headers } = stack.upstreams.groq.last;
		expect(headers.authorization).toBe("Bearer key-of-groq");
		expect(JSON.stringify(headers)).not.toContain(client.key);
		expect(headers).not.toHaveProperty("x-api-key");
	});

	test("what only a router understands is not sent on", async () => {
		everyoneAnswers(good());
		const mine = {
			provider: { order: ["groq"] },
			models: [GPT],
			transforms: [],
			route: "fallback",
			session_id: "s",
			usage: { include: true },
		};
		await client.post(V1, call(mine));
		for (const field of Object.keys(mine)) expect(stack.upstreams.groq.last.body).not.toHaveProperty(field);
	});

	test("a prohibited data collection or max price excludes", async () => {
		everyoneAnswers(good());
		const dear = await client.post(V1, call({ provider: { max_price: { prompt: "0.01" } } }));
		expectRefusal(dear, V1, { status: 404, type: "invalid_request_error", code: "no_endpoint" });
		expect(called()).toEqual([]);
	});
});

describe("falling through before the first byte", () => {
	// Who failed or asked for time in one test is first again in the next.
	beforeEach(async () => {
		everyoneAnswers(good());
		await eventually(async () => {
			expect((await client.post(V1, call())).headers.get("x-turnpike-provider")).toBe("deepinfra");
		}, 10_000);
		for (const upstream of Object.values(stack.upstreams)) upstream.reset();
	});

	const failures: readonly (readonly [string, Reply])[] = [
		["500", failure(500, "boom")],
		["503", failure(503, "busy")],
		["429", failure(429, "slow down", { type: "rate_limit_error", retryAfter: "1" })],
		["401, which is our own trouble", failure(401, "bad key", { code: "invalid_api_key" })],
		["404 for the model", failure(404, "no such model", { code: "model_not_found" })],
		["a dead connection", { steps: ["die"] }],
		["half an answer", { headers: { "content-length": "5000" }, steps: ['{"id":"x","choi', "die"] }],
		["an answer that is no JSON", json("<html>bad gateway</html>")],
		["an error in a 200", json({ error: { message: "overloaded", code: 503 } })],
		["a redirect", json("", 302, { location: "http://169.254.169.254/" })],
		["an empty answer", json("")],
	];

	test.each(failures)("%s: the next provider answers", async (_, reply) => {
		everyoneAnswers(good());
		stack.upstreams.deepinfra.always(reply);
		const answer = await client.post(V1, call());
		expect(answer.status, answer.text).toBe(200);
		expect(answer.headers.get("x-turnpike-attempts")).toBe("2");
		expect(answer.headers.get("x-turnpike-provider")).not.toBe("deepinfra");
		const { data } = (await client.get(`/v1/generation?id=${answer.headers.get("x-generation-id")}`)).body;
		expect(data?.attempts).toEqual([
			expect.objectContaining({ provider: "deepinfra", outcome: "failed" }),
			expect.objectContaining({ outcome: "answered", status: 200 }),
		]);
	});

	const streamFailures: readonly (readonly [string, Reply])[] = [
		...failures.filter(([name]) => name !== "half an answer"),
		["an error as the first frame", stream(['data: {"error":{"message":"no","type":"server_error"}}\n\n'])],
		["a stream that ends at once", stream([])],
		["a stream that dies at once", stream(["die"])],
		["comments, then death", stream([": PROCESSING\n\n", { wait: 30 }, "die"])],
	];
	test.each(streamFailures)("streamed, %s: the next provider answers", async (_, reply) => {
		everyoneAnswers(goodStream());
		stack.upstreams.deepinfra.always(reply);
		const answer = await client.stream(V1, call());
		expect(answer.status, answer.text).toBe(200);
		expect(contentOf(answer.chunks)).toBe("fine");
		expect(answer.headers.get("x-turnpike-attempts")).toBe("2");
		expect(answer.frames.at(-1)).toBe("data: [DONE]");
	});

	test("`models` come after all providers of the first model", async () => {
		everyoneAnswers(failure(500, "boom"));
		stack.upstreams.openai.always(good("from the second model"));
		const answer = await client.post(V1, call({ models: [GPT] }));
		expect(answer.headers.get("x-turnpike-model")).toBe(GPT);
		expect(answer.headers.get("x-turnpike-attempts")).toBe("4");
		expect(called().sort()).toEqual(["deepinfra", "groq", "openai", "together"]);
	});

	test("a fallback model of another vendor's dialect answers in the caller's", async () => {
		stack.upstreams.openai.always(failure(500, "boom"));
		stack.upstreams.anthropic.always(
			json(message([{ type: "text", text: "fine" }], { input_tokens: 10, output_tokens: 2 })),
		);
		const answer = await client.post(V1, chat("x", { model: GPT, models: [CLAUDE], max_tokens: 50 }));
		expect(answer.body.choices?.[0]?.message?.content).toBe("fine");
		expect(answer.headers.get("x-turnpike-model")).toBe(CLAUDE);
	});

	test("a model nobody knows is passed over while a known one follows", async () => {
		everyoneAnswers(good());
		const answer = await client.post(V1, call({ model: "nobody/nothing", models: [OSS] }));
		expect(answer.headers.get("x-turnpike-model")).toBe(OSS);
	});

	test("allow_fallbacks: false tries what was ordered and no other", async () => {
		everyoneAnswers(failure(500, "boom"));
		const provider = { order: ["groq"], allow_fallbacks: false };
		const answer = await client.post(V1, call({ provider }));
		expect(answer.status).toBe(502);
		expect(called()).toEqual(["groq"]);
	});

	test("a request at fault is said to be, whoever refused it", async () => {
		everyoneAnswers(failure(400, "`top_k` is not supported", { type: "invalid_request_error" }));
		const answer = await client.post(V1, call());
		expectRefusal(answer, V1, { status: 400, type: "invalid_request_error", code: "invalid_value" });
		expect(answer.text).toContain("top_k");
	});
});

describe.each(ROOTS)("when everyone fails, on %s", (root) => {
	const path = `${root}/chat/completions`;
	const failed = { status: 502, type: "upstream_error", code: "all_providers_failed", retry: true };

	test.each([false, true])("502 with every attempt (stream: %s)", async (streamed) => {
		everyoneAnswers(failure(500, "worker 10.0.0.9 with key sk-proj-abcdefgh12345 failed"));
		const answer = await client.post(path, call({ stream: streamed }));
		expectRefusal(answer, path, failed);
		expect(answer.body.error?.metadata?.attempts).toHaveLength(3);
		expect(answer.body.error?.metadata?.attempts?.[0]).toMatchObject({ provider: "deepinfra", status: 500 });
		expect(answer.text).not.toMatch(/10\.0\.0\.9|sk-proj/);
	});

	test("the longest wait that was asked for is passed on, at most a minute", async () => {
		everyoneAnswers(failure(429, "slow down", { type: "rate_limit_error", retryAfter: "9" }));
		expect((await client.post(path, call())).headers.get("retry-after")).toBe("9");
		everyoneAnswers(failure(429, "slow down", { type: "rate_limit_error", retryAfter: "86400" }));
		expect((await client.post(path, call())).headers.get("retry-after")).toBe("60");
	});

	test("/messages says it in Anthropic's words", async () => {
		stack.upstreams.anthropic.always(anthropicFailure(529, "overloaded_error", "Overloaded"));
		const answer = await client.post(`${root}/messages`, chat("x", { model: CLAUDE, max_tokens: 5 }));
		expectRefusal(answer, `${root}/messages`, failed);
	});

	test("our own standing with a provider is not told", async () => {
		everyoneAnswers(failure(401, "Incorrect API key provided: key-of-groq", { code: "invalid_api_key" }));
		const answer = await client.post(path, call());
		expect(answer.status).toBe(502);
		expect(answer.text).not.toMatch(/key-of|Incorrect API key/);
	});
});

test("nothing that failed was charged", async () => {
	const account = await stack.account();
	const mine = new Client(stack.baseUrl, (await account.key()).text);
	everyoneAnswers(failure(500, "boom"));
	await mine.post(V1, call());
	const { data } = (await mine.get("/v1/credits")).body;
	expect(data).toMatchObject({ total_usage_usd: "0.000000000", unposted_usd: "0.000000000" });
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
