import type { Reply, Step } from "./fake-upstream.ts";

const SSE = { "content-type": "text/event-stream; charset=utf-8" };

/** A complete JSON answer; text is sent as it is. */
export function json(body: string | object, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
	return { status, headers, steps: [typeof body === "string" ? body : JSON.stringify(body)] };
}

/** A stream: its headers at once, then these frames, one write each. */
export function stream(steps: readonly Step[], headers: Readonly<Record<string, string>> = {}): Reply {
	return { headers: { ...SSE, ...headers }, steps: ["", ...steps] };
}

/** Never a byte: not even a status. */
export const SILENCE: Reply = { steps: ["hang"] };

/** An error as OpenAI and those who copied it word it. */
export function failure(
	status: number,
	message: string,
	more: { type?: string; code?: string; retryAfter?: string } = {},
): Reply {
	const headers: Record<string, string> = more.retryAfter === undefined ? {} : { "retry-after": more.retryAfter };
	const error = { message, type: more.type ?? "server_error", param: null, code: more.code ?? null };
	return json({ error }, status, headers);
}

/** An error as Anthropic words it. */
export function anthropicFailure(status: number, type: string, message: string): Reply {
	return json({ type: "error", error: { type, message }, request_id: "req_upstream" }, status);
}
