import type { Endpoint } from "@turnpike/catalog";
import type { Exclusion, ExclusionReason, Plan } from "../plan-types.ts";
import { exclusionMessage } from "./exclusion-message.ts";

/** One candidate endpoint of a plan, in the form answers and logs show. */
export interface CandidateExplanation {
	readonly model: string;
	readonly endpoint: string;
	readonly provider: string;
	/** Counts from 1; absent for one that is not tried. */
	readonly position?: number;
	/** pico-USD in decimal digits: the score, lower is better. */
	readonly expectedPricePicoUsd?: string;
	readonly excluded?: { readonly reason: ExclusionReason; readonly message: string };
}

/** Every candidate of a plan, those to be tried first and in order, with its score or why it is left out. */
export function explainPlan(plan: Plan): readonly CandidateExplanation[] {
	const tried = plan.attempts.map((attempt, index) => ({
		...nameOf(attempt.endpoint),
		position: index + 1,
		expectedPricePicoUsd: attempt.expectedPrice.toString(),
	}));
	return [...tried, ...plan.excluded.map(explainExclusion)];
}

export function explainExclusion(exclusion: Exclusion): CandidateExplanation {
	const excluded = { reason: exclusion.reason, message: exclusionMessage(exclusion) };
	return { ...nameOf(exclusion.endpoint), excluded };
}

function nameOf({ model, id, provider }: Endpoint): { model: string; endpoint: string; provider: string } {
	return { model, endpoint: id, provider };
}
