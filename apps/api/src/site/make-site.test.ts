import { describe, expect, test } from "vitest";
import { makeSite } from "./make-site.ts";
import type { SiteFile } from "./site.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (text: string, more: Partial<SiteFile> = {}): SiteFile => ({
	type: "text/html; charset=utf-8",
	etag: `"${text}"`,
	bytes: bytes(text),
	...more,
});

const HEADERS = `/*
  Content-Security-Policy: default-src 'none'
  Cache-Control: no-cache
/assets/*
  ! Cache-Control
  Cache-Control: public, max-age=31536000, immutable
`;

const site = makeSite(
	new Map([
		["/index.html", file("index", { brotli: bytes("br"), gzip: bytes("gz") })],
		["/assets/a-1234.js", file("script", { type: "text/javascript" })],
	]),
	HEADERS,
);

const BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
async function get(path: string, headers: Record<string, string> = BROWSER, method = "GET") {
	return site(new Request(`http://turnpike.test${path}`, { method, headers }));
}

describe("a browser that asks for a page", () => {
	test.each(["/", "/models", "/models/openai/gpt-5", "/keys?new=1", "/no/such/page"])(
		"gets the index at %s",
		async (path) => {
			const response = await get(path);
			expect(await response?.text()).toBe("index");
			expect(response?.headers.get("content-type")).toBe("text/html; charset=utf-8");
			expect(response?.headers.get("cache-control")).toBe("no-cache");
			expect(response?.headers.get("content-security-policy")).toBe("default-src 'none'");
		},
	);

	test.each(["/v1/modles", "/api/v1/nothing", "/v1", "/.well-known/nothing", "/assets/gone.js"])(
		"gets none at %s, which is the API's or a file's",
		async (path) => {
			expect(await get(path)).toBeUndefined();
		},
	);
});

test("what is no browser, or changes something, gets no page", async () => {
	expect(await get("/models", { accept: "*/*" })).toBeUndefined();
	expect(await get("/models", {})).toBeUndefined();
	expect(await get("/models", BROWSER, "POST")).toBeUndefined();
});

test("a hashed file is kept for ever, whoever asks", async () => {
	const response = await get("/assets/a-1234.js", { accept: "*/*" });
	expect(await response?.text()).toBe("script");
	expect(response?.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
	expect(response?.headers.get("content-security-policy")).toBe("default-src 'none'");
});

test.each([
	["gzip, deflate, br", "br", "br"],
	["gzip", "gz", "gzip"],
	["br;q=0, gzip;q=0.5", "gz", "gzip"],
	["identity", "index", null],
])("who accepts %j gets that", async (accepted, body, encoding) => {
	const response = await get("/", { ...BROWSER, "accept-encoding": accepted });
	expect(await response?.text()).toBe(body);
	expect(response?.headers.get("content-encoding")).toBe(encoding);
	expect(response?.headers.get("vary")).toBe("accept-encoding");
});

test("who has it already is told so", async () => {
	for (const etag of ['"index"', 'W/"index"', '"old", "index"']) {
		const response = await get("/models", { ...BROWSER, "if-none-match": etag });
		expect(response?.status).toBe(304);
		expect(response?.headers.get("cache-control")).toBe("no-cache");
	}
	expect((await get("/", { ...BROWSER, "if-none-match": '"old"' }))?.status).toBe(200);
});

test("a line nobody understands is no header that is quietly left out", () => {
	const files = new Map([["/index.html", file("index")]]);
	expect(() => makeSite(files, "/*\n  Content-Security-Policy default-src\n")).toThrow(/not a line/);
	expect(() => makeSite(files, "  X-A: b\n")).toThrow(/not a line/);
	expect(() => makeSite(new Map(), "")).toThrow(/index/);
});
