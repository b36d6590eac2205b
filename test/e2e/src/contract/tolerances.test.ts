import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, Client, chat, expectRefusal, openStack, ROOTS, type Stack } from "../harness/index.ts";
import { chatCompletion, json, plainUsage } from "../upstreams/index.ts";

let stack: Stack;
let account: Account;
let key: string;
let client: Client;
beforeAll(async () => {
	stack = await openStack("tolerances");
	account = await stack.account();
	key = (await account.key()).text;
	client = new Client(stack.baseUrl, key);
});
afterAll(() => stack?.close());

const AUTHENTICATION = "authentication_error";
const get = (path: string, headers: Record<string, string> = {}) => fetch(stack.baseUrl + path, { headers });

async function refusalOf(path: string, headers: Record<string, string>) {
	const response = await get(path, headers);
	return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

describe.each(ROOTS)("credentials on %s", (root) => {
	test.each([
		["Authorization", (text: string) => `Bearer ${text}`],
		["authorization", (text: string) => `bearer   ${text}`],
		["x-api-key", (text: string) => text],
		["x-goog-api-key", (text: string) => text],
	])("a key is taken from %s", async (header, value) => {
		expect((await get(`${root}/key`, { [header]: value(key) })).status).toBe(200);
		const call = await fetch(`${stack.baseUrl}${root}/chat/completions`, {
			method: "POST",
			headers: { [header]: value(key), "content-type": "application/json; charset=utf-8" },
			body: JSON.stringify(chat("hello")),
		});
		expect(call.status).toBe(200);
	});

	const GUARDED = ["chat/completions", "messages", "embeddings"];
	test.each(GUARDED)("no key at %s", async (route) => {
		const path = `${root}/${route}`;
		const response = await fetch(stack.baseUrl + path, { method: "POST", body: "{}" });
		const answer = { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
		expectRefusal(answer, path, { status: 401, type: AUTHENTICATION, code: "missing_api_key" });
	});

	test.each(["key", "credits", "generation?id=x", "activity", "models/user"])("no key at GET %s", async (route) => {
		const path = `${root}/${route}`;
		expectRefusal(await refusalOf(path, {}), path.split("?")[0] ?? "", {
			status: 401,
			type: AUTHENTICATION,
			code: "missing_api_key",
		});
	});

	test("malformed, unknown, revoked, disabled and expired keys get one and the same body", async () => {
		const revoked = await account.key();
		await stack.sql`update api_key set revoked_at = now(), updated_at = clock_timestamp() where id = ${revoked.id}`;
		const disabled = await account.key();
		await stack.sql`update api_key set disabled = true, updated_at = clock_timestamp() where id = ${disabled.id}`;
		const expired = await account.key({ expiresAt: Date.now() - 1_000 });
		const unknown = await account.key();
		await stack.sql`delete from api_key where id = ${unknown.id}`;
		const path = `${root}/key`;
		const bodies = new Set<string>();
		for (const text of [revoked.text, disabled.text, expired.text, unknown.text, `${key.slice(0, -1)}?`, "nonsense"]) {
			const answer = await refusalOf(path, { authorization: `Bearer ${text}` });
			expectRefusal(answer, path, { status: 401, type: AUTHENTICATION, code: "invalid_api_key" });
			bodies.add(JSON.stringify(answer.body));
		}
		expect([...bodies]).toHaveLength(1);
	});

	test.each([
		["sk-ant-api03-aaaaaaaaaaaaaaaa", "Anthropic"],
		["sk-or-v1-aaaaaaaaaaaaaaaa", "OpenRouter"],
		["sk-proj-aaaaaaaaaaaaaaaaaa", "OpenAI"],
		["AIzaSyAAAAAAAAAAAAAAAAAAAA", "Google"],
		["gsk_aaaaaaaaaaaaaaaaaaaa", "Groq"],
	])("a key like %s is named as %s's, and not repeated", async (foreign, vendor) => {
		const answer = await refusalOf(`${root}/key`, { authorization: `Bearer ${foreign}` });
		expectRefusal(answer, `${root}/key`, { status: 401, type: AUTHENTICATION, code: "invalid_api_key" });
		expect(answer.body.error.message).toContain(vendor);
		expect(JSON.stringify(answer.body)).not.toContain(foreign);
	});
});

describe("base URLs that are nearly right", () => {
	test.each(ROOTS)("%s twice works", async (root) => {
		const answer = await client.post(`${root}/v1/chat/completions`, chat("hello"));
		expect(answer.status, answer.text).toBe(200);
		expect((await get(`${root}/v1/models`)).status).toBe(200);
		expect((await client.get(`${root}/v1/key`)).body.data?.limit).toBeNull();
	});

	test.each(["/chat/completions", "/embeddings", "/messages"])(
		"%s without its root says what is missing",
		async (path) => {
			const answer = await client.post(path, chat("hello"));
			expect(answer.status).toBe(404);
			expect(answer.text).toContain(`/v1${path}`);
		},
	);

	test("a trailing slash is no other path", async () => {
		expect((await client.post("/v1/chat/completions/", chat("hello"))).status).toBe(200);
	});

	test("a trailing slash does not change whose words a refusal is said in", async () => {
		const { status, body } = await client.get("/v1/messages/");
		expect({ status, type: body.type }).toEqual({ status: 405, type: "error" });
	});

	test("a query changes nothing", async () => {
		expect((await client.post("/v1/chat/completions?api-version=2026-01-01", chat("hello"))).status).toBe(200);
	});
});

describe("HEAD", () => {
	test.each(["/healthz", "/v1/key", "/v1/nothing"])("%s says what GET says, without its body", async (path) => {
		const headers = { authorization: `Bearer ${key}`, "accept-encoding": "identity" };
		const [full, bare] = await Promise.all(
			["GET", "HEAD"].map((method) => fetch(stack.baseUrl + path, { method, headers })),
		);
		expect(bare?.status).toBe(full?.status);
		expect(await bare?.text()).toBe("");
		const length = bare?.headers.get("content-length");
		// The edge says no length; what is said is true.
		if (length) expect(Number(length)).toBeGreaterThan(0);
	});
});

describe("model ids", () => {
	test("that are not there are told to Anthropic's clients in Anthropic's words", async () => {
		for (const root of ROOTS) {
			const headers = { "anthropic-version": "2023-06-01" };
			const { status, body } = await client.get(`${root}/models/no-such-model`, { headers });
			expect({ status, type: body.type, error: body.error?.type }).toEqual({
				status: 404,
				type: "error",
				error: "not_found_error",
			});
		}
	});

	test("%2F in a body and in a path is a slash", async () => {
		const answer = await client.post("/v1/chat/completions", chat("hello", { model: "sandbox%2Fecho" }));
		expect(answer.status, answer.text).toBe(200);
		for (const root of ROOTS) {
			for (const id of ["sandbox/echo", "sandbox%2Fecho", "sandbox%2fecho"]) {
				const model = await client.get(`${root}/models/${id}`);
				expect(model.status, `${root}/models/${id}`).toBe(200);
				expect(model.body.id ?? model.body.data?.id).toBe("sandbox/echo");
			}
		}
	});

	test("the provider receives its own id", async () => {
		stack.upstreams.deepinfra.next(json(chatCompletion("x", plainUsage(1, 1))));
		await client.post("/v1/chat/completions", chat("hello", { model: "deepseek/deepseek-v3.2" }));
		expect(stack.upstreams.deepinfra.last.body.model).toBe("deepseek-ai/DeepSeek-V3.2");
	});

	test("broken percent signs are a 404, not a crash", async () => {
		expect((await client.get("/v1/models/%E0%A4%A")).status).toBeGreaterThanOrEqual(400);
		expect((await client.get("/v1/models/%E0%A4%A")).status).toBeLessThan(500);
	});
});

describe("characters that Postgres does not keep", () => {
	test.each([
		["GET", "budgets?cursor=%00"],
		["GET", "generations?model=%00"],
		["GET", "credits/purchases/%00"],
		["PUT", "budgets/end_user/a%00b/daily", { limit_usd: "1" }],
		["POST", "keys", { name: "half \ud800 a pair" }],
	])("are the caller's mistake, and no trouble of ours: %s %s", async (method, path, body?: object) => {
		const manager = (await account.key({ management: true })).text;
		const headers = { authorization: `Bearer ${manager}`, "content-type": "application/json" };
		const request = { method, headers, ...(body && { body: JSON.stringify(body) }) };
		const response = await fetch(`${stack.baseUrl}/v1/${path}`, request);
		const answer = { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
		expectRefusal(answer, "/v1", { status: 400, type: "invalid_request_error", code: "invalid_value", retry: false });
	});
});
