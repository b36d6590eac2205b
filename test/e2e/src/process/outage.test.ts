import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	type BunServer,
	bunRuntime,
	Client,
	CuttableProxy,
	chat,
	eventually,
	expectRefusal,
	openStackOn,
	type Stack,
} from "../harness/index.ts";
import { chatFrames, plainUsage, slowly, stream } from "../upstreams/index.ts";

// One story, told in order: the database goes away, stays away, comes back.

let proxy: CuttableProxy;
let stack: Stack & { readonly server: BunServer };
let client: Client;
beforeAll(async () => {
	stack = await openStackOn("outage", {
		runtime: bunRuntime,
		throughDatabase: async (url) => {
			const opened = await CuttableProxy.before(url);
			proxy = opened.proxy;
			return opened.url;
		},
	});
	client = new Client(stack.baseUrl, (await (await stack.account()).key()).text);
});
afterAll(async () => {
	proxy?.mend();
	await stack?.close();
	await proxy?.stop();
});

const V1 = "/v1/chat/completions";
const UNAVAILABLE = { status: 503, type: "api_error", code: "billing_unavailable", retry: true };

test("before", async () => {
	expect((await client.post(V1, chat("hello"))).status).toBe(200);
	expect((await fetch(`${stack.baseUrl}/readyz`)).status).toBe(200);
});

test("an answer that cannot be made durable does not end normally", { timeout: 30_000 }, async () => {
	stack.upstreams.openai.next(stream(slowly(chatFrames(["one ", "two ", "three"], plainUsage(10, 3)), 100)));
	const response = await client.send(V1, { ...chat("x", { model: "openai/gpt-4.1", max_tokens: 50 }), stream: true });
	proxy.cut();
	const text = await response.text();
	expect(text).toContain("three");
	expect(text).not.toContain("[DONE]");
	expect(text).toContain("billing_unavailable");
});

test("then new calls are refused before they cost anything, and a known key is never called wrong", {
	timeout: 30_000,
}, async () => {
	const calls = stack.upstreams.openai.received.length;
	for (const path of [V1, "/api/v1/chat/completions", "/v1/messages"]) {
		const answer = await client.post(path, chat("x", { model: "openai/gpt-4.1", max_tokens: 50 }));
		expectRefusal(answer, path, UNAVAILABLE);
	}
	expect(stack.upstreams.openai.received.length).toBe(calls);
	for (let second = 0; second < 5; second++) {
		expect((await client.get("/v1/key")).status).toBe(503);
		expect((await client.post(V1, chat("hello"))).status).toBe(503);
		await sleep(500);
	}
	expect((await fetch(`${stack.baseUrl}/healthz`)).status).toBe(200);
	expect((await fetch(`${stack.baseUrl}/readyz`)).status).toBe(503);
	expect((await client.get("/v1/models")).status).toBe(200);
});

test("a key that is not known cannot be checked: 503, not 401", async () => {
	const unknown = new Client(stack.baseUrl, (await (await stack.account()).key()).text);
	const answer = await unknown.post(V1, chat("hello"));
	expectRefusal(answer, V1, { status: 503, type: "overloaded_error", code: "overloaded", retry: true });
	// A text that cannot be a key needs no database to be refused.
	expect((await new Client(stack.baseUrl, "nonsense").get("/v1/key")).status).toBe(401);
});

test("when it is back, all is as before", { timeout: 30_000 }, async () => {
	proxy.mend();
	await eventually(async () => expect((await client.post(V1, chat("hello"))).status).toBe(200), 15_000, 200);
	expect((await fetch(`${stack.baseUrl}/readyz`)).status).toBe(200);
	expect((await stack.audit()).clean).toBe(true);
});

test("a short break in the middle of calls is not noticed by them", { timeout: 30_000 }, async () => {
	const calls = Array.from({ length: 10 }, (_, at) =>
		client.stream(V1, chat(`[[slow:20ms]] ${"word ".repeat(20 + at)}`)),
	);
	await sleep(200);
	proxy.cut();
	await sleep(400);
	proxy.mend();
	for (const answer of await Promise.all(calls)) expect(answer.frames.at(-1)).toBe("data: [DONE]");
	expect((await stack.audit()).clean).toBe(true);
});

test("connections that are gone without a goodbye are replaced, and no call is refused", {
	timeout: 30_000,
}, async () => {
	for (let round = 0; round < 10; round++) {
		const calls = Array.from({ length: 10 }, () => client.post(V1, chat("hello")));
		await sleep(round);
		proxy.reset();
		for (const answer of await Promise.all(calls)) expect(answer.status, answer.text).toBe(200);
	}
	expect((await stack.audit()).clean).toBe(true);
});

test("a database that takes connections and says nothing is an outage too", { timeout: 60_000 }, async () => {
	proxy.silence();
	const answers = await Promise.all([client.post(V1, chat("hello")), client.post(V1, chat("hello"))]);
	for (const answer of answers) expectRefusal(answer, V1, UNAVAILABLE);
	proxy.mend();
	await eventually(async () => expect((await client.post(V1, chat("hello"))).status).toBe(200), 20_000, 200);
	expect((await stack.audit()).clean).toBe(true);
});
