import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Client, chat, eventually, openStack, type Stack } from "../harness/index.ts";
import { chatCompletion, failure, json, plainUsage, type Reply } from "../upstreams/index.ts";

// Providers that fail, or ask to be left alone, and come back.

let stack: Stack;
let client: Client;
beforeAll(async () => {
	stack = await openStack("health");
	client = new Client(stack.baseUrl, (await (await stack.account()).key()).text);
});
afterAll(() => stack?.close());

/** Sold by deepinfra, which is cheapest, and by groq and together. */
const body = (more: object = {}) => chat("x", { model: "openai/gpt-oss-120b", max_tokens: 50, ...more });
const good: Reply = json(chatCompletion("fine", plainUsage(10, 2)));

/** Who answered. */
async function ask(more: object = {}): Promise<string | null> {
	return (await client.post("/v1/chat/completions", body(more))).headers.get("x-turnpike-provider");
}
const asked = () => stack.upstreams.deepinfra.received.length;
const isBack = () => eventually(async () => expect(await ask()).toBe("deepinfra"), 15_000, 200);

beforeEach(async () => {
	for (const upstream of Object.values(stack.upstreams)) upstream.always(good);
	await isBack();
});

test("one that fails fifty times in a row is tried after the others, and first again when it is back", {
	timeout: 60_000,
}, async () => {
	stack.upstreams.deepinfra.always(failure(503, "no"));
	const before = asked();
	for (let call = 0; call < 50; call++) expect(await ask()).not.toBe("deepinfra");
	expect(asked()).toBe(before + 50);
	for (let call = 0; call < 5; call++) expect(await ask()).not.toBe("deepinfra");
	expect(asked()).toBe(before + 50);
	stack.upstreams.deepinfra.always(good);
	await isBack();
});

test("one that asks for time gets it at once", { timeout: 60_000 }, async () => {
	stack.upstreams.deepinfra.next(failure(429, "slow down", { retryAfter: "3" }));
	const before = asked();
	for (let call = 0; call < 4; call++) expect(await ask()).not.toBe("deepinfra");
	expect(asked()).toBe(before + 1);
	await isBack();
});

test("one that fails is asked all the same where there is no other, and what the request did wrong is not its failure", {
	timeout: 60_000,
}, async () => {
	const only = { provider: { only: ["deepinfra"] } };
	stack.upstreams.deepinfra.always(failure(400, "no such parameter"));
	for (let call = 0; call < 60; call++) await ask(only);
	stack.upstreams.deepinfra.always(good);
	expect(await ask()).toBe("deepinfra");
	stack.upstreams.deepinfra.always(failure(500, "no"));
	const before = asked();
	for (let call = 0; call < 60; call++) await ask(only);
	expect(asked()).toBe(before + 60);
});
