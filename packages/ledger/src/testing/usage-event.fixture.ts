import { randomUUID } from "node:crypto";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { AllowanceState, UsageEvent } from "../index.ts";

/** A usage event of account `acc` and allowance `a`, charged what it is priced at. */
export function usageEvent(priceNano: bigint, overrides: Partial<UsageEvent> = {}): UsageEvent {
	const hold = overrides.holdNanoUsd ?? nanoUsd(priceNano);
	return {
		generationId: randomUUID(),
		organisationId: "org",
		accountId: "acc",
		projectId: "prj",
		keyId: "key",
		allowanceId: "a",
		status: "completed",
		estimated: false,
		evidence: "provider",
		model: "author/model",
		provider: "provider",
		endpointId: "author/model@provider",
		priceVersionId: "pv",
		// The tests' price is one nano-USD an input token.
		usage: { input: Number(priceNano) },
		holdNanoUsd: hold,
		chargeNanoUsd: nanoUsd(priceNano < hold ? priceNano : hold),
		providerCostNanoUsd: nanoUsd(priceNano / 2n),
		format: "chat",
		streamed: false,
		finishReason: "stop",
		upstreamId: "",
		admittedAt: 0,
		ttftMs: 1,
		latencyMs: 2,
		attempts: [],
		memberId: "",
		tags: [],
		requestSha256: "",
		endUser: "",
		app: "",
		...overrides,
	};
}

/** Prices an event of the tests: one nano-USD an input token. */
export function recompute(event: Pick<UsageEvent, "usage">): { priceNanoUsd: NanoUsd } | { reason: string } {
	const input = event.usage.input;
	return input === undefined ? { reason: "unpriced" } : { priceNanoUsd: nanoUsd(BigInt(input)) };
}

export function allowance(overrides: Partial<AllowanceState> = {}): AllowanceState {
	return {
		allowanceId: "a",
		state: "open",
		granted: nanoUsd(1_000n),
		returned: nanoUsd(0n),
		charged: nanoUsd(0n),
		budgetRoom: undefined,
		...overrides,
	};
}
