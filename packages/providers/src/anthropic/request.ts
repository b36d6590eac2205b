import type { Target, UpstreamRequest } from "../dialect.ts";
import { joinUrl } from "../join-url.ts";

const DEFAULT_VERSION = "2023-06-01";
const FORWARDED = ["anthropic-beta", "traceparent"] as const;

/**
 * The HTTP request that carries a body to the Messages API. Anthropic's own base URLs are given without `/v1`
 * (`ANTHROPIC_BASE_URL` in its SDKs), others with it; both mean the same place.
 */
export function messagesRequest(target: Target, stream: boolean, body: string): UpstreamRequest {
	const headers: Record<string, string> = {
		"content-type": "application/json",
		accept: stream ? "text/event-stream" : "application/json",
		"anthropic-version": target.forwardedHeaders["anthropic-version"] ?? DEFAULT_VERSION,
	};
	if (target.apiKey !== undefined) headers["x-api-key"] = target.apiKey;
	for (const name of FORWARDED) {
		const value = target.forwardedHeaders[name];
		if (value !== undefined) headers[name] = value;
	}
	const versioned = /\/v\d+\/*$/.test(target.baseUrl);
	return { url: joinUrl(target.baseUrl, versioned ? "/messages" : "/v1/messages"), headers, body };
}
