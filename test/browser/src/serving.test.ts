import { openStack, rawRequest, type Stack } from "@turnpike/test-e2e/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { consoleIsServed } from "./harness/index.ts";

const BROWSER = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

describe("the server of the console", () => {
	let stack: Stack;
	beforeAll(async () => {
		stack = await openStack("serving", { TURNPIKE_CONSOLE: "build" });
		await consoleIsServed(stack.baseUrl);
	});
	afterAll(() => stack?.close());

	const get = (path: string, headers: Record<string, string> = BROWSER, method = "GET") =>
		fetch(stack.baseUrl + path, { method, headers });

	test.each(["/", "/models/openai/gpt-5", "/keys", "/no/such/page"])(
		"gives a browser the console at %s",
		async (path) => {
			const response = await get(path);
			expect(response.status).toBe(200);
			expect(await response.text()).toContain('<div id="root">');
			expect(response.headers.get("cache-control")).toBe("no-cache");
		},
	);

	test("says on every page what the browser may do with it", async () => {
		const { headers } = await get("/");
		const policy = headers.get("content-security-policy") ?? "";
		for (const part of [
			"default-src 'none'",
			"script-src 'self' 'sha256-",
			"frame-ancestors 'none'",
			"trusted-types 'none'",
		]) {
			expect(policy).toContain(part);
		}
		expect(policy).not.toContain("unsafe");
		expect(headers.get("x-content-type-options")).toBe("nosniff");
		expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
	});

	test("lets hashed files be kept for ever, packed as the browser likes it", async () => {
		const script = /src="(\/assets\/[^"]+\.js)"/.exec(await (await get("/")).text())?.[1] ?? "";
		const response = await get(script, { "accept-encoding": "gzip" });
		expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
		expect(response.headers.get("content-type")).toMatch(/^text\/javascript/);
		const again = await get(script, { "if-none-match": response.headers.get("etag") ?? "" });
		expect(again.status).toBe(304);
	});

	test("leaves the API's paths to the API", async () => {
		for (const path of ["/v1/nothing", "/api/v1/nothing", "/assets/gone-12345678.js"]) {
			const response = await get(path);
			expect(response.status, path).toBe(404);
			expect(response.headers.get("content-type"), path).toMatch(/^application\/json/);
		}
		const wrong = await get("/models", { accept: "*/*" });
		expect(await wrong.text()).toContain("Did you mean /v1/models?");
		expect((await get("/keys", BROWSER, "POST")).status).toBe(404);
	});

	test.each([
		"/../../../../etc/passwd",
		"/assets/../../package.json",
		"/%2e%2e/package.json",
		"/_headers",
		"/_fingerprint",
	])("gives nothing away at %s", async (path) => {
		// As it stands: fetch would tidy the path.
		const head = [`GET ${path} HTTP/1.1`, "Host: localhost", "Accept: */*", "Connection: close"];
		const { status, body } = await rawRequest(stack.baseUrl, head, []);
		expect(status).toBe(404);
		expect(body.error?.code).toBe("not_found");
	});

	test("is asked by a page whether anybody is signed in, and that nobody is is no error", async () => {
		expect((await get("/v1/session?optional=true")).status).toBe(204);
		expect((await get("/v1/session")).status).toBe(401);
		expect((await get("/v1/session?optional=perhaps")).status).toBe(400);
	});
});
