import { ERROR_CODES, type ErrorCode } from "@turnpike/wire";
import type { Operation, Who } from "./operation.ts";

const OF_KEYS = ["missing_api_key", "invalid_api_key", "conflicting_api_keys", "account_suspended"] as const;
const OF_WHO: Readonly<Record<Who, readonly ErrorCode[]>> = {
	anybody: [],
	inference: [...OF_KEYS, "permission_denied"],
	key: OF_KEYS,
	reader: [...OF_KEYS, "permission_denied"],
	manager: [...OF_KEYS, "permission_denied"],
	member: ["missing_api_key", "permission_denied"],
};

const OF_BODIES = [
	"invalid_json",
	"invalid_type",
	"invalid_value",
	"missing_required_parameter",
	"unsupported_media_type",
	"unsupported_encoding",
	"request_too_large",
	"request_timeout",
	"too_complex",
] as const;

/** What may go wrong with a call of a model, whatever its format. */
export const OF_INFERENCE = [
	"model_not_allowed",
	"insufficient_credits",
	"budget_exceeded",
	"max_cost_exceeded",
	"rate_limit_exceeded",
	"concurrency_limit_exceeded",
	"model_not_found",
	"max_tokens_exceeded",
	"context_length_exceeded",
	"invalid_header",
	"idempotency_mismatch",
	"answer_not_kept",
	"no_endpoint",
	"all_providers_failed",
	"upstream_timeout",
	"stream_interrupted",
	"overloaded",
	"billing_unavailable",
	"price_unavailable",
] as const satisfies readonly ErrorCode[];

/** What may go wrong where the book is read. */
export const OF_THE_BOOK = ["overloaded"] as const satisfies readonly ErrorCode[];

/** Every error a route may answer with, each once; none with a status that the route has answers of its own for. */
export function errorsOf(operation: Operation): readonly ErrorCode[] {
	const codes: ErrorCode[] = [
		...OF_WHO[operation.who],
		...(operation.body ? OF_BODIES : []),
		...(operation.query ? (["invalid_value"] as const) : []),
		...(operation.errors ?? []),
		"internal_error",
	];
	const own = new Set(operation.answers.map(({ status }) => status));
	return [...new Set(codes)].filter((code) => !own.has(ERROR_CODES[code].status));
}
