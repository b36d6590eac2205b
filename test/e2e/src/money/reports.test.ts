import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type Account,
	Client,
	chat,
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
let spent: Map<string, bigint>;
beforeAll(async () => {
	stack = await openStack("reports");
	account = await stack.account();
	keys = [await account.key({ name: "first, of two" }), await account.key({ name: '=HYPERLINK("x")' })];
	spent = new Map();
	for (const [at, key] of keys.entries()) {
		const client = new Client(stack.baseUrl, key.text);
		for (let call = 0; call <= at; call++) {
			for (const body of [chat("hello there"), chat("[[reason:hm]] x", { model: "sandbox/lorem", max_tokens: 7 })]) {
				const { body: answer } = await client.post("/v1/chat/completions", body);
				spent.set(key.id, (spent.get(key.id) ?? 0n) + nanoOf(String(answer.usage?.cost_usd)));
			}
		}
	}
	await (await stack.account()).key();
	await stack.audit();
});
afterAll(() => stack?.close());

const clientOf = (key: TestKey | undefined) => new Client(stack.baseUrl, key?.text ?? "");
const rowsOf = (body: JsonObject) => Object.values(body.data ?? {});
const sumOf = (rows: readonly (JsonObject | undefined)[]) =>
	rows.reduce((sum, row) => sum + nanoOf(String(row?.usage_usd)), 0n);
const total = () => [...spent.values()].reduce((sum, each) => sum + each, 0n);

describe.each(ROOTS)("reports on %s", (root) => {
	test("a management key sees the organisation, by key, with names", async () => {
		const manager = clientOf(await account.key({ management: true }));
		const { body } = await manager.get(`${root}/activity?by=key`);
		const rows = rowsOf(body);
		expect(sumOf(rows)).toBe(total());
		for (const key of keys) {
			const row = rows.find((each) => String(each?.key) === key.id);
			expect(nanoOf(String(row?.usage_usd))).toBe(spent.get(key.id));
		}
		expect(rows.map((row) => String(row?.key_name)).sort()).toEqual(['=HYPERLINK("x")', "first, of two"]);
		expect(body.unposted).toMatchObject({ requests: 0, usage_usd: "0.000000000" });
		expect(Date.now() - Date.parse(String(body.as_of))).toBeLessThan(60_000);
	});

	test("an inference key sees what itself has spent", async () => {
		for (const key of keys) {
			const client = clientOf(key);
			expect(sumOf(rowsOf((await client.get(`${root}/activity`)).body))).toBe(spent.get(key.id));
			expect(nanoOf(String((await client.get(`${root}/key`)).body.data?.usage_daily_usd))).toBe(spent.get(key.id));
		}
	});

	test.each(["model", "day", "hour", "provider", "project", "day,model", "key,model,day"])(
		"by %s the sum is the same",
		async (by) => {
			const manager = clientOf(await account.key({ management: true }));
			const { body } = await manager.get(`${root}/activity?by=${by}`);
			expect(sumOf(rowsOf(body))).toBe(total());
			expect(rowsOf(body).reduce((sum, row) => sum + Number(row?.requests), 0)).toBe(6);
		},
	);

	test("CSV says what JSON says, and nothing in it is a formula", async () => {
		const manager = clientOf(await account.key({ management: true }));
		const byFormat = await manager.get(`${root}/activity?by=key,model&format=csv`);
		const byAccept = await manager.get(`${root}/activity?by=key,model`, { headers: { accept: "text/csv" } });
		expect(byAccept.text).toBe(byFormat.text);
		expect(byFormat.headers.get("content-type")).toMatch(/^text\/csv/);
		const [head, ...lines] = byFormat.text.trimEnd().split("\r\n");
		expect(head).toMatch(/^key,key_name,model,requests,.*,usage_usd$/);
		expect(lines).toHaveLength(4);
		expect(lines.reduce((sum, line) => sum + nanoOf(line.slice(line.lastIndexOf(",") + 1)), 0n)).toBe(total());
		expect(byFormat.text).toContain('"first, of two"');
		expect(byFormat.text).not.toMatch(/(^|,)"?=/m);
	});

	test("a day that is over, and one that is not yet, are empty", async () => {
		const manager = clientOf(await account.key({ management: true }));
		for (const date of ["2020-01-01", "2999-12-31"]) {
			expect(rowsOf((await manager.get(`${root}/activity?date=${date}`)).body)).toEqual([]);
		}
		const today = new Date().toISOString().slice(0, 10);
		expect(sumOf(rowsOf((await manager.get(`${root}/activity?date=${today}`)).body))).toBe(total());
	});

	test("credits are the deposit less all of it", async () => {
		const { data } = (await clientOf(keys[0]).get(`${root}/credits`)).body;
		expect(data).toMatchObject({ total_credits_usd: "10.000000000", unposted_usd: "0.000000000" });
		expect(nanoOf(String(data?.total_usage_usd))).toBe(total());
		expect(nanoOf(String(data?.available_usd)) + nanoOf(String(data?.reserved_usd))).toBe(nanoOf("10") - total());
	});

	test("another organisation sees none of it", async () => {
		const stranger = clientOf(await (await stack.account()).key({ management: true }));
		expect(rowsOf((await stranger.get(`${root}/activity`)).body)).toEqual([]);
		expect((await stranger.get(`${root}/credits`)).body.data?.total_usage_usd).toBe("0.000000000");
	});
});
