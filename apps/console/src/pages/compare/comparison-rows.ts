import type { ModelObject } from "@turnpike/catalog";
import { inPico } from "../../money/per-million.ts";
import { isCapable } from "../models/filter-models.ts";

/** A line of the comparison: what of each model stands in it, and which value is the best of them. */
export interface ComparisonRow {
	readonly name: string;
	readonly kind: "price" | "count" | "words" | "yes-no";
	readonly of: (model: ModelObject) => string | number | boolean | null | undefined;
	/** Which end is the better one; absent: none is. */
	readonly best?: "least" | "most";
}

export const COMPARISON_ROWS: readonly ComparisonRow[] = [
	{ name: "Input $/M", kind: "price", of: (model) => model.pricing.prompt, best: "least" },
	{ name: "Output $/M", kind: "price", of: (model) => model.pricing.completion, best: "least" },
	{ name: "Cache read $/M", kind: "price", of: (model) => model.pricing.input_cache_read, best: "least" },
	{ name: "Cache write $/M", kind: "price", of: (model) => model.pricing.input_cache_write, best: "least" },
	{ name: "Context", kind: "count", of: (model) => model.context_length, best: "most" },
	{ name: "Longest answer", kind: "count", of: (model) => model.top_provider.max_completion_tokens, best: "most" },
	{ name: "Reads", kind: "words", of: (model) => model.architecture.input_modalities.join(", ") },
	{ name: "Writes", kind: "words", of: (model) => model.architecture.output_modalities.join(", ") },
	{ name: "Tool calls", kind: "yes-no", of: (model) => isCapable(model, "tools") },
	{ name: "Structured output", kind: "yes-no", of: (model) => isCapable(model, "structured") },
	{ name: "Reasoning", kind: "yes-no", of: (model) => isCapable(model, "reasoning") },
	{ name: "Providers", kind: "count", of: (model) => model.providers.length, best: "most" },
	{ name: "Knowledge until", kind: "words", of: (model) => model.knowledge_cutoff },
	{ name: "Released", kind: "words", of: (model) => model.created_at.slice(0, 10) },
];

/** The models whose value in a row is the best, where not all are alike. */
export function bestOf(row: ComparisonRow, models: readonly ModelObject[]): ReadonlySet<ModelObject> {
	const known = models.flatMap((model) => {
		const amount = amountOf(row, model);
		return amount === undefined ? [] : [{ model, amount }];
	});
	if (row.best === undefined || known.length < 2) return new Set();
	const amounts = known.map(({ amount }) => amount);
	const best = amounts.reduce((one, other) => ((row.best === "least" ? other < one : other > one) ? other : one));
	if (amounts.every((amount) => amount === best)) return new Set();
	return new Set(known.filter(({ amount }) => amount === best).map(({ model }) => model));
}

function amountOf(row: ComparisonRow, model: ModelObject): bigint | undefined {
	const value = row.of(model);
	if (row.kind === "price") return typeof value === "string" ? inPico(value) : undefined;
	return typeof value === "number" ? BigInt(value) : undefined;
}
