import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type BunServer,
	bunRuntime,
	Client,
	CuttableProxy,
	chat,
	contentOf,
	eventually,
	expectRefusal,
	independentPrice,
	nanoOf,
	openStackOn,
	readFrames,
	type Stack,
	usdText,
} from "../harness/index.ts";
import { chatCompletion, chatFrames, json, plainUsage, type Reply, slowly, stream } from "../upstreams/index.ts";

// Two processes on one database: a call with an Idempotency-Key is answered and charged once, wherever it is asked.

let proxy: CuttableProxy;
let stack: Stack & { readonly server: BunServer };
let other: BunServer;
beforeAll(async () => {
	stack = await openStackOn("idempotency_processes", {
		runtime: bunRuntime,
		throughDatabase: async (url) => {
			const opened = await CuttableProxy.before(url);
			proxy = opened.proxy;
			return opened.url;
		},
	});
	other = await bunRuntime.start({ ...stack.settings, DATABASE_URL: stack.databaseUrl, ROLE: "api" });
});
afterAll(async () => {
	proxy?.mend();
	await other?.stop();
	await stack?.close();
	await proxy?.stop();
});

const GPT = "openai/gpt-4.1";
const V1 = "/v1/chat/completions";
const USAGE = plainUsage(40, 12);
const COST = usdText(independentPrice("openai/gpt-4.1@openai", { input: 40, output: 12 }));

let names = 0;
const named = (name = `call-${names++}`) => ({ "idempotency-key": name });
const aCall = (more: object = {}) => chat("x".repeat(60), { model: GPT, max_tokens: 50, ...more });
const slowAnswer = (content: string, ms: number): Reply => ({ steps: [{ wait: ms }, chatCompletion(content, USAGE)] });
const calls = () => stack.upstreams.openai.received.length;

/** One key, seen from both processes. */
async function aKey() {
	const key = await (await stack.account()).key();
	const charges = async () => {
		const rows = await stack.sql<{ charge: bigint; status: string }[]>`select charge_nano_usd as charge, status
			from usage_event where key_id = ${key.id} order by generation_id`;
		return rows.map(({ charge, status }) => [status, usdText(charge)]);
	};
	/** What the key's account has paid for everything, what was given back taken off. */
	const paid = async () => {
		const { data } = (await new Client(stack.baseUrl, key.text).get("/v1/credits")).body;
		return usdText(nanoOf("10") - nanoOf(String(data?.available_usd)) - nanoOf(String(data?.reserved_usd)));
	};
	return { here: new Client(stack.baseUrl, key.text), there: new Client(other.baseUrl, key.text), charges, paid };
}

describe("a call with an Idempotency-Key", () => {
	test("is answered once, and again with the same status, body and generation, wherever it is asked", async () => {
		const { here, there, charges } = await aKey();
		const headers = named();
		stack.upstreams.openai.next(json(chatCompletion("once", USAGE)));
		const first = await here.post(V1, aCall(), { headers });
		expect(first.headers.get("x-turnpike-replay")).toBeNull();
		const before = calls();
		for (const client of [here, there, here]) {
			const again = await client.post(V1, aCall(), { headers });
			expect([again.status, again.text]).toEqual([200, first.text]);
			expect(again.headers.get("x-generation-id")).toBe(first.headers.get("x-generation-id"));
			expect(again.headers.get("x-turnpike-replay")).toBe("true");
			expect(again.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
		}
		expect(calls()).toBe(before);
		expect(await charges()).toEqual([["completed", COST]]);
	});

	test("streamed, is given again frame by frame, in whatever process", async () => {
		const { here, there, charges } = await aKey();
		const headers = named();
		const body = aCall({ stream: true });
		stack.upstreams.openai.next(stream(slowly(chatFrames(["one ", "two ", "three"], USAGE), 50)));
		const first = await here.send(V1, body, { headers });
		const joined = await here.send(V1, body, { headers });
		const text = await first.text();
		expect(await joined.text()).toBe(text);
		const later = await there.send(V1, body, { headers });
		expect(await later.text()).toBe(text);
		expect(later.headers.get("content-type")).toBe(first.headers.get("content-type"));
		expect(later.headers.get("x-turnpike-replay")).toBe("true");
		expect(await charges()).toEqual([["completed", COST]]);
	});

	test("is one call though a thousand ask for it at once, in both processes", { timeout: 60_000 }, async () => {
		const { here, there, charges } = await aKey();
		const headers = named();
		const before = calls();
		stack.upstreams.openai.next(slowAnswer("one for all", 600));
		const asked = Array.from({ length: 1_000 }, (_, at) => (at % 2 ? here : there).post(V1, aCall(), { headers }));
		const answers = await Promise.all(asked);
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
		expect(new Set(answers.map((one) => one.headers.get("x-generation-id"))).size).toBe(1);
		expect(answers.filter((one) => one.headers.get("x-turnpike-replay") === null)).toHaveLength(1);
		expect(calls()).toBe(before + 1);
		expect(await charges()).toEqual([["completed", COST]]);
	});

	test("with another body is refused, while the first runs and after it, in both processes", async () => {
		const { here, there } = await aKey();
		const headers = named();
		const before = calls();
		stack.upstreams.openai.next(slowAnswer("first", 500));
		const first = here.post(V1, aCall(), { headers });
		await eventually(() => expect(calls()).toBe(before + 1));
		const mismatch = { status: 400, type: "invalid_request_error", code: "idempotency_mismatch" };
		const refused = async () => {
			for (const client of [here, there]) {
				expectRefusal(await client.post(V1, aCall({ seed: 1 }), { headers }), V1, mismatch);
				const path = "/api/v1/chat/completions";
				expectRefusal(await client.post(path, aCall(), { headers }), path, mismatch);
			}
		};
		await refused();
		expect((await first).status).toBe(200);
		await refused();
		expect(calls()).toBe(before + 1);
	});

	test("whose caller leaves a stream in the middle goes on, is charged once, and is there for the retry, elsewhere too", async () => {
		const { here, there, charges } = await aKey();
		const headers = named();
		const body = aCall({ stream: true });
		stack.upstreams.openai.next(stream(slowly(chatFrames(["one ", "two ", "three ", "four"], USAGE), 60)));
		const leaving = new AbortController();
		const first = await here.send(V1, body, { headers, signal: leaving.signal });
		await first.body?.getReader().read();
		leaving.abort();
		const again = await there.send(V1, body, { headers });
		expect(again.headers.get("x-generation-id")).toBe(first.headers.get("x-generation-id"));
		expect(contentOf(readFrames(await again.text()).chunks)).toBe("one two three four");
		expect(stack.upstreams.openai.last.closedEarly()).toBeUndefined();
		expect(await charges()).toEqual([["aborted", COST]]);
	});
});

test("an answer nobody was there for is given to a retry in another process, too", async () => {
	const { here, there, charges } = await aKey();
	const body = aCall({ seed: 77 });
	const before = calls();
	stack.upstreams.openai.next(slowAnswer("lost", 500));
	const leaving = new AbortController();
	const sent = here.send(V1, body, { signal: leaving.signal });
	await eventually(() => expect(calls()).toBe(before + 1));
	leaving.abort();
	await expect(sent).rejects.toThrow();
	const claimed = () => stack.sql`select 1 from answer_claim where name like 'body:%' and state = 'running'`;
	await eventually(async () => expect(await claimed()).toHaveLength(1));
	const again = await there.post(V1, body, { headers: { "x-stainless-retry-count": "1" } });
	expect(again.body.choices?.[0]?.message?.content).toBe("lost");
	expect(again.headers.get("x-turnpike-replay")).toBe("true");
	expect(calls()).toBe(before + 1);
	expect(await charges()).toEqual([["aborted", COST]]);
});

describe("a process that is lost", () => {
	test("with a named call in the middle: the retry takes it over, and only the retry is charged", {
		timeout: 90_000,
	}, async () => {
		const { there, charges, paid } = await aKey();
		const victim = await bunRuntime.start({ ...stack.settings, DATABASE_URL: stack.databaseUrl, ROLE: "api" });
		const lost = new Client(victim.baseUrl, there.key);
		const headers = named();
		const body = aCall({ stream: true });
		// Long enough for a checkpoint to be written: what it says must not be charged.
		stack.upstreams.openai.next(
			stream([...slowly(chatFrames(Array(60).fill("word "), undefined).slice(0, 60), 60), "hang"]),
		);
		const reading = (await lost.send(V1, body, { headers })).text().catch(() => "broken off");
		const checkpoints = () => stack.sql`select 1 from usage_checkpoint`;
		await eventually(async () => expect(await checkpoints()).toHaveLength(1), 15_000);
		await victim.kill();
		await reading;
		stack.upstreams.openai.next(stream(chatFrames(["anew"], USAGE)));
		const again = await there.send(V1, body, { headers });
		expect(contentOf(readFrames(await again.text()).chunks)).toBe("anew");
		// Whether or not the lost stream's last checkpoint had been debited by then.
		await eventually(async () => {
			expect(await charges()).toHaveLength(2);
			expect(await paid()).toBe(COST);
		}, 30_000);
	});
});

test("while the database is away a named call is refused before it costs anything, and then it is as before", {
	timeout: 60_000,
}, async () => {
	const { here, charges } = await aKey();
	await here.post(V1, chat("hello"));
	const headers = named();
	proxy.cut();
	const before = calls();
	const unavailable = { status: 503, type: "api_error", code: "billing_unavailable", retry: true };
	expectRefusal(await here.post(V1, aCall(), { headers }), V1, unavailable);
	expect(calls()).toBe(before);
	proxy.mend();
	stack.upstreams.openai.always(json(chatCompletion("back", USAGE)));
	await eventually(async () => expect((await here.post(V1, aCall(), { headers })).status).toBe(200), 20_000, 200);
	expect((await charges()).filter(([, cost]) => cost === COST)).toHaveLength(1);
});

test("everything above is audited to the nano-dollar", async () => {
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
