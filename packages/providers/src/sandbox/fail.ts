import type { FailDirective } from "./directives.ts";

const TYPES: Readonly<Record<number, string>> = {
	401: "authentication_error",
	403: "permission_error",
	404: "not_found_error",
	429: "rate_limit_error",
};

/** An error as OpenAI words it, said to come from the sandbox. */
export function failResponse({ status, retryAfter, code }: FailDirective, message?: string): Response {
	const type = TYPES[status] ?? (status >= 500 ? "server_error" : "invalid_request_error");
	const said = message ?? `The sandbox was told to fail with ${status}.`;
	const body = { error: { message: said, type, param: null, code: code ?? null }, sandbox: true };
	const headers = new Headers({ "content-type": "application/json" });
	if (retryAfter !== undefined) headers.set("retry-after", retryAfter);
	return new Response(JSON.stringify(body), { status, headers });
}
