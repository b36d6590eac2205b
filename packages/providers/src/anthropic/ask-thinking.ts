import type { CanonicalReasoning } from "@turnpike/wire";
import { onlyHides } from "../only-hides.ts";
import { budgetForEffort, type Effort, effortForBudget, LEAST_BUDGET } from "../reasoning-budget.ts";
import type { ModelTraits } from "./model-traits.ts";

/** The `thinking` and `output_config.effort` that ask a model to reason as the caller wishes. */
export interface ThinkingRequest {
	readonly thinking?: Readonly<Record<string, unknown>>;
	readonly effort?: string;
}

/**
 * @param maxTokens the `max_tokens` the call will carry: a budget must stay below it, and where 1,024 do not fit the
 * model is not asked to think at all (Messages API, ThinkingConfigEnabled).
 */
export function askThinking(
	wish: CanonicalReasoning | undefined,
	traits: ModelTraits,
	maxTokens: number,
): ThinkingRequest {
	if (wish === undefined || onlyHides(wish)) return {};
	if (wish.effort === "none") return turnedOff(traits);
	if (traits.thinking === "budget" || (traits.thinking === "both" && wish.maxTokens !== undefined)) {
		return withBudget(wish, maxTokens);
	}
	const effort = wish.effort ?? (wish.maxTokens === undefined ? undefined : effortForBudget(wish.maxTokens, maxTokens));
	return {
		thinking: { type: "adaptive", display: wish.exclude ? "omitted" : "summarized" },
		...(effort !== undefined && { effort: nearestEffort(effort, traits.efforts) }),
	};
}

function turnedOff(traits: ModelTraits): ThinkingRequest {
	if (traits.thinking === "always") return { effort: "low" };
	return traits.thinking === "adaptive" ? { thinking: { type: "disabled" } } : {};
}

function withBudget(wish: CanonicalReasoning, maxTokens: number): ThinkingRequest {
	const wanted = wish.maxTokens ?? budgetForEffort(wish.effort ?? "medium", maxTokens);
	const budget = Math.min(Math.max(wanted, LEAST_BUDGET), maxTokens - 1);
	if (budget < LEAST_BUDGET) return {};
	return {
		thinking: { type: "enabled", budget_tokens: budget, ...(wish.exclude === true && { display: "omitted" }) },
	};
}

function nearestEffort(effort: Effort, efforts: readonly string[]): string {
	if (efforts.includes(effort)) return effort;
	return effort === "xhigh" ? "high" : "low";
}
