import { spawnSync } from "node:child_process";
import { startTestRedis, type TestServer } from "@turnpike/test-services";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type BunServer,
	bunRuntime,
	Client,
	CuttableProxy,
	chat,
	eventually,
	expectRefusal,
	independentPrice,
	openStackOn,
	type Stack,
	usdText,
} from "../harness/index.ts";
import { chatCompletion, chatFrames, plainUsage, type Reply, slowly, stream } from "../upstreams/index.ts";

// One story, told in order: the database goes away under answers in flight, then Redis with it, then both come back.

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

const V1 = "/v1/chat/completions";
const GPT = "openai/gpt-4.1";
const USAGE = plainUsage(30, 3);
const COST = usdText(independentPrice(`${GPT}@openai`, { input: 30, output: 3 }));
const UNAVAILABLE = { status: 503, type: "api_error", code: "billing_unavailable", retry: true };
const FREE = "0.000000000";

describe.skipIf(!hasRedis)("two usage logs", { timeout: 60_000 }, () => {
	let redis: TestServer;
	let database: CuttableProxy;
	let redisFront: CuttableProxy;
	let stack: Stack & { readonly server: BunServer };
	let client: Client;
	let keyId: string;
	beforeAll(async () => {
		redis = await startTestRedis("redis-server");
		const front = await CuttableProxy.before(redis.url);
		redisFront = front.proxy;
		stack = await openStackOn("second_log", {
			runtime: bunRuntime,
			settings: { REDIS_URL: front.url },
			throughDatabase: async (url) => {
				const opened = await CuttableProxy.before(url);
				database = opened.proxy;
				return opened.url;
			},
		});
		const key = await (await stack.account()).key();
		keyId = key.id;
		client = new Client(stack.baseUrl, key.text);
		// The key is known and has an allowance from now on.
		expect((await client.post(V1, chat("hello"))).status).toBe(200);
	});
	afterAll(async () => {
		database?.mend();
		redisFront?.mend();
		await stack?.close();
		await database?.stop();
		await redisFront?.stop();
		await redis?.stop();
	});

	const slowStream = () => stream(slowly(chatFrames(["one ", "two ", "three"], USAGE), 150));
	const slowWhole = (): Reply => ({ steps: [{ wait: 600 }, chatCompletion("whole", USAGE)] });
	const body = chat("x".repeat(60), { model: GPT, max_tokens: 50 });
	const ended: string[] = [];
	const failed: string[] = [];

	/** Two answers in flight, one streamed and one whole, when `cut` happens. */
	async function inFlight(cut: () => void) {
		const before = stack.upstreams.openai.received.length;
		stack.upstreams.openai.next(slowStream(), slowWhole());
		const streamed = await client.send(V1, { ...body, stream: true });
		const whole = client.send(V1, body);
		await eventually(() => expect(stack.upstreams.openai.received.length).toBe(before + 2));
		cut();
		const text = await streamed.text();
		const answer = await whole;
		return { streamed, text, answer, answered: await answer.text() };
	}

	test("the database goes away: answers in flight end as if nothing had happened", async () => {
		const { streamed, text, answer, answered } = await inFlight(() => database.cut());
		expect(text).toMatch(/\[DONE\]\n\n$/);
		expect(text).toContain(COST);
		expect([answer.status, JSON.parse(answered).usage.cost_usd]).toEqual([200, COST]);
		for (const { headers } of [streamed, answer]) ended.push(String(headers.get("x-generation-id")));
		expect((await fetch(`${stack.baseUrl}/healthz`)).status).toBe(200);
	});

	test("Redis goes away, too: no answer ends normally whose usage neither has, and a named call is not begun", async () => {
		database.mend();
		await eventually(async () => expect((await client.post(V1, chat("hello"))).status).toBe(200), 20_000, 200);
		const { streamed, text, answer } = await inFlight(() => {
			database.cut();
			redisFront.cut();
		});
		expect(text).toContain("billing_unavailable");
		expect(text).not.toContain("[DONE]");
		expect(answer.status).toBe(503);
		expect(answer.headers.get("x-should-retry")).toBe("true");
		for (const { headers } of [streamed, answer]) failed.push(String(headers.get("x-generation-id")));
		const calls = stack.upstreams.openai.received.length;
		expectRefusal(await client.post(V1, body), V1, UNAVAILABLE);
		const named = await client.post(V1, body, { headers: { "idempotency-key": "one" } });
		expect(named.status).toBe(503);
		expect(stack.upstreams.openai.received.length).toBe(calls);
	});

	test("both come back: what ended is debited, what failed is free, and all is as before", async () => {
		redisFront.mend();
		database.mend();
		stack.upstreams.openai.always({ steps: [chatCompletion("back", USAGE)] });
		await eventually(async () => expect((await client.post(V1, body)).status).toBe(200), 30_000, 200);
		const costOf = async (id: string) => (await client.get(`/v1/generation?id=${id}`)).body.data;
		for (const id of ended) {
			await eventually(
				async () => expect(await costOf(id)).toMatchObject({ posted: true, total_cost_usd: COST }),
				30_000,
			);
		}
		await eventually(async () => {
			for (const id of failed) expect(await costOf(id)).toMatchObject({ posted: true, total_cost_usd: FREE });
		}, 30_000);
		const report = await stack.audit();
		expect(report).toMatchObject({ clean: true, difference: 0n });
		const rows = await stack.sql`select 1 from usage_event where key_id = ${keyId} and charge_nano_usd = 0`;
		expect(rows).toHaveLength(failed.length);
	});
});
