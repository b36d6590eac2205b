import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { findVendor, type Vendor } from "@turnpike/providers";
import { afterEach, expect, test } from "vitest";
import { checkProvider } from "./check-providers.ts";

const KEY = "sk-test-0123456789abcdef";
const servers: { close(): void }[] = [];

afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

async function upstream(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
	const server = createServer(answer).listen(0, "127.0.0.1");
	servers.push(server);
	await new Promise((ready) => server.once("listening", ready));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function vendor(slug: string): Vendor {
	const found = findVendor(slug);
	if (!found) throw new Error(`no vendor ${slug}`);
	return found;
}

/** A provider that takes one key, where and how the vendor's own does. */
function taking(path: string, header: string, value: string) {
	return (request: IncomingMessage, response: ServerResponse) => {
		const known = request.method === "GET" && request.url === path;
		response.writeHead(!known ? 404 : request.headers[header] === value ? 200 : 401).end("{}");
	};
}

test.each([
	["openai", "/v1", "/v1/models", "authorization", `Bearer ${KEY}`],
	["openrouter", "/api/v1", "/api/v1/key", "authorization", `Bearer ${KEY}`],
	["anthropic", "", "/v1/models", "x-api-key", KEY],
	["anthropic", "/v1", "/v1/models", "x-api-key", KEY],
])("a good key of %s at %s is found good, another is refused", async (slug, base, path, header, value) => {
	const baseUrl = `${await upstream(taking(path, header, value))}${base}`;
	expect(await checkProvider(vendor(slug), { apiKey: KEY, baseUrl })).toMatchObject({ status: "ok" });
	const refused = await checkProvider(vendor(slug), { apiKey: "another", baseUrl });
	expect(refused).toMatchObject({ name: `provider ${slug}`, status: "broken" });
	expect(refused.advice).toContain(`${slug.toUpperCase()}_API_KEY`);
});

test("a provider without a list of models is not called broken", async () => {
	const baseUrl = await upstream((_, response) => response.writeHead(404).end());
	expect(await checkProvider(vendor("groq"), { apiKey: KEY, baseUrl })).toMatchObject({ status: "skipped" });
});

test("a redirect is not followed, so the key does not travel on", async () => {
	let followed = false;
	const elsewhere = await upstream((_, response) => {
		followed = true;
		response.end("{}");
	});
	const baseUrl = await upstream((_, response) => response.writeHead(302, { location: `${elsewhere}/models` }).end());
	expect(await checkProvider(vendor("openai"), { apiKey: KEY, baseUrl })).toMatchObject({ status: "broken" });
	expect(followed).toBe(false);
});

test("a provider in trouble is a warning, one that is not there is broken", async () => {
	const baseUrl = await upstream((_, response) => response.writeHead(503).end());
	expect(await checkProvider(vendor("openai"), { apiKey: KEY, baseUrl })).toMatchObject({ status: "warning" });
	const gone = await checkProvider(vendor("openai"), { apiKey: KEY, baseUrl: "http://127.0.0.1:9" });
	expect(gone).toMatchObject({ status: "broken" });
	expect(gone.advice).toContain("OPENAI_BASE_URL");
});

test("a key is shown in no finding", async () => {
	const baseUrl = await upstream((_, response) => response.writeHead(401).end(KEY));
	expect(JSON.stringify(await checkProvider(vendor("openai"), { apiKey: KEY, baseUrl }))).not.toContain(KEY);
});
