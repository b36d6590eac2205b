import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { packJson } from "./pack-json.ts";

const LARGE = { data: Array.from({ length: 500 }, (_, index) => ({ id: `model-${index}` })) };
const ask = (encodings: string) =>
	new Request("http://turnpike.test/v1/models", { headers: { "accept-encoding": encodings } });
const answer = (body: object, headers: Record<string, string> = {}) =>
	new Response(JSON.stringify(body), {
		headers: { "content-type": "application/json; charset=utf-8", etag: '"1"', ...headers },
	});

test.each(["gzip", "br, gzip", "gzip;q=0.5", "deflate, gzip , br", "GZIP"])(
	"JSON of some size is packed for %j",
	async (encodings) => {
		const response = await packJson(ask(encodings), answer(LARGE));
		expect(response.headers.get("content-encoding")).toBe("gzip");
		expect(response.headers.get("vary")).toBe("accept-encoding");
		expect(response.headers.get("etag")).toBe('"1"');
		const bytes = new Uint8Array(await response.arrayBuffer());
		expect(bytes.length).toBeLessThan(JSON.stringify(LARGE).length / 4);
		expect(JSON.parse(gunzipSync(bytes).toString())).toEqual(LARGE);
	},
);

test.each(["", "br", "identity", "gzip;q=0", "gzip; q=0.0, br", "x-gzip"])(
	"and for %j it is not",
	async (encodings) => {
		const response = await packJson(ask(encodings), answer(LARGE));
		expect(response.headers.has("content-encoding")).toBe(false);
		expect(await response.json()).toEqual(LARGE);
	},
);

test("what is small, packed already, no JSON, or nothing passes as it came", async () => {
	expect(await (await packJson(ask("gzip"), answer({ a: 1 }))).json()).toEqual({ a: 1 });
	const page = new Response("<p>", { headers: { "content-type": "text/html" } });
	expect(await packJson(ask("gzip"), page)).toBe(page);
	const packed = answer(LARGE, { "content-encoding": "br" });
	expect(await packJson(ask("gzip"), packed)).toBe(packed);
	const unchanged = new Response(null, { status: 304, headers: { "content-type": "application/json" } });
	expect(await packJson(ask("gzip"), unchanged)).toBe(unchanged);
});
