import type { PlannedAnswer } from "./plan-answer.ts";
import { hash } from "./random.ts";
import type { ChatRequest } from "./read-request.ts";

/** What every part of one answer carries. */
export interface AnswerStamp {
	readonly id: string;
	/** Unix seconds. */
	readonly created: number;
	readonly model: string;
}

/** @param now Unix milliseconds. */
export function stampFor(request: ChatRequest, now: number): AnswerStamp {
	const mark = (hash(request.said) ^ request.seed) >>> 0;
	return {
		id: `chatcmpl-sandbox-${now.toString(36)}${mark.toString(36)}`,
		created: Math.floor(now / 1000),
		model: request.model,
	};
}

export function usageOf(request: ChatRequest, answer: PlannedAnswer) {
	return {
		prompt_tokens: request.promptTokens,
		completion_tokens: answer.completionTokens,
		total_tokens: request.promptTokens + answer.completionTokens,
		prompt_tokens_details: { cached_tokens: 0 },
		completion_tokens_details: { reasoning_tokens: answer.reasoningTokens },
	};
}

/** The same call always gets the same id. */
export function toolCallId(seed: number, choice: number, call: number): string {
	return `call_sandbox_${(seed >>> 0).toString(36)}_${choice}_${call}`;
}
