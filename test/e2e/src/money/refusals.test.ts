import { parseUsd } from "@turnpike/money";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type Account,
	Client,
	chat,
	eventually,
	expectRefusal,
	giveCredit,
	independentPrice,
	type KeyOptions,
	nanoOf,
	openStack,
	ROOTS,
	type Stack,
	usdText,
} from "../harness/index.ts";
import { chatCompletion, chatFrames, json, plainUsage, slowly, stream } from "../upstreams/index.ts";

let stack: Stack;
beforeAll(async () => {
	stack = await openStack("refusals");
});
afterAll(() => stack?.close());

async function clientOf(account: Account, options?: KeyOptions): Promise<Client> {
	return new Client(stack.baseUrl, (await account.key(options)).text);
}

const V1 = "/v1/chat/completions";
const QUOTA = { status: 402, type: "insufficient_quota" };
/** Non-reasoning, 2 in and 8 out per million. */
const GPT = "openai/gpt-4.1";

describe.each(ROOTS)("no money on %s", (root) => {
	const path = `${root}/chat/completions`;

	test("an empty account is told what it has, what is needed and what would fit", async () => {
		const client = await clientOf(await stack.account("0"));
		const answer = await client.post(path, chat("hello", { max_tokens: 1_000 }));
		expectRefusal(answer, path, { ...QUOTA, code: "insufficient_credits" });
		const metadata = answer.body.error?.metadata;
		expect(metadata).toMatchObject({ available: "0.000000000", affordable_max_tokens: 0 });
		expect(nanoOf(String(metadata?.needed))).toBeGreaterThan(4_000_000n);
	});

	test("max_tokens that were asked for are never lowered, and the affordable number is affordable", async () => {
		const client = await clientOf(await stack.account("0.002"));
		const refused = await client.post(path, chat("hello", { max_tokens: 1_000 }));
		expectRefusal(refused, path, { ...QUOTA, code: "insufficient_credits" });
		const affordable = Number(refused.body.error?.metadata?.affordable_max_tokens);
		expect(affordable).toBeGreaterThan(100);
		expect(affordable).toBeLessThan(1_000);
		const answer = await client.post(path, chat("hello", { max_tokens: affordable }));
		expect(answer.status, answer.text).toBe(200);
		expect(answer.headers.has("x-turnpike-max-tokens")).toBe(false);
	});

	test("without max_tokens the limit is what can be afforded, is sent on and announced", async () => {
		const client = await clientOf(await stack.account("0.05"));
		stack.upstreams.openai.next(json(chatCompletion("fine", plainUsage(10, 2))));
		const answer = await client.post(path, chat("hello", { model: GPT }));
		expect(answer.status, answer.text).toBe(200);
		const limit = Number(answer.headers.get("x-turnpike-max-tokens"));
		expect(limit).toBeGreaterThanOrEqual(1_024);
		// 5 cents at 8 USD per million.
		expect(limit).toBeLessThanOrEqual(6_250);
		expect(stack.upstreams.openai.last.body.max_completion_tokens).toBe(limit);
	});

	test("an affordable limit below 1,024 is a 402", async () => {
		const client = await clientOf(await stack.account("0.005"));
		const answer = await client.post(path, chat("hello", { model: GPT }));
		expectRefusal(answer, path, { ...QUOTA, code: "insufficient_credits" });
		expect(Number(answer.body.error?.metadata?.affordable_max_tokens)).toBeLessThan(1_024);
	});

	test("a stream with a large default limit runs on a small balance", async () => {
		const client = await clientOf(await stack.account("0.05"));
		const answer = await client.stream(path, chat("hello there"));
		expect(answer.status, answer.text).toBe(200);
		expect(answer.frames.at(-1)).toBe("data: [DONE]");
	});

	test("a stream that outgrows the balance ends as one that hit its length, within its hold", async () => {
		// 4,096 tokens at 8 USD per million are 3.3 cents: the first hold fits, the next does not.
		const account = await stack.account("0.036");
		const client = await clientOf(account);
		const words = Array.from({ length: 400 }, () => "word ".repeat(30));
		stack.upstreams.openai.next(stream(slowly(chatFrames(words, plainUsage(20, 12_000)), 5)));
		const answer = await client.stream(path, chat("go on", { model: GPT, max_tokens: 30_000 }));
		const finish = answer.chunks.findLast((chunk) => chunk.choices?.[0]?.finish_reason);
		expect(finish?.choices?.[0]?.finish_reason).toBe("length");
		expect(answer.frames.at(-1)).toBe("data: [DONE]");
		await eventually(() => expect(stack.upstreams.openai.last.closedEarly()).toBeDefined());
		const record = (await client.get(`/v1/generation?id=${answer.headers.get("x-generation-id")}`)).body.data;
		expect(record).toMatchObject({ status: "cut", finish_reason: "length" });
		expect(nanoOf(String(record?.total_cost_usd))).toBeLessThanOrEqual(nanoOf("0.036"));
		expect(nanoOf(String(record?.total_cost_usd))).toBeGreaterThan(0n);
	});

	test("x-turnpike-max-cost refuses what could cost more, and bounds what has no limit", async () => {
		const client = await clientOf(await stack.account());
		const refused = await client.post(path, chat("hello", { model: GPT, max_tokens: 20_000 }), {
			headers: { "x-turnpike-max-cost": "0.01" },
		});
		expectRefusal(refused, path, { ...QUOTA, code: "max_cost_exceeded" });
		stack.upstreams.openai.next(json(chatCompletion("fine", plainUsage(10, 2))));
		const bounded = await client.post(path, chat("hello", { model: GPT }), {
			headers: { "x-turnpike-max-cost": "0.02" },
		});
		expect(bounded.status, bounded.text).toBe(200);
		expect(Number(bounded.headers.get("x-turnpike-max-tokens"))).toBeLessThanOrEqual(2_500);
	});

	test("a stream ends as one that hit its length before it costs more than x-turnpike-max-cost", async () => {
		const client = await clientOf(await stack.account());
		const words = Array.from({ length: 400 }, () => "word ".repeat(30));
		stack.upstreams.openai.next(stream(slowly(chatFrames(words, plainUsage(20, 12_000)), 5)));
		// 4,500 tokens at 8 USD per million: the first hold fits, and a part of the next.
		const ceiling = { headers: { "x-turnpike-max-cost": "0.037" } };
		const answer = await client.stream(path, chat("go on", { model: GPT, max_tokens: 30_000 }), ceiling);
		const finish = answer.chunks.findLast((chunk) => chunk.choices?.[0]?.finish_reason);
		expect(finish?.choices?.[0]?.finish_reason).toBe("length");
		const record = (await client.get(`/v1/generation?id=${answer.headers.get("x-generation-id")}`)).body.data;
		expect(record).toMatchObject({ status: "cut", finish_reason: "length" });
		expect(nanoOf(String(record?.total_cost_usd))).toBeLessThanOrEqual(nanoOf("0.037"));
		expect(nanoOf(String(record?.total_cost_usd))).toBeGreaterThan(0n);
	});

	test("a key's own limit is a budget, and says when it is new again", async () => {
		const client = await clientOf(await stack.account(), { limitUsd: "0.001", limitReset: "daily" });
		const answer = await client.post(path, chat("hello", { max_tokens: 1_000 }));
		expectRefusal(answer, path, { ...QUOTA, code: "budget_exceeded" });
		const metadata = answer.body.error?.metadata;
		expect(metadata).toMatchObject({ scope: "key", limit: "0.001000000", spent: "0.000000000" });
		const midnight = new Date();
		midnight.setUTCHours(24, 0, 0, 0);
		expect(metadata?.resets_at).toBe(midnight.toISOString());
		const fits = await client.post(path, chat("hello", { max_tokens: 50 }));
		expect(fits.status, fits.text).toBe(200);
	});
});

test("on /messages no money is a billing_error", async () => {
	const client = await clientOf(await stack.account("0"));
	const answer = await client.post("/v1/messages", chat("hello", { max_tokens: 10 }));
	expectRefusal(answer, "/v1/messages", { ...QUOTA, code: "insufficient_credits" });
	expect(answer.body.error?.type).toBe("billing_error");
});

test("credit that is given is there at once", async () => {
	const account = await stack.account("0");
	const client = await clientOf(account);
	expect((await client.post(V1, chat("hello", { max_tokens: 10 }))).status).toBe(402);
	await giveCredit(stack.sql, account.accountId, parseUsd("1"));
	expect((await client.post(V1, chat("hello", { max_tokens: 10 }))).status).toBe(200);
});

test("a key's limit is spent to the end and no further, whatever comes at once", async () => {
	const client = await clientOf(await stack.account(), { limitUsd: "0.002" });
	const call = () => client.post(V1, chat("[[tokens:20]] a b c d e f g h i j", { max_tokens: 20 }));
	const statuses: number[] = [];
	for (let round = 0; round < 10; round++) {
		statuses.push(...(await Promise.all(Array.from({ length: 10 }, call))).map(({ status }) => status));
	}
	expect(new Set(statuses)).toEqual(new Set([200, 402]));
	const { data } = (await client.get("/v1/key")).body;
	expect(nanoOf(String(data?.usage_usd))).toBeLessThanOrEqual(2_000_000n);
	expect(nanoOf(String(data?.usage_usd))).toBeGreaterThan(1_500_000n);
});

test("500 calls at once on five cents spend no more than five cents", { timeout: 60_000 }, async () => {
	const account = await stack.account("0.05");
	const client = await clientOf(account);
	const call = () => client.post(V1, chat("[[tokens:100]] lorem ipsum dolor", { max_tokens: 100 }));
	const answers = await Promise.all(Array.from({ length: 500 }, call));
	const paid = answers.filter(({ status }) => status === 200);
	const kinds = answers.map(({ status, body }) => `${status} ${body.error?.code ?? "answered"}`);
	expect(new Set(kinds)).toEqual(new Set(["200 answered", "402 insufficient_credits"]));
	const told = paid.reduce((sum, { body }) => sum + nanoOf(String(body.usage?.cost_usd)), 0n);
	expect(told).toBeLessThanOrEqual(50_000_000n);
	// What is left cannot hold one more call: nobody was refused while there was credit.
	expect(50_000_000n - told).toBeLessThan(2_000_000n);
	await stack.audit();
	const { data } = (await client.get("/v1/credits")).body;
	expect(data?.total_usage_usd).toBe(`0.${told.toString().padStart(9, "0")}`);
	expect(nanoOf(String(data?.available_usd)) + nanoOf(String(data?.reserved_usd))).toBe(50_000_000n - told);
});

describe("how often", () => {
	test.each(ROOTS)("%s: requests a minute", async (root) => {
		const path = `${root}/chat/completions`;
		const client = await clientOf(await stack.account(), { requestsPerMinute: 3 });
		const answers = [];
		for (let call = 0; call < 5; call++) answers.push(await client.post(path, chat("hello")));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
		expect(answers[0]?.headers.get("x-ratelimit-limit-requests")).toBe("3");
		expect(answers.map(({ headers }) => headers.get("x-ratelimit-remaining-requests")).slice(0, 3)).toEqual([
			"2",
			"1",
			"0",
		]);
		const [, , , refused] = answers;
		if (!refused) throw new Error("there were five");
		expectRefusal(refused, path, { status: 429, type: "rate_limit_error", code: "rate_limit_exceeded", retry: true });
		expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(20);
	});

	test.each(ROOTS)("%s: calls at once; one that ended makes room", async (root) => {
		const path = `${root}/chat/completions`;
		const client = await clientOf(await stack.account(), { maxConcurrent: 2 });
		const slow = () => client.stream(path, chat("[[slow:150ms]] one two three"));
		const running = [slow(), slow()];
		await new Promise((resolve) => setTimeout(resolve, 150));
		const refused = await client.post(path, chat("hello"));
		expectRefusal(refused, path, {
			status: 429,
			type: "rate_limit_error",
			code: "concurrency_limit_exceeded",
			retry: true,
		});
		for (const answer of await Promise.all(running)) expect(answer.status).toBe(200);
		expect((await client.post(path, chat("hello"))).status).toBe(200);
	});

	test("calls that fail or are refused give their place back", async () => {
		const client = await clientOf(await stack.account(), { maxConcurrent: 1 });
		const bodies = [
			chat("[[fail:500]]"),
			chat("x", { max_tokens: 0 }),
			chat("x", { provider: { only: ["x"] } }),
			chat("[[die-after:0]] x"),
		];
		for (const body of bodies) expect((await client.post(V1, body)).status).toBeGreaterThanOrEqual(400);
		await client.stream(V1, chat("[[die-after:2]] one two three"));
		expect((await client.post(V1, chat("hello"))).status).toBe(200);
	});
});

describe("keys that end", () => {
	test("an expiring key stops at its moment", async () => {
		const client = await clientOf(await stack.account(), { expiresAt: Date.now() + 1_200 });
		expect((await client.get("/v1/key")).status).toBe(200);
		await eventually(async () => expect((await client.get("/v1/key")).status).toBe(401), 3_000);
	});

	test.each(["revoked_at = clock_timestamp()", "disabled = true"])(
		"%s reaches the server within 5 s",
		async (change) => {
			const key = await (await stack.account()).key();
			const client = new Client(stack.baseUrl, key.text);
			expect((await client.post(V1, chat("hello"))).status).toBe(200);
			await stack.sql`update api_key set ${stack.sql.unsafe(change)}, updated_at = clock_timestamp() where id = ${key.id}`;
			await eventually(async () => expect((await client.post(V1, chat("hello"))).status).toBe(401), 5_000);
		},
	);
});

describe("what ends a key or an account lets the streams under way end, and charges them", () => {
	const FRAMES = chatFrames(["one ", "two ", "three"], plainUsage(20, 4));
	const COST = usdText(independentPrice(`${GPT}@openai`, { input: 20, output: 4 }));

	test.each([
		["api_key", "revoked_at = clock_timestamp()", 401],
		["organisation", "suspended_at = clock_timestamp()", 403],
	] as const)("%s: %s", async (table, change, refusal) => {
		const account = await stack.account();
		const key = await account.key();
		const client = new Client(stack.baseUrl, key.text);
		// Longer than it takes any process to hear of the change.
		stack.upstreams.openai.next(stream([FRAMES[0] ?? "", { wait: 7_000 }, ...FRAMES.slice(1)]));
		const response = await client.send(V1, { ...chat("hello", { model: GPT, max_tokens: 50 }), stream: true });
		const whole = response.text();
		let ended = false;
		void whole.then(() => {
			ended = true;
		});
		const id = table === "api_key" ? key.id : account.organisationId;
		await stack.sql`update ${stack.sql(table)} set ${stack.sql.unsafe(change)}, updated_at = clock_timestamp() where id = ${id}`;
		await eventually(async () => {
			const { status } = await client.post(V1, chat("hello"));
			expect(ended, "the stream was to be under way").toBe(false);
			expect(status).toBe(refusal);
		}, 5_000);
		const text = await whole;
		expect(text).toContain("three");
		expect(text).toContain(COST);
		expect(text).toMatch(/data: \[DONE\]\n\n$/);
		const generation = String(response.headers.get("x-generation-id"));
		const manager = await account.key({ management: true });
		if (table === "organisation") {
			await stack.sql`update organisation set suspended_at = null, updated_at = clock_timestamp() where id = ${id}`;
		}
		const reader = new Client(stack.baseUrl, manager.text);
		await eventually(async () => {
			const { data } = (await reader.get(`/v1/generation?id=${generation}`)).body;
			expect(data).toMatchObject({ status: "completed", posted: true, total_cost_usd: COST });
		}, 20_000);
	});
});

test("after all of it the books are right", async () => {
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
