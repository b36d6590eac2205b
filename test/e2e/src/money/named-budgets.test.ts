import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type BunServer,
	bunRuntime,
	Client,
	chat,
	eventually,
	expectRefusal,
	nanoOf,
	openStack,
	openStackOn,
	ROOTS,
	type Stack,
	usdText,
} from "../harness/index.ts";
import { chatFrames, plainUsage, slowly, stream } from "../upstreams/index.ts";

let stack: Stack;
beforeAll(async () => {
	stack = await openStack("named_budgets");
});
afterAll(() => stack?.close());

const V1 = "/v1/chat/completions";
const REACHED = { status: 402, type: "insufficient_quota", code: "budget_exceeded" };
const GPT = "openai/gpt-4.1";

async function open(on: Stack = stack) {
	const account = await on.account("100");
	const manager = new Client(on.baseUrl, (await account.key({ management: true })).text);
	const caller = new Client(on.baseUrl, (await account.key()).text);
	const set = async (path: string, limit_usd: string) => {
		const { status, text } = await manager.ask("PUT", `/v1/budgets/${path}`, { limit_usd });
		expect(status, text).toBe(200);
	};
	const budget = async (scope: string, id: string) => {
		const { data } = (await manager.get(`/v1/budgets?scope=${scope}&id=${encodeURIComponent(id)}`)).body;
		return (data as unknown as { spent_usd: string; reserved_usd: string }[])[0];
	};
	return { account, manager, caller, set, budget };
}

describe.each(ROOTS)("on %s", (root) => {
	const path = `${root}/chat/completions`;

	test("an end user's budget refuses that user's calls and nobody else's", async () => {
		const { caller, set, budget } = await open();
		await set("end_user/ann%2F1/daily", "0.001");
		const big = { max_tokens: 1_000 };
		const refused = await caller.post(path, chat("hello", { ...big, user: "ann/1" }));
		expectRefusal(refused, path, REACHED);
		expect(refused.body.error?.metadata).toMatchObject({ scope: "end_user", limit: "0.001000000" });
		expect((await caller.post(path, chat("hello", { ...big, user: "bob" }))).status).toBe(200);
		expect((await caller.post(path, chat("hello", big))).status).toBe(200);
		const small = await caller.post(path, chat("hello", { max_tokens: 20, user: "ann/1" }));
		expect(small.status, small.text).toBe(200);
		const cost = nanoOf(String(small.body.usage?.cost_usd));
		await eventually(async () =>
			expect(await budget("end_user", "ann/1")).toMatchObject({ spent_usd: usdText(cost), reserved_usd: usdText(0n) }),
		);
	});

	test("a tag's budget is one for all calls that carry it, with others or not", async () => {
		const { caller, set, budget } = await open();
		await set("tag/team%3Asearch/monthly", "0.001");
		const headers = { "x-turnpike-tags": "batch, team:search" };
		const refused = await caller.post(path, chat("hello", { max_tokens: 1_000 }), { headers });
		expectRefusal(refused, path, REACHED);
		expect(refused.body.error?.metadata).toMatchObject({ scope: "tag" });
		expect((await caller.post(path, chat("hello", { max_tokens: 1_000 }))).status).toBe(200);
		const streamed = await caller.stream(path, chat("hello", { max_tokens: 20 }), { headers });
		expect(streamed.status, streamed.text).toBe(200);
		await eventually(async () =>
			expect(nanoOf(String((await budget("tag", "team:search"))?.spent_usd))).toBeGreaterThan(0n),
		);
	});

	test("tags that are none are refused", async () => {
		const { caller } = await open();
		for (const tags of ["a;b", "x".repeat(65), "1,2,3,4,5,6,7,8,9,10,11"]) {
			const answer = await caller.post(path, chat("hello"), { headers: { "x-turnpike-tags": tags } });
			const refusal = { status: 400, type: "invalid_request_error", code: "invalid_header", param: "x-turnpike-tags" };
			expectRefusal(answer, path, refusal);
		}
	});
});

test("on /messages the end user is metadata.user_id", async () => {
	const { caller, set } = await open();
	await set("end_user/u-7/lifetime", "0.0000001");
	const answer = await caller.post("/v1/messages", chat("hello", { max_tokens: 10, metadata: { user_id: "u-7" } }));
	expect(answer.status).toBe(402);
});

test("200 calls of one end user at once spend no more than the budget, and nearly all of it", {
	timeout: 60_000,
}, async () => {
	const { caller, set, budget } = await open();
	await set("end_user/ann/daily", "0.02");
	const call = () => caller.post(V1, chat("[[tokens:100]] lorem ipsum dolor", { max_tokens: 100, user: "ann" }));
	const answers = [];
	for (let round = 0; round < 4; round++) answers.push(...(await Promise.all(Array.from({ length: 50 }, call))));
	// On a busy machine the book may not answer some of them in time: then they are told so, and spend nothing.
	const kinds = answers.map(({ status, body }) => `${status} ${body.error?.code ?? "answered"}`);
	expect(["200 answered", "402 budget_exceeded", "503 billing_unavailable"]).toEqual(expect.arrayContaining(kinds));
	expect(kinds).toContain("200 answered");
	// One by one until nothing fits; what a call has set aside is its charge at once, and spent when it is posted.
	let last = await call();
	for (; String(last.body.error?.code) !== "budget_exceeded"; last = await call()) await stack.audit();
	await stack.audit();
	const spent = nanoOf(String((await budget("end_user", "ann"))?.spent_usd));
	expect(spent).toBeLessThanOrEqual(20_000_000n);
	expect(20_000_000n - spent).toBeLessThan(nanoOf(String(last.body.error?.metadata?.needed)));
	expect(await budget("end_user", "ann")).toMatchObject({ reserved_usd: "0.000000000" });
});

test("a stream that outgrows its end user's budget ends as one that hit its length", async () => {
	const { caller, set, budget } = await open();
	// 4,096 tokens at 8 USD per million are 3.3 cents: the first hold fits, the next does not.
	await set("end_user/ann/daily", "0.036");
	const words = Array.from({ length: 400 }, () => "word ".repeat(30));
	stack.upstreams.openai.next(stream(slowly(chatFrames(words, plainUsage(20, 12_000)), 5)));
	const answer = await caller.stream(V1, chat("go on", { model: GPT, max_tokens: 30_000, user: "ann" }));
	const finish = answer.chunks.findLast((chunk) => chunk.choices?.[0]?.finish_reason);
	expect(finish?.choices?.[0]?.finish_reason).toBe("length");
	expect(answer.frames.at(-1)).toBe("data: [DONE]");
	await eventually(async () =>
		expect(nanoOf(String((await budget("end_user", "ann"))?.spent_usd))).toBeGreaterThan(0n),
	);
	expect(nanoOf(String((await budget("end_user", "ann"))?.spent_usd))).toBeLessThanOrEqual(36_000_000n);
});

test("a call that fails keeps nothing of its end user's budget", async () => {
	const { caller, set, budget } = await open();
	await set("end_user/ann/daily", "1");
	expect((await caller.post(V1, chat("[[fail:500]]", { user: "ann" }))).status).toBeGreaterThanOrEqual(500);
	await eventually(async () => expect(await budget("end_user", "ann")).toMatchObject({ reserved_usd: "0.000000000" }));
});

test("a killed process leaks nothing of an end user's budget", { timeout: 60_000 }, async () => {
	const own = await openStackOn<BunServer>("named_kill", { runtime: bunRuntime });
	try {
		const { caller, set, budget } = await open(own);
		await set("end_user/ann/daily", "1");
		const words = Array.from({ length: 400 }, () => "word ");
		own.upstreams.openai.next(stream(slowly(chatFrames(words, plainUsage(20, 400)), 50)));
		const answer = await caller.send(V1, { ...chat("go on", { model: GPT, user: "ann" }), stream: true });
		await answer.body?.getReader().read();
		expect(nanoOf(String((await budget("end_user", "ann"))?.reserved_usd))).toBeGreaterThan(0n);
		await own.server.kill();
		const next = await bunRuntime.start(own.settings);
		try {
			// The place of the dead process is this one's now, so what it had is reclaimed at once.
			await eventually(async () => {
				const [row] = await own.sql`select sum(reserved_nano_usd)::text as reserved from budget_window`;
				expect(row?.reserved).toBe("0");
			}, 30_000);
		} finally {
			await next.stop();
		}
		expect(await own.audit()).toMatchObject({ clean: true, difference: 0n });
	} finally {
		await own.close();
	}
});

test("after all of it the books are right", async () => {
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
