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
/** What each call cost, in the order they were made. */
const made: { readonly id: string; readonly key: string; readonly model: string; readonly cost: bigint }[] = [];

beforeAll(async () => {
	stack = await openStack("generations");
	account = await stack.account();
	keys = [await account.key({ name: "one" }), await account.key({ name: "=two" })];
	manager = new Client(stack.baseUrl, (await account.key({ management: true })).text);
	for (const key of keys) {
		const client = new Client(stack.baseUrl, key.text);
		for (const model of ["sandbox/echo", "sandbox/lorem", "sandbox/echo"]) {
			const body = chat("hello you", { model, max_tokens: 9, user: `user of ${key.id}` });
			const answer = await client.post("/v1/chat/completions", body, {
				headers: { "x-title": "An App", "x-turnpike-tags": "red,blue" },
			});
			const cost = nanoOf(String(answer.body.usage?.cost_usd));
			made.push({ id: answer.headers.get("x-generation-id") ?? "", key: key.id, model, cost });
		}
	}
});
afterAll(async () => {
	expect((await stack.audit()).clean).toBe(true);
	await stack?.close();
});

const rowsOf = (body: JsonObject) => Object.values(body.data ?? {});
const idsOf = (body: JsonObject) => rowsOf(body).map((row) => String(row?.id));
const newestFirst = (wanted: (call: (typeof made)[number]) => boolean = () => true) =>
	made
		.filter(wanted)
		.map(({ id }) => id)
		.toReversed();

describe.each(ROOTS)("generations on %s", (root) => {
	const list = async (query = "", client = manager) => (await client.get(`${root}/generations${query}`)).body;

	test("are all there as soon as they are answered, the newest first, each with what it cost", async () => {
		const body = await list();
		expect(body).toMatchObject({ object: "list", has_more: false, next_cursor: null });
		expect(idsOf(body)).toEqual(newestFirst());
		const costs = rowsOf(body).map((row) => nanoOf(String(row?.total_cost_usd)));
		expect(costs).toEqual(made.map(({ cost }) => cost).toReversed());
		expect(rowsOf(body)[0]).toMatchObject({
			model: "sandbox/echo",
			provider_name: "sandbox",
			status: "completed",
			attempts: 1,
			parked: false,
			key_id: keys[1]?.id,
			key_name: "=two",
			user: `user of ${keys[1]?.id}`,
			app: "An App",
			tags: ["red", "blue"],
			sandbox: true,
		});
	});

	test("are posted in a moment, at the same cost", async () => {
		await eventually(async () => {
			const rows = rowsOf(await list());
			expect(rows.every((row) => row?.posted)).toBe(true);
			expect(rows.map((row) => nanoOf(String(row?.total_cost_usd)))).toEqual(made.map(({ cost }) => cost).toReversed());
		}, 20_000);
	});

	test("of an inference key are its own, whatever it asks for", async () => {
		const [own, other] = keys;
		const client = new Client(stack.baseUrl, own?.text ?? "");
		expect(idsOf(await list("", client))).toEqual(newestFirst(({ key }) => key === own?.id));
		expect(idsOf(await list(`?key=${own?.hash}`, client))).toEqual(newestFirst(({ key }) => key === own?.id));
		expect(idsOf(await list(`?key=${other?.id}`, client))).toEqual([]);
	});

	test("of another organisation are nobody else's", async () => {
		const stranger = new Client(stack.baseUrl, (await (await stack.account()).key({ management: true })).text);
		expect(idsOf(await list("", stranger))).toEqual([]);
		expect(idsOf(await list(`?key=${keys[0]?.id}`, stranger))).toEqual([]);
		expect(idsOf(await list(`?cursor=${made.at(-1)?.id}`, stranger))).toEqual([]);
	});

	test("come in pages that leave nothing out and have nothing twice", async () => {
		const seen: string[] = [];
		let query = "?limit=4";
		for (let pages = 0; pages < 10; pages++) {
			const body = await list(query);
			seen.push(...idsOf(body));
			expect(body.has_more).toBe(body.next_cursor !== null);
			if (!body.has_more) break;
			query = `?limit=4&cursor=${body.next_cursor}`;
		}
		expect(seen).toEqual(newestFirst());
	});

	test("are of one key, model, provider, project, status or time where asked", async () => {
		expect(idsOf(await list(`?key=${keys[0]?.id}`))).toEqual(newestFirst(({ key }) => key === keys[0]?.id));
		expect(idsOf(await list(`?key=${keys[1]?.hash}`))).toEqual(newestFirst(({ key }) => key === keys[1]?.id));
		expect(idsOf(await list("?model=sandbox/lorem"))).toEqual(newestFirst(({ model }) => model === "sandbox/lorem"));
		expect(idsOf(await list(`?provider=sandbox&project=${account.projectId}&status=completed`))).toEqual(newestFirst());
		for (const query of ["?provider=openai", "?project=prj_x", "?status=cut", "?key=key_x", "?to=2020-01-01"]) {
			expect(idsOf(await list(query)), query).toEqual([]);
		}
		const today = new Date(Date.now() - 3_600_000).toISOString();
		expect(idsOf(await list(`?from=${today}`))).toEqual(newestFirst());
	});

	test("are CSV where asked, and nothing in it is a formula", async () => {
		const { text, headers } = await manager.get(`${root}/generations?format=csv&limit=2`);
		const [head, ...lines] = text.trimEnd().split("\r\n");
		expect(head).toMatch(/^id,created_at,model,.*,total_cost_usd,.*,key_name,/);
		expect(lines).toHaveLength(2);
		expect(lines[0]).toContain(`${newestFirst()[0]},`);
		expect(text).toContain(",'=two,");
		expect(headers.get("content-type")).toMatch(/^text\/csv/);
		expect(headers.get("x-turnpike-next-cursor")).toBe(newestFirst()[1]);
	});

	test.each([
		["limit=0", "limit"],
		["limit=1001", "limit"],
		["limit=ten", "limit"],
		["cursor=gen_x", "cursor"],
		["status=done", "status"],
		["from=yesterday", "from"],
		["from=2026-02-01&to=2026-01-01", "from"],
		["model=a&model=b", "model"],
		["format=xml", "format"],
	])("are refused to ?%s", async (query, param) => {
		const path = `${root}/generations?${query}`;
		const answer = await manager.get(path);
		expectRefusal(answer, path, { status: 400, type: "invalid_request_error", code: "invalid_value", param });
	});

	test("are nobody's without a key", async () => {
		const path = `${root}/generations`;
		const answer = await new Client(stack.baseUrl, "").get(path);
		expectRefusal(answer, path, { status: 401, type: "authentication_error", code: "missing_api_key" });
	});
});
