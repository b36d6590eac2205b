import type { CanonicalReasoning } from "@turnpike/wire";

export type Effort = NonNullable<CanonicalReasoning["effort"]>;

/** The share of the output bound that each effort may spend on reasoning (OpenRouter, reasoning tokens). */
const SHARE = {
	max: 0.95,
	xhigh: 0.95,
	high: 0.8,
	medium: 0.5,
	low: 0.2,
	minimal: 0.1,
	none: 0,
} as const satisfies Record<Effort, number>;

export const LEAST_BUDGET = 1_024;
const LARGEST_BUDGET = 128_000;

/** How many tokens an effort may reason within an output bound: its share, but 1,024 at least and 128,000 at most. */
export function budgetForEffort(effort: Effort, maxOutputTokens: number): number {
	if (effort === "none") return 0;
	return Math.min(Math.max(Math.floor(maxOutputTokens * SHARE[effort]), LEAST_BUDGET), LARGEST_BUDGET);
}

/** The least effort whose budget reaches the one asked for. */
export function effortForBudget(budget: number, maxOutputTokens: number): Effort {
	if (budget <= 0) return "none";
	for (const effort of ["minimal", "low", "medium", "high"] as const) {
		if (maxOutputTokens * SHARE[effort] >= budget) return effort;
	}
	return "xhigh";
}
