import type { Call, Usage } from "@turnpike/wire";
import { estimatePrompt } from "./estimate-prompt.ts";

/** English text and code have about four characters to a token; where only the length of a text is known. */
const CHARACTERS_PER_TOKEN = 4;

/** Output tokens that text of this length (UTF-16) is taken for, rounded in the customer's favour. */
export function estimateOutputTokens(contentLength: number): number {
	return Math.floor(contentLength / CHARACTERS_PER_TOKEN);
}

/** What the prompt's JSON is taken for; quick, and announced only. */
export function announcedInputTokens(call: Call): number {
	return Math.ceil(call.body.bytes / CHARACTERS_PER_TOKEN);
}

/** What a generation is taken to have used where the provider's own count never came. */
export function estimateUsage(call: Call, promptUsage: Usage | undefined, outputTokens: number): Usage {
	const prompt = promptUsage ?? { input: estimatePrompt(call) };
	return call.format === "embeddings" ? prompt : { ...prompt, output: outputTokens };
}
