import { type Model, makeCatalog, priceVersion, seedCatalog } from "@turnpike/catalog";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { answerFromCatalog } from "./answer-from-catalog.ts";

const CHANGE = Date.UTC(2027, 0, 1);

/** A catalog in which one price changes at an instant. */
function changing() {
	const model = seedCatalog({ sandbox: true }).find("sandbox/echo");
	const [endpoint] = model?.endpoints ?? [];
	const [first] = endpoint?.priceVersions ?? [];
	if (!model || !endpoint || !first) throw new Error("the sandbox has no price");
	const then = priceVersion({
		endpointId: endpoint.id,
		effectiveFrom: CHANGE,
		source: "test",
		base: first.base,
		tiers: [],
	});
	const changed: Model = { ...model, endpoints: [{ ...endpoint, priceVersions: [first, then] }] };
	return makeCatalog([changed]);
}

const catalog = changing();

function ask(nowMs: number, headers: Record<string, string> = {}, of?: string) {
	const app = new Hono();
	app.get("/", (c) => answerFromCatalog({ catalog, now: () => nowMs }, c, (atMs) => ({ atMs }), of));
	return app.request("/", { headers });
}

describe("an answer out of the catalog", () => {
	it("is not sent again to who has it, until a price changes by itself", async () => {
		const before = await ask(CHANGE - 1);
		expect(await before.json()).toEqual({ atMs: CHANGE - 1 });
		const etag = before.headers.get("etag") ?? "";
		const again = await ask(CHANGE - 1_000, { "if-none-match": `W/${etag}` });
		expect([again.status, await again.text()]).toEqual([304, ""]);
		const after = await ask(CHANGE, { "if-none-match": etag });
		expect(after.status).toBe(200);
		expect(after.headers.get("etag")).not.toBe(etag);
	});

	it("may be kept by anybody where it is everybody's, and by nobody else where it is one key's", async () => {
		expect((await ask(0)).headers.get("cache-control")).toBe("public, max-age=60");
		const mine = await ask(0, {}, "what I may use");
		expect(mine.headers.get("cache-control")).toBe("private, no-cache");
		expect(mine.headers.get("vary")).toContain("authorization");
		const etag = mine.headers.get("etag") ?? "";
		expect((await ask(0, { "if-none-match": etag }, "what I may use")).status).toBe(304);
		expect((await ask(0, { "if-none-match": etag }, "something else")).status).toBe(200);
		expect((await ask(0, { "if-none-match": etag })).status).toBe(200);
	});
});
