import { describe, expect, test } from "vitest";
import { findVendor, VENDORS } from "../vendors.ts";
import { askUsage, readUsageRecord } from "./ask-usage.ts";

const openrouter = findVendor("openrouter") ?? { usageLookup: undefined };
const target = { baseUrl: "https://openrouter.ai/api/v1", apiKey: "key" };
const record = (counts: object) => JSON.stringify({ data: { id: "gen-1", total_cost: 0.1, ...counts } });

describe("a provider that keeps records of its generations", () => {
	test("is asked by the generation's own id", () => {
		expect(askUsage(openrouter, target, "gen-1/x")).toEqual({
			method: "GET",
			url: "https://openrouter.ai/api/v1/generation?id=gen-1%2Fx",
			headers: { accept: "application/json", authorization: "Bearer key" },
			body: "",
		});
		expect(askUsage(openrouter, target, "")).toBeUndefined();
	});

	test("counts what its record says, each token once", () => {
		const counts = {
			native_tokens_prompt: 100,
			native_tokens_cached: 40,
			native_tokens_completion: 30,
			native_tokens_reasoning: 12,
		};
		expect(readUsageRecord(openrouter, record(counts))).toEqual({
			input: 60,
			cache_read: 40,
			output: 18,
			reasoning: 12,
		});
		const plain = { native_tokens_prompt: 5, native_tokens_completion: 0, native_tokens_cached: null };
		expect(readUsageRecord(openrouter, record(plain))).toEqual({ input: 5, output: 0 });
	});

	test.each([
		["no JSON", "<html>"],
		["no record", '{"error":{"code":404}}'],
		["no counts", record({})],
		[
			"more cached than prompted",
			record({ native_tokens_prompt: 1, native_tokens_cached: 2, native_tokens_completion: 1 }),
		],
	])("is not believed: %s", (_, text) => {
		expect(readUsageRecord(openrouter, text)).toBeUndefined();
	});
});

test("other providers are not asked", () => {
	const asked = VENDORS.filter((vendor) => askUsage(vendor, target, "id") !== undefined).map(({ slug }) => slug);
	expect(asked).toEqual(["openrouter"]);
});
