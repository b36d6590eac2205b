import type { ToolDirective } from "./directives.ts";
import { loremTokens } from "./lorem.ts";
import type { ChatRequest } from "./read-request.ts";
import { sampleOf } from "./sample-of-schema.ts";
import { countTokens, tokenize } from "./tokens.ts";

/** What one choice will say, token by token. */
export interface PlannedChoice {
	readonly reasoning: readonly string[];
	readonly text: readonly string[];
	readonly tools: readonly ToolDirective[];
	readonly finishReason: "stop" | "length" | "tool_calls";
}

export interface PlannedAnswer {
	readonly choices: readonly PlannedChoice[];
	readonly completionTokens: number;
	readonly reasoningTokens: number;
}

const LOREM_WORDS = 100;

/** Decides the whole answer before a byte of it is sent; it follows from the request alone. */
export function planAnswer(request: ChatRequest): PlannedAnswer {
	const choices: PlannedChoice[] = [];
	let completionTokens = 0;
	let reasoningTokens = 0;
	for (let index = 0; index < request.choices; index++) {
		const choice = planChoice(request, index);
		choices.push(choice);
		reasoningTokens += choice.reasoning.length;
		completionTokens += choice.reasoning.length + choice.text.length + toolTokens(choice.tools);
	}
	return { choices, completionTokens, reasoningTokens };
}

/** Reasoning first, then tools or text, and no more than `max_tokens` of all together. A tool call is never cut. */
function planChoice(request: ChatRequest, index: number): PlannedChoice {
	const room = request.maxTokens ?? Number.POSITIVE_INFINITY;
	const wanted = tokenize(request.directives.reason);
	const reasoning = wanted.length > room ? wanted.slice(0, room) : wanted;
	const left = room - reasoning.length;
	const { tools } = request.directives;
	if (tools.length > 0) {
		const fits = toolTokens(tools) <= left;
		return { reasoning, text: [], tools: fits ? tools : [], finishReason: fits ? "tool_calls" : "length" };
	}
	const all = beforeStop(answerTokens(request, left, index), request.stop);
	const text = all.length > left ? all.slice(0, left) : all;
	const cut = text.length < all.length || reasoning.length < wanted.length || loremIsBounded(request);
	return { reasoning, text, tools: [], finishReason: cut ? "length" : "stop" };
}

/** Lorem has no end of its own: where `max_tokens` ended it, it says so. */
function loremIsBounded(request: ChatRequest): boolean {
	const ownLength = request.directives.tokens !== undefined || request.stop.length > 0 || request.directives.json;
	return request.model === "lorem" && request.maxTokens !== undefined && !ownLength;
}

function answerTokens(request: ChatRequest, room: number, index: number): readonly string[] {
	const { directives, said, schema, seed } = request;
	if (directives.json || schema) {
		return tokenize(JSON.stringify(schema ? sampleOf(schema, said) : { echo: said }));
	}
	if (request.model === "lorem") {
		return loremTokens(directives.tokens ?? (Number.isFinite(room) ? room : LOREM_WORDS), seed + index);
	}
	const tokens = tokenize(said);
	return directives.tokens === undefined ? tokens : repeat(tokens, directives.tokens);
}

function repeat(tokens: readonly string[], count: number): readonly string[] {
	const source = tokens.length === 0 ? ["token", " "] : tokens;
	return Array.from({ length: count }, (_, at) => source[at % source.length] ?? "");
}

/** The text up to the first stop sequence, in tokens again; the sequence itself is not said. */
function beforeStop(tokens: readonly string[], stops: readonly string[]): readonly string[] {
	if (stops.length === 0) return tokens;
	const text = tokens.join("");
	const found = stops.map((stop) => text.indexOf(stop)).filter((at) => at !== -1);
	return found.length === 0 ? tokens : tokenize(text.slice(0, Math.min(...found)));
}

/** A call weighs its name and its arguments. */
function toolTokens(tools: readonly ToolDirective[]): number {
	let total = 0;
	for (const tool of tools) total += countTokens(tool.name) + countTokens(tool.argumentsJson);
	return total;
}
