import { seedCatalog, toModelObject } from "@turnpike/catalog";
import { expect, test } from "vitest";
import { exampleBill } from "./example-bill.ts";
import { EXAMPLE_MODEL } from "./example-receipt.tsx";

test("an example adds up as the ledger does: exact lines, rounded once, down", () => {
	expect(
		exampleBill([
			["input", 1_241, "0.000000037"],
			["output", 3, "0.0000000001"],
		]),
	).toEqual({
		lines: [
			{ name: "input", units: 1_241, unitPrice: "0.000000037", amount: "0.000045917000" },
			{ name: "output", units: 3, unitPrice: "0.0000000001", amount: "0.000000000300" },
		],
		total: "0.000045917",
	});
});

test("a price nobody knows makes no example", () => {
	expect(exampleBill([["input", 1, "-1"]])).toBeUndefined();
});

test("the model shown to who has just come is in the catalog, with a price", () => {
	const model = seedCatalog({ sandbox: false }).find(EXAMPLE_MODEL);
	expect(model && toModelObject(model, Date.UTC(2026, 10, 25)).pricing.prompt).toMatch(/^0\.0/);
});
