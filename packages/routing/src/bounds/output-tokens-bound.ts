import type { Call } from "@turnpike/wire";

/**
 * The most output tokens a call can be billed for at an endpoint, over all its choices. Reasoning counts as output. An
 * embedding has none.
 */
export function outputTokensBound(call: Call, endpointMaxOutputTokens: number): number {
	if (call.format === "embeddings") return 0;
	return Math.min(call.maxOutputTokens ?? endpointMaxOutputTokens, endpointMaxOutputTokens) * call.choices;
}
