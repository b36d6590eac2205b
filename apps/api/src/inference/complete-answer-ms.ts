/** A complete answer is given up this long before the client would give up on us. */
const CLIENT_TIMEOUT_MARGIN_MS = 5_000;

/** How long a complete answer may take. OpenAI's and Anthropic's SDKs say how long they will wait, in seconds. */
export function completeAnswerMs(headers: Headers, longestMs: number): number {
	const seconds = Number(headers.get("x-stainless-timeout") ?? Number.NaN);
	if (!(seconds > 0)) return longestMs;
	return Math.min(longestMs, Math.max(seconds * 1_000 - CLIENT_TIMEOUT_MARGIN_MS, 1_000));
}
