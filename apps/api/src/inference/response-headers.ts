import type { ApiDependencies } from "../dependencies.ts";
import type { Answer } from "./first-answer.ts";
import type { Generation } from "./generation.ts";
import type { SetAside } from "./set-aside.ts";

/** The headers every answer has: who answered, after how many attempts, and whose time it took. */
export function answerHeaders(
	deps: Pick<ApiDependencies, "monotonic">,
	generation: Generation,
	aside: SetAside,
	answer: Answer,
	contentType: string,
): Record<string, string> {
	const upstreamMs = answer.firstByteAt - answer.dispatchedAt;
	const ownMs = deps.monotonic() - generation.arrivedAt - upstreamMs;
	const headers: Record<string, string> = {
		"content-type": contentType,
		"x-request-id": generation.requestId,
		"request-id": generation.requestId,
		"x-generation-id": generation.id,
		"x-turnpike-provider": answer.provider.vendor.slug,
		"x-turnpike-model": answer.need.attempt.model.slug,
		"x-turnpike-attempts": String(generation.attempts.length),
		"server-timing": `turnpike;dur=${ownMs.toFixed(2)}, upstream;dur=${upstreamMs.toFixed(2)}`,
	};
	if (aside.outputLimit !== undefined) {
		headers["x-turnpike-max-tokens"] = String(Math.floor(aside.outputLimit / generation.call.choices));
	}
	if (answer.provider.vendor.slug === "sandbox") headers["x-turnpike-sandbox"] = "true";
	if (answer.kind === "stream") {
		headers["cache-control"] = "no-cache";
		headers["x-accel-buffering"] = "no";
	}
	const { requests } = generation;
	if (requests) {
		headers["x-ratelimit-limit-requests"] = String(requests.limit);
		headers["x-ratelimit-remaining-requests"] = String(requests.remaining);
		headers["x-ratelimit-reset-requests"] = `${(requests.resetMs / 1_000).toFixed(3)}s`;
	}
	return headers;
}
