import type { LimitRefusal } from "@turnpike/limits";
import { TurnpikeError } from "@turnpike/wire";
import type { ApiDependencies } from "../dependencies.ts";
import type { Arrival } from "./arrival.ts";
import type { Generation } from "./generation.ts";

/** Lets a call in within its key's limits. @throws TurnpikeError 429, and 503 when the limits cannot be checked. */
export async function admit(deps: Pick<ApiDependencies, "limits">, arrival: Arrival): Promise<Generation> {
	const { key } = arrival;
	const { id: keyId, requestsPerMinute, maxConcurrent } = key;
	const asked = deps.limits.admit({ keyId, permitId: arrival.uuid, requestsPerMinute, maxConcurrent });
	const admission = asked instanceof Promise ? await asked.catch(limitsAway) : asked;
	if ("refused" in admission) throw limitError(admission);
	return { ...arrival, permit: admission.permit, requests: admission.requests, attempts: [] };
}

/** Limits that cannot be checked are kept: better a call later than one too many. */
function limitsAway(cause: unknown): never {
	const message = "Rate limits cannot be checked at the moment; try again shortly. Nothing was charged.";
	throw new TurnpikeError("overloaded", message, { retryAfterSeconds: 2, cause });
}

function limitError(refusal: LimitRefusal): TurnpikeError {
	const retryAfterSeconds = Math.ceil(refusal.retryAfterMs / 1_000);
	const message =
		refusal.refused === "rate_limit_exceeded"
			? `This key may make ${refusal.limit} requests a minute; try again in ${retryAfterSeconds} s.`
			: `This key may have ${refusal.limit} calls in flight; wait for one to end.`;
	const metadata = { limit: refusal.limit };
	return new TurnpikeError(refusal.refused, message, { retryAfterSeconds, metadata });
}
