import { boundPrice } from "@turnpike/catalog";
import { costFromPico, type NanoUsd, nanoUsd } from "@turnpike/money";
import { type Attempt, inputTokensBound, outputTokensBound } from "@turnpike/routing";
import type { Call } from "@turnpike/wire";

/** A stream holds this many output tokens at first, and again each time they run low. */
export const STREAM_HOLD_TOKENS = 4_096;

/** What a call needs set aside to be tried at one endpoint. */
export interface Need {
	readonly attempt: Attempt;
	readonly inputTokens: number;
	/** The most output tokens it may produce there, over all choices. */
	readonly outputTokens: number;
	/** How many of them are held before dispatch. */
	readonly heldTokens: number;
	readonly amount: NanoUsd;
}

/**
 * Calls that are not streamed, and models that may reason unseen, need the most they can cost; a stream needs its input
 * and the first few thousand tokens, and is extended as it goes.
 */
export function needOf(call: Call, attempt: Attempt, limit = Number.POSITIVE_INFINITY): Need {
	const { endpoint, model } = attempt;
	const inputTokens = inputTokensBound(call, endpoint.contextLength);
	const outputTokens = Math.min(outputTokensBound(call, endpoint.maxOutputTokens), limit);
	const extends_ = call.stream && !model.reasoning;
	const heldTokens = extends_ ? Math.min(outputTokens, STREAM_HOLD_TOKENS) : outputTokens;
	const amount = costFromPico(boundPrice(attempt.priceVersion, inputTokens, heldTokens));
	return { attempt, inputTokens, outputTokens, heldTokens, amount };
}

/** What so many more output tokens cost, beyond those already held. */
export function priceOfMore(need: Need, heldTokens: number, more: number): NanoUsd {
	const { priceVersion } = need.attempt;
	const before = costFromPico(boundPrice(priceVersion, need.inputTokens, heldTokens));
	return nanoUsd(costFromPico(boundPrice(priceVersion, need.inputTokens, heldTokens + more)) - before);
}

/** How many output tokens `funds` pay for after the input; negative when not even that. */
export function affordableTokens(need: Need, funds: NanoUsd): number {
	const { priceVersion } = need.attempt;
	const input = boundPrice(priceVersion, need.inputTokens, 0);
	const perThousand = boundPrice(priceVersion, need.inputTokens, 1_000) - input;
	const left = funds * 1_000n - input;
	if (left < 0n) return -1;
	return perThousand === 0n ? need.outputTokens : Number((left * 1_000n) / perThousand);
}

/** The most output tokens any endpoint's price lets these funds pay for; for the 402's `affordable_max_tokens`. */
export function mostAffordableTokens(all: readonly Need[], funds: NanoUsd): number {
	let most = 0;
	for (const need of all) most = Math.max(most, Math.min(affordableTokens(need, funds), need.outputTokens));
	return most;
}
