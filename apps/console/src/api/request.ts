import type { OpenAiErrorBody } from "@turnpike/wire";
import { ApiError } from "./api-error.ts";

interface RequestOptions {
	readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal;
}

/**
 * Calls the API this page came from, as who is signed in. The answer's shape is the API's word: both are of one release.
 *
 * @throws ApiError with the API's own message, or with status 0 when no answer came.
 */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
	const response = await send(path, options);
	if (!response.ok) throw await errorOf(response);
	const text = await response.text();
	return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

async function send(path: string, { method = "GET", body, headers, signal }: RequestOptions): Promise<Response> {
	try {
		return await fetch(path, {
			method,
			credentials: "same-origin",
			headers: {
				accept: "application/json",
				...(body !== undefined && { "content-type": "application/json" }),
				...headers,
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
			...(signal && { signal }),
		});
	} catch (cause) {
		if (signal?.aborted) throw cause;
		throw new ApiError({
			status: 0,
			code: "unreachable",
			message: "The server cannot be reached. Check your connection.",
		});
	}
}

/** What an answer that is no success says. Accounts' own routes say `{code, message}`, all others OpenAI's envelope. */
export async function errorOf(response: Response): Promise<ApiError> {
	const body: unknown = await response.json().catch(() => undefined);
	const requestId = response.headers.get("x-request-id") ?? undefined;
	const { status } = response;
	if (isEnvelope(body)) {
		const { code, message, param, metadata } = body.error;
		return new ApiError({ status, code, message, param: param ?? undefined, requestId, ...(metadata && { metadata }) });
	}
	const plain = isPlain(body) ? body : { message: `The server answered with ${status}.` };
	return new ApiError({ status, code: plain.code ?? "unknown", message: plain.message, requestId });
}

function isEnvelope(body: unknown): body is OpenAiErrorBody {
	return typeof body === "object" && body !== null && "error" in body && isPlain(body.error);
}

function isPlain(body: unknown): body is { readonly message: string; readonly code?: string } {
	return typeof body === "object" && body !== null && "message" in body && typeof body.message === "string";
}
