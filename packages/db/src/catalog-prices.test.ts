import { afterAll, expect, it } from "vitest";
import { readPriceVersions, recordPriceVersions, unknownPriceVersions } from "./catalog-prices.ts";
import { openTestBook } from "./testing/open-test-book.fixture.ts";

const world = await openTestBook("catalog prices");
afterAll(() => world.close());

const version = (id: string, prices: object) => ({
	id,
	endpointId: "author/model@provider",
	effectiveFrom: 1_700_000_000_123,
	source: "test",
	prices: JSON.stringify(prices),
});

it("a version is recorded once, by many processes at once too, and stays as it was first", async () => {
	const versions = [version("pv_1", { input: "9007199254740993000" }), version("pv_2", {})];
	const counts = await Promise.all(Array.from({ length: 5 }, () => recordPriceVersions(world.sql, versions)));
	expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
	expect(await recordPriceVersions(world.sql, [version("pv_1", { input: "1" })])).toBe(0);
	const stored = await readPriceVersions(world.sql, ["pv_1", "pv_2", "pv_none"]);
	expect([...stored.keys()].sort()).toEqual(["pv_1", "pv_2"]);
	expect(JSON.parse(stored.get("pv_1") ?? "")).toEqual({ input: "9007199254740993000" });
});

it("those that are missing are told", async () => {
	await recordPriceVersions(world.sql, [version("pv_known", {})]);
	expect((await unknownPriceVersions(world.sql, ["pv_new", "pv_known", "pv_other"])).sort()).toEqual([
		"pv_new",
		"pv_other",
	]);
	expect(await unknownPriceVersions(world.sql, [])).toEqual([]);
});

it("none are none", async () => {
	expect(await recordPriceVersions(world.sql, [])).toBe(0);
	expect(await readPriceVersions(world.sql, [])).toEqual(new Map());
});
