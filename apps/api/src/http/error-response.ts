import { anthropicError, openAiError, openRouterError, type TurnpikeError } from "@turnpike/wire";

/** In whose words an error is said. */
export type ErrorStyle = "openai" | "openrouter" | "anthropic";

/** The longest a client is told to wait. */
const LONGEST_RETRY_SECONDS = 60;
const SHORTEST_RETRY_SECONDS = 1;

const WRITERS = { openai: openAiError, openrouter: openRouterError, anthropic: anthropicError };

/** Anthropic's own paths. */
const MESSAGES = /\/messages(?:\/count_tokens)?\/*$/;
/** Paths that several kinds of client ask for; Anthropic's name their version. */
const MODELS = /^(?:\/api)?(?:\/v1)+\/models(?:\/|$)/;

/** The style a path speaks: `/messages` Anthropic's on both roots, everything else its root's. */
export function errorStyleOf(path: string, headers: Headers): ErrorStyle {
	if (MESSAGES.test(path)) return "anthropic";
	if (MODELS.test(path) && headers.has("anthropic-version")) return "anthropic";
	return path.startsWith("/api/v1") ? "openrouter" : "openai";
}

/** Writes an error for a caller, with the headers that tell a client whether and when to try again. */
export function errorResponse(
	error: TurnpikeError,
	style: ErrorStyle,
	requestId: string,
	more: Readonly<Record<string, string>> = {},
): Response {
	const headers: Record<string, string> = {
		"content-type": "application/json",
		"x-request-id": requestId,
		"request-id": requestId,
		"x-should-retry": error.shouldRetry ? "true" : "false",
		...more,
	};
	if (error.status === 429 || error.status >= 500) headers["retry-after"] = String(retryAfter(error));
	return new Response(JSON.stringify(WRITERS[style](error, requestId)), { status: error.status, headers });
}

function retryAfter(error: TurnpikeError): number {
	const seconds = Math.ceil(error.retryAfterSeconds ?? SHORTEST_RETRY_SECONDS);
	return Math.min(Math.max(seconds, SHORTEST_RETRY_SECONDS), LONGEST_RETRY_SECONDS);
}
