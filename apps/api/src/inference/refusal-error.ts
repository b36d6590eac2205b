import type { HoldRefusal } from "@turnpike/ledger";
import { formatUsd, type NanoUsd, nanoUsd } from "@turnpike/money";
import { type Call, TurnpikeError } from "@turnpike/wire";
import { mostAffordableTokens, type Need } from "./needs.ts";

/** Says a refused hold to the caller: what is there, what was needed, what would fit. */
export function refusalError(refusal: HoldRefusal | "max_cost", call: Call, needs: readonly Need[]): TurnpikeError {
	const needed = cheapest(needs);
	if (refusal === "max_cost") return maxCostError(call, needs, needed);
	switch (refusal.reason) {
		case "insufficient_credits":
			return insufficientCredits(refusal.availableNanoUsd, call, needs, needed);
		case "budget_exceeded": {
			const { scope, limitNanoUsd, spentNanoUsd, resetsAt } = refusal.budget;
			const resets = resetsAt === undefined ? undefined : new Date(resetsAt).toISOString();
			const message = `The ${scope}'s budget of $${formatUsd(limitNanoUsd)} does not cover this call${
				resets === undefined ? "." : `; it resets at ${resets}.`
			}`;
			const room = nanoUsd(limitNanoUsd - spentNanoUsd);
			const metadata = {
				scope,
				limit: formatUsd(limitNanoUsd),
				spent: formatUsd(spentNanoUsd),
				needed: formatUsd(needed),
				resets_at: resets ?? null,
				affordable_max_tokens: mostAffordableTokens(needs, room),
			};
			return new TurnpikeError("budget_exceeded", message, { metadata });
		}
		case "account_suspended":
			return new TurnpikeError("account_suspended", "This account is suspended. Contact the operator of this server.");
		case "unavailable":
			return billingUnavailable();
	}
}

/** Nothing was billed; a later try can help. */
export function billingUnavailable(cause?: unknown): TurnpikeError {
	const message =
		"Usage cannot be recorded at the moment, so no call is taken. Nothing was charged; try again shortly.";
	return new TurnpikeError("billing_unavailable", message, { retryAfterSeconds: 2, cause });
}

function insufficientCredits(available: NanoUsd, call: Call, needs: readonly Need[], needed: NanoUsd): TurnpikeError {
	const affordable = mostAffordableTokens(needs, available);
	const way =
		call.format !== "embeddings" && affordable > 0
			? `add credits, or set max_tokens to at most ${affordable}.`
			: "add credits.";
	return new TurnpikeError(
		"insufficient_credits",
		`This call may cost up to $${formatUsd(needed)} and $${formatUsd(available)} is available: ${way}`,
		{ metadata: { available: formatUsd(available), needed: formatUsd(needed), affordable_max_tokens: affordable } },
	);
}

function maxCostError(call: Call, needs: readonly Need[], needed: NanoUsd): TurnpikeError {
	const ceiling = call.maxCostNanoUsd ?? nanoUsd(0n);
	const message = `This call may cost up to $${formatUsd(needed)}, more than x-turnpike-max-cost allows ($${formatUsd(ceiling)}).`;
	const affordable = mostAffordableTokens(needs, ceiling);
	const metadata = { max_cost: formatUsd(ceiling), needed: formatUsd(needed), affordable_max_tokens: affordable };
	return new TurnpikeError("max_cost_exceeded", message, { metadata });
}

function cheapest(needs: readonly Need[]): NanoUsd {
	let least = needs[0]?.amount ?? nanoUsd(0n);
	for (const need of needs) if (need.amount < least) least = need.amount;
	return least;
}
