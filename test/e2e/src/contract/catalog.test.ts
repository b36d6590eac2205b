import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client, openStack, ROOTS, type Stack } from "../harness/index.ts";

let stack: Stack;
beforeAll(async () => {
	stack = await openStack("catalog");
});
afterAll(() => stack?.close());

/** The catalog is public: no key. */
async function get(path: string, headers: Record<string, string> = {}) {
	const response = await fetch(stack.baseUrl + path, { headers });
	const text = await response.text();
	return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}

describe.each(ROOTS)("the catalog on %s", (root) => {
	test("one list for all clients, prices as OpenRouter writes them", async () => {
		const { body, headers } = await get(`${root}/models`);
		expect(headers.get("x-request-id")).toMatch(/^req_/);
		expect(body).toMatchObject({
			object: "list",
			has_more: false,
			total_count: body.data.length,
			links: { next: null },
		});
		const gpt = body.data.find(({ id }: { id: string }) => id === "openai/gpt-4.1");
		expect(gpt).toMatchObject({
			object: "model",
			owned_by: "openai",
			type: "model",
			display_name: expect.any(String),
			created_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
			context_length: 1_047_576,
			pricing: { prompt: "0.000002", completion: "0.000008", input_cache_read: "0.0000005" },
		});
	});

	test("is not sent again to who has it", async () => {
		const first = await get(`${root}/models`);
		const etag = first.headers.get("etag") ?? "";
		expect(etag).toMatch(/^(W\/)?"\S+"$/);
		const again = await get(`${root}/models`, { "if-none-match": etag });
		expect(again.status).toBe(304);
		expect(again.body).toBeUndefined();
		expect((await get(`${root}/models`, { "if-none-match": `"other", W/${etag.replace(/^W\//, "")}` })).status).toBe(
			304,
		);
		expect((await get(`${root}/models`, { "if-none-match": '"other"' })).status).toBe(200);
	});

	test("endpoints of a model, each with its provider and price", async () => {
		const { body } = await get(`${root}/models/openai/gpt-oss-120b/endpoints`);
		expect(body.data.endpoints.length).toBeGreaterThanOrEqual(4);
		for (const endpoint of body.data.endpoints) {
			expect(endpoint).toMatchObject({
				provider_name: expect.any(String),
				pricing: { prompt: expect.stringMatching(/^\d/) },
			});
		}
	});

	test("count, providers, models for embeddings", async () => {
		const list = await get(`${root}/models`);
		expect((await get(`${root}/models/count`)).body.data.count).toBe(list.body.total_count);
		const providers = (await get(`${root}/providers`)).body.data;
		expect(providers.map(({ slug }: { slug: string }) => slug)).toContain("anthropic");
		const embedding = (await get(`${root}/embeddings/models`)).body.data;
		expect(embedding.map(({ id }: { id: string }) => id)).toContain("openai/text-embedding-3-small");
	});

	test("what a key may use", async () => {
		const key = await (await stack.account()).key({ allowedModels: ["sandbox/*"] });
		const client = new Client(stack.baseUrl, key.text);
		const mine = (await client.get(`${root}/models/user`)).body;
		const ids = Object.values(mine.data ?? {}).map((model) => String(model?.id));
		expect(ids.length).toBeGreaterThan(0);
		expect(ids.every((id) => id.startsWith("sandbox/"))).toBe(true);
	});

	test("what a key may use is no other key's, kept by nobody on the way", async () => {
		const account = await stack.account();
		const ask = async (allowedModels: string[], etag = "") => {
			const key = await account.key({ allowedModels });
			return new Client(stack.baseUrl, key.text).get(`${root}/models/user`, { headers: { "if-none-match": etag } });
		};
		const first = await ask(["sandbox/*"]);
		expect(first.headers.get("cache-control")).toBe("private, no-cache");
		expect(first.headers.get("vary")).toContain("authorization");
		const etag = first.headers.get("etag") ?? "";
		expect((await ask(["sandbox/*"], etag)).status).toBe(304);
		expect((await ask(["sandbox/echo"], etag)).status).toBe(200);
	});

	test("endpoints that keep nothing, and models that make images", async () => {
		const zdr = (await get(`${root}/endpoints/zdr`)).body.data;
		expect(zdr.map(({ tag }: { tag: string }) => tag)).toEqual(["sandbox", "sandbox", "sandbox"]);
		expect((await get(`${root}/images/models`)).body).toMatchObject({ data: [], total_count: 0 });
		expect((await get(`${root}/models?zdr=true`)).body.total_count).toBe(3);
	});

	test("HEAD is answered like GET, without a body", async () => {
		const response = await fetch(`${stack.baseUrl}${root}/models`, { method: "HEAD" });
		expect(response.status).toBe(200);
		expect(await response.text()).toBe("");
	});
});

test.each(["/healthz", "/readyz"])("%s says that all is well", async (path) => {
	expect((await get(path)).status).toBe(200);
});

test("/metrics is text an operator's collector reads", async () => {
	const response = await fetch(`${stack.baseUrl}/metrics`);
	expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
	expect(await response.text()).toMatch(/^# HELP turnpike_generations_total /m);
});
