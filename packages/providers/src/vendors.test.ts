import { describe, expect, test } from "vitest";
import { vendor } from "../fixtures/make-call.ts";
import { dialectOf } from "./dialect-of.ts";
import { findVendor, VENDORS } from "./vendors.ts";

describe("the vendor table", () => {
	test("has one row per slug, and finds it", () => {
		expect(new Set(VENDORS.map((vendor) => vendor.slug)).size).toBe(VENDORS.length);
		for (const row of VENDORS) expect(findVendor(row.slug)).toBe(row);
		expect(findVendor("nobody")).toBeUndefined();
	});

	test("has the providers that the road names", () => {
		expect(VENDORS.map((vendor) => vendor.slug).sort()).toEqual([
			"anthropic",
			"deepinfra",
			"deepseek",
			"groq",
			"mistral",
			"openai",
			"openrouter",
			"sandbox",
			"together",
			"xai",
		]);
	});

	test("calls providers by https, without a slash at the end", () => {
		for (const row of VENDORS) expect(row.baseUrl).toMatch(/^https:\/\/[^?#]+[^/]$/);
	});

	test("knows where cancelling does not stop the bill", () => {
		const drained = VENDORS.filter((vendor) => !vendor.cancelStopsBilling).map((vendor) => vendor.slug);
		expect(drained.sort()).toEqual(["groq", "mistral", "openrouter"]);
	});

	test("drops nothing that it renames to", () => {
		for (const row of VENDORS) {
			for (const name of Object.values(row.renamesFields)) expect(row.refusesFields).not.toContain(name);
		}
	});
});

describe("dialectOf", () => {
	test("gives every vendor the dialect its row names, made once", () => {
		for (const row of VENDORS) {
			expect(dialectOf(row).name).toBe(row.dialect);
			expect(dialectOf(row)).toBe(dialectOf(row));
		}
	});

	test("serves a vendor that is in no table", () => {
		const own = { ...vendor("openai"), slug: "own", baseUrl: "http://127.0.0.1:9000/v1" };
		expect(dialectOf(own).native).toEqual(["chat", "embeddings"]);
	});
});
