import { TurnpikeError, type UpstreamFailure } from "@turnpike/wire";
import { isRequestsOwn } from "../health/is-requests-own.ts";
import type { Need } from "./needs.ts";

export interface FailedAttempt {
	readonly need: Need;
	readonly failure: UpstreamFailure;
	/** Our own word on why the call could not be put to this endpoint. */
	readonly refusal: TurnpikeError | undefined;
}

/** One error for a call that no endpoint answered: the caller's mistake where all say so, else the upstreams' failure. */
export function allAttemptsFailed(failed: readonly FailedAttempt[]): TurnpikeError {
	const first = failed[0];
	const attempts = failed.map(describe);
	if (first && failed.every(({ failure }) => isRequestsOwn(failure))) return callersError(first, attempts);
	const retryAfterSeconds = longestHint(failed);
	const details = { metadata: { attempts }, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
	if (failed.length === 0 || failed.every(({ failure }) => failure.kind === "timeout")) {
		return new TurnpikeError("upstream_timeout", "No provider answered in time. Nothing was charged.", details);
	}
	const message = `Every attempt failed before its first byte (${failed.length} tried). Nothing was charged.`;
	return new TurnpikeError("all_providers_failed", message, details);
}

function describe({ need, failure }: FailedAttempt) {
	const { endpoint, model } = need.attempt;
	return {
		provider: endpoint.provider,
		model: model.slug,
		status: failure.status ?? null,
		reason: failure.kind,
		message: failure.message,
	};
}

function callersError(first: FailedAttempt, attempts: readonly object[]): TurnpikeError {
	if (first.refusal) return first.refusal;
	const code = first.failure.kind === "context_length" ? "context_length_exceeded" : "invalid_value";
	const { provider } = first.need.attempt.endpoint;
	const message = `${provider} refused the request: ${first.failure.message}`;
	return new TurnpikeError(code, message, { metadata: { attempts } });
}

function longestHint(failed: readonly FailedAttempt[]): number | undefined {
	let longest: number | undefined;
	for (const { failure } of failed) {
		if (failure.retryAfterSeconds !== undefined) longest = Math.max(longest ?? 0, failure.retryAfterSeconds);
	}
	return longest;
}
