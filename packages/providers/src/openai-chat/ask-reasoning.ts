import type { CanonicalReasoning } from "@turnpike/wire";
import { onlyHides } from "../only-hides.ts";
import { effortForBudget } from "../reasoning-budget.ts";
import type { ReasoningRequest } from "../vendor.ts";

/**
 * The fields that ask one vendor for the reasoning a caller wants. A budget becomes the least effort that would have
 * been given as much, for vendors who know efforts only.
 */
export function askReasoning(
	wish: CanonicalReasoning,
	style: ReasoningRequest,
	maxOutputTokens: number,
): Readonly<Record<string, unknown>> {
	if (style === "reasoning_object") return { reasoning: reasoningObject(wish) };
	if (onlyHides(wish)) return {};
	const effort =
		wish.effort ?? (wish.maxTokens === undefined ? "medium" : effortForBudget(wish.maxTokens, maxOutputTokens));
	if (style === "thinking_toggle") return { thinking: { type: effort === "none" ? "disabled" : "enabled" } };
	return { reasoning_effort: effort };
}

function reasoningObject(wish: CanonicalReasoning): Readonly<Record<string, unknown>> {
	return {
		...(wish.effort !== undefined && { effort: wish.effort }),
		...(wish.maxTokens !== undefined && { max_tokens: wish.maxTokens }),
		...(wish.exclude !== undefined && { exclude: wish.exclude }),
	};
}

/** Reads OpenRouter's `reasoning` object from a caller's body; undefined where it asks for nothing. */
export function readReasoningObject(text: string): CanonicalReasoning | undefined {
	const value: unknown = JSON.parse(text);
	if (typeof value !== "object" || value === null) return undefined;
	const { effort, max_tokens: budget, exclude, enabled } = value as Record<string, unknown>;
	if (enabled === false) return { effort: "none" };
	const named = EFFORTS.find((name) => name === effort);
	const known = named ?? (enabled === true && typeof budget !== "number" ? "medium" : undefined);
	return {
		...(known !== undefined && { effort: known }),
		...(typeof budget === "number" && { maxTokens: budget }),
		...(typeof exclude === "boolean" && { exclude }),
	};
}

const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
