import type { Target, UpstreamRequest } from "../dialect.ts";
import { joinUrl } from "../join-url.ts";

const FORWARDED = ["openai-beta", "traceparent"] as const;

/** The HTTP request that carries a body to a path of an OpenAI-compatible API. */
export function chatRequest(target: Target, path: string, stream: boolean, body: string): UpstreamRequest {
	const headers: Record<string, string> = {
		"content-type": "application/json",
		accept: stream ? "text/event-stream" : "application/json",
	};
	if (target.apiKey !== undefined) headers.authorization = `Bearer ${target.apiKey}`;
	for (const name of FORWARDED) {
		const value = target.forwardedHeaders[name];
		if (value !== undefined) headers[name] = value;
	}
	return { url: joinUrl(target.baseUrl, path), headers, body };
}
