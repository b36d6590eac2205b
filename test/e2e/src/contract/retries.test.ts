import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	Client,
	chat,
	contentOf,
	eventually,
	independentPrice,
	type JsonAnswer,
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

let stack: Stack;
beforeAll(async () => {
	stack = await openStack("retries");
});
afterAll(() => stack?.close());

const GPT = "openai/gpt-4.1";
const V1 = "/v1/chat/completions";
const USAGE = plainUsage(40, 12);
const COST = usdText(independentPrice("openai/gpt-4.1@openai", { input: 40, output: 12 }));
const FIRST = { "x-stainless-retry-count": "0" };
const AGAIN = { "x-stainless-retry-count": "1" };

let bodies = 0;
/** A call nobody has made before, with room in its hold for the usage above. */
const aCall = (more: object = {}) =>
	chat(`call ${bodies++} ${"x".repeat(40)}`, { model: GPT, max_tokens: 50, ...more });
const slowAnswer = (content: string, ms = 400): Reply => ({
	steps: [{ wait: ms }, chatCompletion(content, USAGE)],
});

/** A client with a key of its own, so that what the key was charged is all there is. */
async function aClient() {
	const key = await (await stack.account()).key();
	const charges = async () => {
		const rows = await stack.sql<{ charge: bigint; status: string }[]>`select charge_nano_usd as charge, status
			from usage_event where key_id = ${key.id} order by generation_id`;
		return rows.map(({ charge, status }) => [status, usdText(charge)]);
	};
	return { client: new Client(stack.baseUrl, key.text), charges };
}

const calls = () => stack.upstreams.openai.received.length;

/** Sends a call and leaves once it has arrived upstream. */
async function leave(client: Client, path: string, body: object, headers: Readonly<Record<string, string>> = {}) {
	const before = calls();
	const leaving = new AbortController();
	const sent = client.send(path, body, { signal: leaving.signal, headers });
	await eventually(() => expect(calls()).toBe(before + 1));
	leaving.abort();
	await expect(sent).rejects.toThrow();
}

function expectReplay(answer: Pick<JsonAnswer, "status" | "headers">, id?: string | null): void {
	expect(answer.status).toBe(200);
	expect(answer.headers.get("x-turnpike-replay")).toBe("true");
	expect(answer.headers.get("request-id")).toBe(answer.headers.get("x-request-id"));
	if (id !== undefined) expect(answer.headers.get("x-generation-id")).toBe(id);
}

describe("a whole answer whose caller has left", () => {
	test("is read to its end, billed once, and given to a retry that comes meanwhile", async () => {
		const { client, charges } = await aClient();
		const body = aCall();
		stack.upstreams.openai.next(slowAnswer("lost"));
		await leave(client, V1, body);
		const answer = await client.post(V1, body, { headers: AGAIN });
		expectReplay(answer);
		expect(answer.body.choices?.[0]?.message?.content).toBe("lost");
		expect(answer.body.usage?.cost_usd).toBe(COST);
		expect(stack.upstreams.openai.last.closedEarly()).toBeUndefined();
		expect(await charges()).toEqual([["completed", COST]]);
	});

	test("is billed by its usage though nobody comes for it, and given to every retry that comes later", async () => {
		const { client, charges } = await aClient();
		const body = aCall();
		stack.upstreams.openai.next(slowAnswer("lost", 150));
		await leave(client, V1, body);
		await eventually(async () => expect(await charges()).toEqual([["aborted", COST]]));
		const before = calls();
		const first = await client.post(V1, body, { headers: AGAIN });
		const second = await client.post(V1, body, { headers: { "x-stainless-retry-count": "2" } });
		expectReplay(first);
		expectReplay(second, first.headers.get("x-generation-id"));
		expect(second.text).toBe(first.text);
		expect(second.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
		expect(calls()).toBe(before);
		expect(await charges()).toEqual([["aborted", COST]]);
	});

	test("is nobody else's: not another key's, not another body's, not another route's, not a new call's", async () => {
		const { client, charges } = await aClient();
		const body = aCall();
		stack.upstreams.openai.next(slowAnswer("lost", 100));
		await leave(client, V1, body);
		await eventually(async () => expect(await charges()).toHaveLength(1));
		stack.upstreams.openai.next(...Array(4).fill(json(chatCompletion("new", USAGE))));
		const answers = [
			await (await aClient()).client.post(V1, body, { headers: AGAIN }),
			await client.post(V1, { ...body, seed: 1 }, { headers: AGAIN }),
			await client.post("/api/v1/chat/completions", body, { headers: AGAIN }),
			await client.post(V1, body, { headers: FIRST }),
		];
		for (const answer of answers) {
			expect(answer.body.choices?.[0]?.message?.content).toBe("new");
			expect(answer.headers.get("x-turnpike-replay")).toBeNull();
		}
	});

	test("before its client's own time was over is told so, charged like any who leave, and its retry gets the answer", async () => {
		const { client, charges } = await aClient();
		const body = aCall();
		const before = calls();
		stack.upstreams.openai.next(slowAnswer("late", 2_500));
		const first = await client.post(V1, body, { headers: { ...FIRST, "x-stainless-timeout": "6" } });
		expect([first.status, first.headers.get("x-should-retry")]).toEqual([504, "true"]);
		const retry = await client.post(V1, body, { headers: { ...AGAIN, "x-stainless-timeout": "60" } });
		expectReplay(retry);
		expect(retry.body.choices?.[0]?.message?.content).toBe("late");
		expect(calls()).toBe(before + 1);
		expect((await charges()).map(([, cost]) => cost)).toEqual([COST]);
	});

	test("before its client's own time was over, and for which nobody comes back, is charged what its provider bills", async () => {
		const { client, charges } = await aClient();
		stack.upstreams.openai.next(slowAnswer("late", 1_500));
		const first = await client.post(V1, aCall(), { headers: { "x-stainless-timeout": "1" } });
		expect(first.status).toBe(504);
		await eventually(async () => expect(await charges()).toEqual([["aborted", COST]]));
	});

	test("holds no slot of its key's concurrency any more", async () => {
		const key = await (await stack.account()).key({ maxConcurrent: 1 });
		const client = new Client(stack.baseUrl, key.text);
		stack.upstreams.openai.next(slowAnswer("lost", 1_000), json(chatCompletion("next", USAGE)));
		await leave(client, V1, aCall());
		await eventually(async () => expect((await client.post(V1, aCall())).status).toBe(200), 800);
	});

	test("and which fails costs nothing, and the retry runs anew", async () => {
		const { client, charges } = await aClient();
		const body = aCall();
		stack.upstreams.openai.next({ ...failure(500, "no"), steps: [{ wait: 100 }, '{"error":{"message":"no"}}'] });
		await leave(client, V1, body);
		stack.upstreams.openai.next(json(chatCompletion("anew", USAGE)));
		await eventually(async () => {
			const answer = await client.post(V1, body, { headers: AGAIN });
			expect(answer.body.choices?.[0]?.message?.content).toBe("anew");
		});
		expect(await charges()).toEqual([["completed", COST]]);
	});
});

describe("a retry of a call whose first caller still waits", () => {
	test("gets the same answer, and both are charged once", async () => {
		const { client, charges } = await aClient();
		const body = aCall();
		const before = calls();
		stack.upstreams.openai.next(slowAnswer("shared"));
		const first = client.post(V1, body, { headers: FIRST });
		await eventually(() => expect(calls()).toBe(before + 1));
		const retries = await Promise.all(Array.from({ length: 20 }, () => client.post(V1, body, { headers: AGAIN })));
		const answer = await first;
		expect(answer.headers.get("x-turnpike-replay")).toBeNull();
		for (const retry of retries) {
			expectReplay(retry, answer.headers.get("x-generation-id"));
			expect(retry.text).toBe(answer.text);
		}
		expect(calls()).toBe(before + 1);
		expect(await charges()).toEqual([["completed", COST]]);
	});

	test.each([V1, "/api/v1/chat/completions"])("streamed on %s, gets all of it from the beginning", async (path) => {
		const { client, charges } = await aClient();
		const body = aCall({ stream: true });
		stack.upstreams.openai.next(stream(slowly(chatFrames(["one ", "two ", "three ", "four"], USAGE), 80)));
		const first = await client.send(path, body, { headers: FIRST });
		const retries = await Promise.all([1, 2, 3].map(() => client.send(path, body, { headers: AGAIN })));
		const [text, ...same] = await Promise.all([first, ...retries].map((response) => response.text()));
		for (const retry of retries) expectReplay(retry, first.headers.get("x-generation-id"));
		for (const one of same) expect(one).toBe(text);
		expect(contentOf(readFrames(text ?? "").chunks)).toBe("one two three four");
		expect(text).toMatch(/\[DONE\]\n\n$/);
		expect(await charges()).toEqual([["completed", COST]]);
	});

	test("streamed, keeps the answer alive when the first caller leaves", async () => {
		const { client, charges } = await aClient();
		const body = aCall({ stream: true });
		stack.upstreams.openai.next(stream(slowly(chatFrames(["one ", "two ", "three ", "four"], USAGE), 80)));
		const leaving = new AbortController();
		const first = await client.send(V1, body, { headers: FIRST, signal: leaving.signal });
		await first.body?.getReader().read();
		const retry = await client.send(V1, body, { headers: AGAIN });
		leaving.abort();
		expect(contentOf(readFrames(await retry.text()).chunks)).toBe("one two three four");
		expect(stack.upstreams.openai.last.closedEarly()).toBeUndefined();
		expect(await charges()).toEqual([["completed", COST]]);
	});

	test("is told the same error when it fails", async () => {
		const { client, charges } = await aClient();
		const body = aCall();
		const before = calls();
		stack.upstreams.openai.next({ ...failure(503, "no"), steps: [{ wait: 300 }, '{"error":{"message":"no"}}'] });
		const first = client.post(V1, body, { headers: FIRST });
		await eventually(() => expect(calls()).toBe(before + 1));
		const retry = await client.post(V1, body, { headers: AGAIN });
		expect([(await first).status, retry.status]).toEqual([502, 502]);
		expect(retry.headers.get("x-should-retry")).toBe("true");
		expect(await charges()).toEqual([]);
	});
});

test("a retry of a call that was refused runs anew, though another of the same body was answered", async () => {
	const { client, charges } = await aClient();
	const body = aCall();
	stack.upstreams.openai.next(json(chatCompletion("first", USAGE)), failure(500, "no"));
	expect((await client.post(V1, body, { headers: FIRST })).status).toBe(200);
	expect((await client.post(V1, body, { headers: FIRST })).status).toBe(502);
	stack.upstreams.openai.next(json(chatCompletion("second", USAGE)));
	const retry = await client.post(V1, body, { headers: AGAIN });
	expect(retry.body.choices?.[0]?.message?.content).toBe("second");
	expect(await charges()).toHaveLength(2);
});

test("an answer that left whole and was lost on the way is given to a client that tells of its retry", async () => {
	const { client, charges } = await aClient();
	const whole = aCall();
	const streamed = aCall({ stream: true });
	stack.upstreams.openai.next(json(chatCompletion("sent", USAGE)), stream(chatFrames(["sent"], USAGE)));
	for (const body of [whole, streamed]) {
		const sent = await client.send(V1, body, { headers: FIRST });
		const text = await sent.text();
		const again = await client.send(V1, body, { headers: AGAIN });
		expectReplay(again, sent.headers.get("x-generation-id"));
		expect(again.headers.get("content-type")).toBe(sent.headers.get("content-type"));
		expect(await again.text()).toBe(text);
	}
	expect(await charges()).toEqual([
		["completed", COST],
		["completed", COST],
	]);
});

test("a stream drained because it is billed whole is given to its retry whole", async () => {
	const { client, charges } = await aClient();
	const body = aCall({ stream: true, model: "openai/gpt-oss-120b", provider: { only: ["groq"] } });
	stack.upstreams.groq.next(stream(slowly(chatFrames(["one ", "two ", "three"], USAGE), 60)));
	const leaving = new AbortController();
	const first = await client.send(V1, body, { signal: leaving.signal });
	await first.body?.getReader().read();
	leaving.abort();
	await eventually(async () => expect(await charges()).toHaveLength(1));
	const retry = await client.send(V1, body, { headers: AGAIN });
	expectReplay(retry, first.headers.get("x-generation-id"));
	expect(contentOf(readFrames(await retry.text()).chunks)).toBe("one two three");
	expect(await charges()).toHaveLength(1);
});

test("everything above is audited to the nano-dollar", async () => {
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
