import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type Account,
	Client,
	chat,
	eventually,
	expectRefusal,
	type JsonObject,
	nanoOf,
	openStack,
	ROOTS,
	type Stack,
	type TestKey,
} from "../harness/index.ts";

let stack: Stack;
let account: Account;
let keys: TestKey[];
let manager: Client;
const spent: { readonly key: string; readonly model: string; readonly user: string; readonly cost: bigint }[] = [];

beforeAll(async () => {
	stack = await openStack("analytics");
	account = await stack.account();
	keys = [await account.key({ name: "one" }), await account.key({ name: "=two" })];
	manager = new Client(stack.baseUrl, (await account.key({ management: true })).text);
	for (const [at, key] of keys.entries()) {
		const client = new Client(stack.baseUrl, key.text);
		for (const model of ["sandbox/echo", "sandbox/lorem"]) {
			const user = `user-${at}`;
			const headers = { "x-title": "An App", "x-turnpike-tags": at === 0 ? "red" : "red,blue" };
			const body = chat("hello you", { model, max_tokens: 9, user });
			const { body: answer } = await client.post("/v1/chat/completions", body, { headers });
			spent.push({ key: key.id, model, user, cost: nanoOf(String(answer.usage?.cost_usd)) });
		}
	}
	expect((await stack.audit()).clean).toBe(true);
	await followed(Date.now());
});

/** Finer rollups follow what is posted, and say until when: waits until theirs is `moment`. */
async function followed(moment: number): Promise<void> {
	const body = { metrics: ["request_count"], dimensions: ["tag"] };
	await eventually(async () => {
		const asOf = (await manager.post("/v1/analytics/query", body)).body.data?.as_of;
		expect(Date.parse(String(asOf))).toBeGreaterThanOrEqual(moment);
	}, 15_000);
}
afterAll(() => stack?.close());

const rowsOf = (body: JsonObject) => Object.values(body.data?.data ?? {});
const costOf = (wanted: (call: (typeof spent)[number]) => boolean = () => true) =>
	spent.filter(wanted).reduce((sum, { cost }) => sum + cost, 0n);
const usd = (row: JsonObject | undefined) => nanoOf(String(row?.total_usage_usd));

describe.each(ROOTS)("analytics on %s", (root) => {
	const ask = async (body: object) => {
		const answer = await manager.post(`${root}/analytics/query`, {
			metrics: ["request_count", "total_usage"],
			...body,
		});
		expect(answer.status, answer.text).toBe(200);
		return answer.body;
	};

	test("sum to the ledger, and say as of when and what is still to come", async () => {
		const body = await ask({});
		expect(rowsOf(body)).toMatchObject([{ request_count: 4 }]);
		const credits = (await manager.get(`${root}/credits`)).body;
		expect(usd(rowsOf(body)[0])).toBe(costOf());
		expect(nanoOf(String(credits.data?.posted_usd))).toBe(costOf());
		expect(body.data).toMatchObject({
			metadata: { row_count: 1, truncated: false, source: "rollups" },
			unposted: { request_count: 0, total_usage_usd: "0.000000000" },
		});
		expect(Date.now() - Date.parse(String(body.data?.as_of))).toBeLessThan(60_000);
	});

	test.each([
		["key", (call: (typeof spent)[number]) => call.key],
		["model", (call: (typeof spent)[number]) => call.model],
		["external_user", (call: (typeof spent)[number]) => call.user],
	] as const)("by %s are what the calls said they cost", async (dimension, named) => {
		const rows = rowsOf(await ask({ dimensions: [dimension], granularity: "month" }));
		expect(rows).toHaveLength(2);
		for (const row of rows) {
			expect(usd(row)).toBe(costOf((call) => named(call) === String(row?.[dimension])));
		}
	});

	test("by tag count a call under each of its tags; keys and projects are named", async () => {
		const tags = rowsOf(await ask({ dimensions: ["tag"], order_by: { field: "tag", direction: "asc" } }));
		expect(tags).toMatchObject([
			{ tag: "blue", request_count: 2 },
			{ tag: "red", request_count: 4 },
		]);
		const byKey = rowsOf(await ask({ dimensions: ["key", "project"] }));
		expect(byKey.map((row) => String(row?.key_name)).sort()).toEqual(["=two", "one"]);
		expect(byKey[0]).toMatchObject({ project: account.projectId, project_name: expect.stringMatching(/\S/) });
	});

	test("have latencies, shares and counts by class, of what the filters leave", async () => {
		const metrics = ["request_count", "p50_latency", "p99_ttft", "error_rate", "tokens_input", "cache_hit_rate"];
		const filters = [{ field: "key", operator: "eq", value: keys[0]?.id }];
		const body = await ask({ metrics, filters, time_range: { start: "2026-01-01", end: "2026-01-02" } });
		expect(rowsOf(body)).toMatchObject([{ request_count: 0, p50_latency: null, error_rate: null, tokens_input: 0 }]);
		const [row] = rowsOf(await ask({ metrics, filters }));
		expect(row).toMatchObject({ request_count: 2, error_rate: 0, p99_ttft: null });
		expect(Number(row?.p50_latency)).toBeGreaterThanOrEqual(0);
		expect(Number(row?.tokens_input)).toBeGreaterThan(0);
	});

	test("are CSV where asked, and nothing in it is a formula", async () => {
		const body = { metrics: ["total_usage"], dimensions: ["key"] };
		const answer = await manager.post(`${root}/analytics/query?format=csv`, body);
		expect(answer.headers.get("content-type")).toMatch(/^text\/csv/);
		const [head, ...lines] = answer.text.trimEnd().split("\r\n");
		expect(head).toBe("key,key_name,total_usage_usd");
		expect(lines.reduce((sum, line) => sum + nanoOf(line.slice(line.lastIndexOf(",") + 1)), 0n)).toBe(costOf());
		expect(answer.text).toContain(",'=two,");
	});

	test("say what may be asked", async () => {
		const { body } = await manager.get(`${root}/analytics/meta`);
		const names = (list: JsonObject | undefined) => Object.values(list ?? {}).map((each) => String(each?.name));
		expect(names(body.data?.metrics)).toEqual(expect.arrayContaining(["request_count", "total_usage", "p90_latency"]));
		expect(names(body.data?.granularities)).toEqual(["minute", "hour", "day", "week", "month"]);
	});

	test("refuse what they do not know, and say where", async () => {
		const path = `${root}/analytics/query`;
		const refusal = { status: 400, type: "invalid_request_error", code: "invalid_value" };
		const wrong = await manager.post(path, { metrics: ["cost"] });
		expectRefusal(wrong, path, { ...refusal, param: "metrics[0]" });
		const long = { metrics: ["p50_latency"], time_range: { start: "2020-01-01", end: "2026-01-01" } };
		expectRefusal(await manager.post(path, long), path, { ...refusal, param: "time_range" });
		expectRefusal(await manager.post(path, "{"), path, { ...refusal, code: "invalid_json" });
	});

	test("are a member's or a management key's to ask, each of its own organisation", async () => {
		const path = `${root}/analytics/query`;
		const body = { metrics: ["request_count"], dimensions: ["model"] };
		const inference = new Client(stack.baseUrl, keys[0]?.text ?? "");
		expectRefusal(await inference.post(path, body), path, {
			status: 403,
			type: "permission_error",
			code: "permission_denied",
		});
		const stranger = new Client(stack.baseUrl, (await (await stack.account()).key({ management: true })).text);
		expect(rowsOf((await stranger.post(path, body)).body)).toEqual([]);
		const filters = [{ field: "key", operator: "in", value: keys.map(({ id }) => id) }];
		expect(rowsOf((await stranger.post(path, { ...body, filters })).body)).toEqual([]);
	});
});
