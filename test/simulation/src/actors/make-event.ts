import type { Hold, UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import type { CallRecord } from "./calls.ts";
import { PRICE, priceOfTokens, type Tokens } from "./prices.ts";

/** The usage record of a call: charged its price, at most its hold. */
export function makeEvent(
	call: CallRecord,
	hold: Hold,
	tokens: Tokens,
	status: UsageEvent["status"],
	now: number,
): UsageEvent {
	const price = priceOfTokens(tokens);
	return {
		generationId: call.generationId,
		organisationId: `org of ${call.accountId}`,
		accountId: call.accountId,
		projectId: "project",
		keyId: call.keyId,
		allowanceId: hold.allowanceId,
		status,
		estimated: false,
		evidence: "provider",
		model: "author/model",
		provider: "provider",
		endpointId: PRICE.endpointId,
		priceVersionId: PRICE.id,
		usage: { input: tokens.input, output: tokens.output },
		holdNanoUsd: hold.amount,
		chargeNanoUsd: price < hold.amount ? price : hold.amount,
		providerCostNanoUsd: nanoUsd(price / 2n),
		format: "chat",
		streamed: true,
		finishReason: "stop",
		upstreamId: "",
		admittedAt: now,
		ttftMs: 1,
		latencyMs: 2,
		attempts: [],
		memberId: "",
		endUser: "",
		app: "",
		tags: [],
		requestSha256: "",
	};
}
