import { afterAll, beforeAll, expect, test } from "vitest";
import {
	Client,
	chat,
	contentOf,
	eventually,
	expectRefusal,
	independentPrice,
	openStack,
	readFrames,
	type Stack,
	usdText,
} from "../harness/index.ts";
import {
	chatCompletion,
	chatFrames,
	failure,
	json,
	plainUsage,
	type Reply,
	slowly,
	stream,
} from "../upstreams/index.ts";

// A call with an Idempotency-Key is answered and charged once.

let stack: Stack;
beforeAll(async () => {
	stack = await openStack("idempotency");
});
afterAll(() => stack?.close());

const GPT = "openai/gpt-4.1";
const V1 = "/v1/chat/completions";
const USAGE = plainUsage(40, 12);
const COST = usdText(independentPrice("openai/gpt-4.1@openai", { input: 40, output: 12 }));
const ONCE = [["completed", COST]];

let names = 0;
const named = (name = `call-${names++}`) => ({ "idempotency-key": name });
const aCall = (more: object = {}) => chat("x".repeat(60), { model: GPT, max_tokens: 50, ...more });
const slowAnswer = (content: string, ms: number): Reply => ({ steps: [{ wait: ms }, chatCompletion(content, USAGE)] });
const calls = () => stack.upstreams.openai.received.length;

async function aClient() {
	const key = await (await stack.account()).key();
	const charges = async () => {
		const rows = await stack.sql<{ charge: bigint; status: string }[]>`select charge_nano_usd as charge, status
			from usage_event where key_id = ${key.id} order by generation_id`;
		return rows.map(({ charge, status }) => [status, usdText(charge)]);
	};
	return { client: new Client(stack.baseUrl, key.text), charges };
}

test.each([V1, "/api/v1/chat/completions"])(
	"again on %s it gets the same status, body and generation",
	async (path) => {
		const { client, charges } = await aClient();
		const headers = named();
		stack.upstreams.openai.next(json(chatCompletion("once", USAGE)));
		const first = await client.post(path, aCall(), { headers });
		expect(first.headers.get("x-turnpike-replay")).toBeNull();
		const before = calls();
		for (let time = 0; time < 3; time++) {
			const again = await client.post(path, aCall(), { headers });
			expect([again.status, again.text]).toEqual([200, first.text]);
			expect(again.headers.get("x-generation-id")).toBe(first.headers.get("x-generation-id"));
			expect(again.headers.get("x-turnpike-replay")).toBe("true");
			expect(again.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
		}
		expect(calls()).toBe(before);
		expect(await charges()).toEqual(ONCE);
	},
);

test.each([V1, "/api/v1/chat/completions"])("streamed on %s it is given again, frame by frame", async (path) => {
	const { client, charges } = await aClient();
	const headers = named();
	stack.upstreams.openai.next(stream(slowly(chatFrames(["one ", "two ", "three"], USAGE), 30)));
	const first = await client.stream(path, aCall(), { headers });
	const again = await client.stream(path, aCall(), { headers });
	expect(contentOf(first.chunks)).toBe("one two three");
	expect(again.text).toBe(first.text);
	expect(again.headers.get("content-type")).toBe(first.headers.get("content-type"));
	expect(again.headers.get("x-turnpike-replay")).toBe("true");
	expect(await charges()).toEqual(ONCE);
});

test("many who ask at once get one answer", { timeout: 60_000 }, async () => {
	const { client, charges } = await aClient();
	const headers = named();
	const before = calls();
	stack.upstreams.openai.next(slowAnswer("one for all", 500));
	const answers = await Promise.all(Array.from({ length: 100 }, () => client.post(V1, aCall(), { headers })));
	expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
	expect(answers.filter((one) => one.headers.get("x-turnpike-replay") === null)).toHaveLength(1);
	expect(calls()).toBe(before + 1);
	expect(await charges()).toEqual(ONCE);
});

test("with another body, or on another route, it is refused, while the first runs and after it", async () => {
	const { client } = await aClient();
	const headers = named();
	const before = calls();
	stack.upstreams.openai.next(slowAnswer("first", 500));
	const first = client.post(V1, aCall(), { headers });
	await eventually(() => expect(calls()).toBe(before + 1));
	const mismatch = { status: 400, type: "invalid_request_error", code: "idempotency_mismatch" };
	const refused = async () => {
		expectRefusal(await client.post(V1, aCall({ seed: 1 }), { headers }), V1, mismatch);
		const path = "/api/v1/chat/completions";
		expectRefusal(await client.post(path, aCall(), { headers }), path, mismatch);
	};
	await refused();
	expect((await first).status).toBe(200);
	await refused();
	expect(calls()).toBe(before + 1);
});

test("where it failed it is free, and its key with it: the retry runs anew, with whatever body", async () => {
	const { client, charges } = await aClient();
	const headers = named();
	stack.upstreams.openai.next(failure(500, "no"));
	const failed = await client.post(V1, aCall(), { headers });
	expect([failed.status, failed.headers.get("x-should-retry")]).toEqual([502, "true"]);
	stack.upstreams.openai.next(json(chatCompletion("anew", USAGE)));
	const again = await client.post(V1, aCall({ seed: 2 }), { headers });
	expect(again.body.choices?.[0]?.message?.content).toBe("anew");
	expect(await charges()).toEqual(ONCE);
});

test("where its stream broke off it is free, and the retry runs anew", async () => {
	const { client, charges } = await aClient();
	const headers = named();
	stack.upstreams.openai.next(stream([...chatFrames(["some"], USAGE).slice(0, 2), "die"]));
	expect((await client.stream(V1, aCall(), { headers })).text).toContain("stream_interrupted");
	stack.upstreams.openai.next(stream(chatFrames(["all"], USAGE)));
	expect(contentOf((await client.stream(V1, aCall(), { headers })).chunks)).toBe("all");
	expect(await charges()).toEqual([["interrupted", "0.000000000"], ...ONCE]);
});

test("where its caller leaves a stream in the middle it goes on, is charged once, and is there for the retry", async () => {
	const { client, charges } = await aClient();
	const headers = named();
	const body = aCall({ stream: true });
	stack.upstreams.openai.next(stream(slowly(chatFrames(["one ", "two ", "three ", "four"], USAGE), 60)));
	const leaving = new AbortController();
	const first = await client.send(V1, body, { headers, signal: leaving.signal });
	await first.body?.getReader().read();
	leaving.abort();
	const again = await client.send(V1, body, { headers });
	expect(again.headers.get("x-generation-id")).toBe(first.headers.get("x-generation-id"));
	expect(contentOf(readFrames(await again.text()).chunks)).toBe("one two three four");
	expect(stack.upstreams.openai.last.closedEarly()).toBeUndefined();
	expect((await charges()).map(([, cost]) => cost)).toEqual([COST]);
});

test.each(["", "k".repeat(256)])("a key that cannot be one is refused: %j", async (key) => {
	const { client } = await aClient();
	const answer = await client.post(V1, aCall(), { headers: { "idempotency-key": key } });
	const refusal = { status: 400, type: "invalid_request_error", code: "invalid_header", param: "Idempotency-Key" };
	expectRefusal(answer, V1, refusal);
});

test("it is one API key's own: another's call of the same name is another call", async () => {
	const headers = named();
	stack.upstreams.openai.next(json(chatCompletion("mine", USAGE)), json(chatCompletion("yours", USAGE)));
	const mine = await (await aClient()).client.post(V1, aCall(), { headers });
	const yours = await (await aClient()).client.post(V1, aCall(), { headers });
	expect(mine.body.choices?.[0]?.message?.content).toBe("mine");
	expect(yours.body.choices?.[0]?.message?.content).toBe("yours");
});

test("what is kept says nothing of the call to who reads the database", async () => {
	const { client } = await aClient();
	stack.upstreams.openai.next(json(chatCompletion("a secret answer", USAGE)));
	await client.post(V1, chat("a secret question", { model: GPT, max_tokens: 50 }), { headers: named() });
	const rows = await stack.sql<{ text: string }[]>`select encode(sealed, 'escape') as text from kept_answer`;
	expect(rows.length).toBeGreaterThan(0);
	for (const { text } of rows) expect(text).not.toMatch(/secret|content/);
});

test("everything above is audited to the nano-dollar", async () => {
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
