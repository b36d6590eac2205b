import type { ErrorCode } from "./codes.ts";

/** Codes whose `error_type` says more than their status does. */
const BY_CODE: Partial<Record<ErrorCode, string>> = {
	context_length_exceeded: "context_length_exceeded",
	max_tokens_exceeded: "max_tokens_exceeded",
	guardrail_blocked: "content_policy_violation",
	invalid_image: "invalid_image",
	invalid_image_url: "invalid_image",
	upstream_timeout: "timeout",
	request_timeout: "timeout",
	overloaded: "provider_overloaded",
	billing_unavailable: "server",
	price_unavailable: "server",
	byok_key_rejected: "permission_denied",
};

const BY_STATUS: Readonly<Record<number, string>> = {
	400: "invalid_request",
	401: "authentication",
	402: "payment_required",
	403: "permission_denied",
	404: "not_found",
	405: "invalid_request",
	409: "invalid_request",
	413: "payload_too_large",
	415: "invalid_request",
	429: "rate_limit_exceeded",
	500: "server",
	502: "provider_unavailable",
	503: "provider_overloaded",
	504: "timeout",
};

/** OpenRouter's word for an error (`ApiErrorType` of its SDK, "stable across all API formats"). */
export function openRouterErrorType(code: ErrorCode, status: number): string {
	return BY_CODE[code] ?? BY_STATUS[status] ?? "unmapped";
}
