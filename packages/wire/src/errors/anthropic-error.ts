import type { ErrorCode } from "./codes.ts";
import { publicMessage } from "./public-message.ts";
import type { TurnpikeError } from "./turnpike-error.ts";

/** Anthropic's error envelope (API documentation, "Errors"). */
export interface AnthropicErrorBody {
	readonly type: "error";
	readonly error: { readonly type: string; readonly message: string };
	readonly request_id: string;
}

const BY_CODE: Partial<Record<ErrorCode, string>> = {
	billing_unavailable: "api_error",
	price_unavailable: "api_error",
};

const BY_STATUS: Readonly<Record<number, string>> = {
	401: "authentication_error",
	402: "billing_error",
	403: "permission_error",
	404: "not_found_error",
	408: "timeout_error",
	413: "request_too_large",
	429: "rate_limit_error",
	500: "api_error",
	502: "api_error",
	503: "overloaded_error",
	504: "timeout_error",
};

/** An error as `/messages` says it. */
export function anthropicError(error: TurnpikeError, requestId: string): AnthropicErrorBody {
	const type = BY_CODE[error.code] ?? BY_STATUS[error.status] ?? "invalid_request_error";
	const where = error.param === undefined || error.message.includes(error.param) ? "" : `${error.param}: `;
	return { type: "error", error: { type, message: where + publicMessage(error, requestId) }, request_id: requestId };
}

/** The frame that ends a failed Messages stream. */
export function anthropicStreamError(error: TurnpikeError, requestId: string): string {
	return `event: error\ndata: ${JSON.stringify(anthropicError(error, requestId))}\n\n`;
}
