import type { Call, Usage } from "@turnpike/wire";

/** English text and code have about four characters to a token; estimates are for evidence, not for holds. */
const CHARACTERS_PER_TOKEN = 4;

/** Output tokens that text of this length (UTF-16) is taken for. */
export function estimateOutputTokens(contentLength: number): number {
	return Math.ceil(contentLength / CHARACTERS_PER_TOKEN);
}

export function estimateInputTokens(call: Call): number {
	return Math.ceil(call.body.bytes / CHARACTERS_PER_TOKEN);
}

/** What a generation is taken to have used where the provider's own count never came. */
export function estimateUsage(call: Call, promptUsage: Usage | undefined, contentLength: number): Usage {
	const prompt = promptUsage ?? { input: estimateInputTokens(call) };
	return call.format === "embeddings" ? prompt : { ...prompt, output: estimateOutputTokens(contentLength) };
}
