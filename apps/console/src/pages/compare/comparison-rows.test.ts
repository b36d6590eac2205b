import { type ModelObject, seedCatalog, toModelObject } from "@turnpike/catalog";
import { expect, test } from "vitest";
import { bestOf, COMPARISON_ROWS, type ComparisonRow } from "./comparison-rows.ts";

const catalog = seedCatalog({ sandbox: true });
function model(slug: string): ModelObject {
	const found = catalog.find(slug);
	if (!found) throw new Error(`the catalog has no ${slug}`);
	return toModelObject(found, Date.UTC(2026, 10, 23));
}
function row(name: string): ComparisonRow {
	const found = COMPARISON_ROWS.find((each) => each.name === name);
	if (!found) throw new Error(`there is no row ${name}`);
	return found;
}
const [mini, echo, unpriced] = [model("openai/gpt-4o-mini"), model("sandbox/echo"), model("groq/compound")];

test("the least price is the best one, and one nobody knows is none", () => {
	expect([...bestOf(row("Input $/M"), [echo, mini, unpriced])]).toEqual([mini]);
	expect([...bestOf(row("Output $/M"), [mini, unpriced])]).toEqual([]);
});

test("where all are alike none is the best, and neither is one by itself", () => {
	expect(bestOf(row("Context"), [echo, model("sandbox/lorem")]).size).toBe(0);
	expect(bestOf(row("Context"), [echo]).size).toBe(0);
});

test("what is not better or worse is not marked", () => {
	expect(bestOf(row("Reads"), [echo, mini]).size).toBe(0);
});
