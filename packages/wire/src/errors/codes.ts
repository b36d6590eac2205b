/**
 * The closed list of errors Turnpike says, with the status and type each has on every route.
 *
 * Three families that never mix: the caller's mistake (4xx), the upstream's failure (`upstream_error`), our own
 * state (`api_error`, `overloaded_error`). `retry` says whether a client that waits and repeats the very same call
 * may succeed; it becomes `x-should-retry`.
 */
export const ERROR_CODES = {
	missing_api_key: { status: 401, type: "authentication_error", retry: false },
	invalid_api_key: { status: 401, type: "authentication_error", retry: false },
	model_not_allowed: { status: 403, type: "permission_error", retry: false },
	guardrail_blocked: { status: 403, type: "permission_error", retry: false },
	account_suspended: { status: 403, type: "permission_error", retry: false },
	permission_denied: { status: 403, type: "permission_error", retry: false },
	insufficient_credits: { status: 402, type: "insufficient_quota", retry: false },
	budget_exceeded: { status: 402, type: "insufficient_quota", retry: false },
	max_cost_exceeded: { status: 402, type: "insufficient_quota", retry: false },
	rate_limit_exceeded: { status: 429, type: "rate_limit_error", retry: true },
	concurrency_limit_exceeded: { status: 429, type: "rate_limit_error", retry: true },
	invalid_json: { status: 400, type: "invalid_request_error", retry: false },
	invalid_type: { status: 400, type: "invalid_request_error", retry: false },
	unsupported_media_type: { status: 415, type: "invalid_request_error", retry: false },
	unsupported_encoding: { status: 415, type: "invalid_request_error", retry: false },
	request_too_large: { status: 413, type: "invalid_request_error", retry: false },
	request_timeout: { status: 408, type: "invalid_request_error", retry: true },
	too_complex: { status: 400, type: "invalid_request_error", retry: false },
	missing_required_parameter: { status: 400, type: "invalid_request_error", retry: false },
	model_not_found: { status: 404, type: "invalid_request_error", retry: false },
	invalid_value: { status: 400, type: "invalid_request_error", retry: false },
	max_tokens_exceeded: { status: 400, type: "invalid_request_error", retry: false },
	context_length_exceeded: { status: 400, type: "invalid_request_error", retry: false },
	invalid_schema: { status: 400, type: "invalid_request_error", retry: false },
	invalid_image_url: { status: 400, type: "invalid_request_error", retry: false },
	invalid_image: { status: 400, type: "invalid_request_error", retry: false },
	invalid_header: { status: 400, type: "invalid_request_error", retry: false },
	answer_not_kept: { status: 409, type: "invalid_request_error", retry: false },
	idempotency_mismatch: { status: 400, type: "invalid_request_error", retry: false },
	conflicting_api_keys: { status: 400, type: "invalid_request_error", retry: false },
	not_found: { status: 404, type: "invalid_request_error", retry: false },
	method_not_allowed: { status: 405, type: "invalid_request_error", retry: false },
	no_endpoint: { status: 404, type: "invalid_request_error", retry: false },
	byok_key_rejected: { status: 403, type: "upstream_error", retry: false },
	all_providers_failed: { status: 502, type: "upstream_error", retry: true },
	upstream_timeout: { status: 504, type: "upstream_error", retry: true },
	stream_interrupted: { status: 502, type: "upstream_error", retry: false },
	overloaded: { status: 503, type: "overloaded_error", retry: true },
	billing_unavailable: { status: 503, type: "api_error", retry: true },
	price_unavailable: { status: 503, type: "api_error", retry: true },
	invalid_signature: { status: 400, type: "invalid_request_error", retry: false },
	internal_error: { status: 500, type: "api_error", retry: true },
} as const satisfies Record<string, { status: number; type: string; retry: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;
