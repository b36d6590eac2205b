import { expect, test } from "vitest";
import * as z from "zod";
import listFile from "../../data/price-differences.json" with { type: "json" };
import { seedCatalog } from "../../src/index.ts";
import { comparePrices, type PriceDifference } from "./compare-prices.ts";

const list = z
	.strictObject({
		comparedAt: z.iso.datetime(),
		causes: z.record(z.string(), z.string().min(20)),
		differences: z.array(
			z.strictObject({
				endpoint: z.string(),
				field: z.string(),
				ours: z.string(),
				theirs: z.string(),
				cause: z.string(),
			}),
		),
	})
	.parse(listFile);

const comparison = comparePrices(seedCatalog(), new Date(list.comparedAt));

function line({ endpoint, field, ours, theirs }: PriceDifference): string {
	return JSON.stringify({ endpoint, field, ours, theirs });
}

test("every price differs from genai-prices only where the list says so, and nowhere else the list says", () => {
	const found = comparison.differences.map(line).sort();
	const listed = list.differences.map(line).sort();
	console.log(
		`${comparison.comparedEndpoints} endpoints compared in ${comparison.comparedPrices} prices: ` +
			`${comparison.agreeingEndpoints} agree in all, ${found.length} prices differ and are explained, ` +
			`${comparison.unknownEndpoints} endpoints are unknown there`,
	);
	expect(found.filter((difference) => !listed.includes(difference))).toEqual([]);
	expect(listed.filter((difference) => !found.includes(difference))).toEqual([]);
	expect(new Set(listed).size).toBe(listed.length);
});

test("every listed difference has a cause that is explained, and every explanation is used", () => {
	const used = new Set(list.differences.map((difference) => difference.cause));
	expect([...used].sort()).toEqual(Object.keys(list.causes).sort());
});

test("the comparison really compares", () => {
	expect(comparison.comparedEndpoints).toBeGreaterThan(300);
	expect(comparison.agreeingEndpoints).toBeGreaterThan(150);
	const withoutOpenRouter = comparison.differences.filter(({ endpoint }) => !endpoint.endsWith("@openrouter"));
	expect(withoutOpenRouter.length).toBeLessThan(40);
});

test("prices at the vendors that make their own models agree, but for tier edges and peak hours", () => {
	const own = comparison.differences.filter(({ endpoint }) => /@(openai|anthropic|xai)$/.test(endpoint));
	expect(own.filter(({ field }) => field !== "tier_edges")).toEqual([]);
});
