import { bodyValue, type Call, type CanonicalPart, type CanonicalRequest } from "@turnpike/wire";
import { estimateTokens } from "./estimate-tokens.ts";

/** What chat templates put around a message at the least. */
const TOKENS_PER_MESSAGE = 3;
/** The least any provider takes an image or a file for. */
const TOKENS_PER_MEDIUM = 85;

const counted = new WeakMap<Call, number>();

/**
 * Tokens a call's prompt is taken for where its provider never said: rather too few than too many. Its text is counted as
 * such, not the JSON around it and not the bytes of its media.
 */
export function estimatePrompt(call: Call): number {
	const known = counted.get(call);
	if (known !== undefined) return known;
	const tokens = call.format === "embeddings" ? tokensOfInput(bodyValue(call.body).input) : tokensOf(call.canonical());
	counted.set(call, tokens);
	return tokens;
}

function tokensOf({ system, messages, tools }: CanonicalRequest): number {
	const weight = { text: "", media: 0 };
	for (const part of system) weigh(part, weight);
	for (const { parts } of messages) for (const part of parts) weigh(part, weight);
	for (const { name, description = "", parameters } of tools) {
		weight.text += `${name} ${description} ${JSON.stringify(parameters)}\n`;
	}
	return estimateTokens(weight.text) + messages.length * TOKENS_PER_MESSAGE + weight.media * TOKENS_PER_MEDIUM;
}

function weigh(part: CanonicalPart, weight: { text: string; media: number }): void {
	switch (part.type) {
		case "text":
		case "reasoning":
			weight.text += `${part.text}\n`;
			return;
		case "tool_call":
			weight.text += `${part.name} ${part.argumentsJson}\n`;
			return;
		case "tool_result":
			for (const inner of part.content) weigh(inner, weight);
			return;
		case "image":
		case "audio":
		case "file":
			weight.media += 1;
			return;
		case "redacted_reasoning":
			return;
	}
}

/** Inputs of an embedding: texts, or tokens already. */
function tokensOfInput(input: unknown): number {
	if (typeof input === "string") return estimateTokens(input);
	if (typeof input === "number") return 1;
	return Array.isArray(input) ? input.reduce<number>((total, one) => total + tokensOfInput(one), 0) : 0;
}
