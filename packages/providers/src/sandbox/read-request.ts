import { isRecord, type JsonRecord, recordAt, recordsAt, textAt } from "../json/record.ts";
import { type Directives, readDirectives } from "./directives.ts";
import { hash } from "./random.ts";
import { countTokens } from "./tokens.ts";

/** A sandbox chat request as far as its answer depends on it. */
export interface ChatRequest {
	readonly model: string;
	readonly directives: Directives;
	/** What `echo` says: the last user message, or the tool results behind it. */
	readonly said: string;
	readonly stream: boolean;
	readonly includeUsage: boolean;
	readonly maxTokens: number | undefined;
	readonly choices: number;
	readonly stop: readonly string[];
	readonly seed: number;
	readonly schema: JsonRecord | undefined;
	readonly promptTokens: number;
}

/** What each message weighs beside its text, and what a picture, sound or file weighs. */
const TOKENS_PER_MESSAGE = 4;
const TOKENS_PER_MEDIUM = 85;
const MOST_CHOICES = 128;

export function readChatRequest(body: JsonRecord): ChatRequest {
	const messages = recordsAt(body, "messages");
	const lastUser = messages.findLastIndex((message) => message.role === "user");
	const directives = readDirectives(lastUser === -1 ? "" : textOf(messages[lastUser]));
	const results = messages.slice(lastUser + 1).filter((message) => message.role === "tool");
	const answered = results.length > 0;
	const said = answered ? results.map(textOf).join("\n") : directives.text;
	return {
		model: textAt(body, "model"),
		directives: answered ? { ...directives, tools: [] } : directives,
		said,
		stream: body.stream === true,
		includeUsage: recordAt(body, "stream_options")?.include_usage === true,
		maxTokens: count(body.max_completion_tokens) ?? count(body.max_tokens),
		choices: Math.min(count(body.n) ?? 1, MOST_CHOICES),
		stop: stopsOf(body.stop),
		seed: typeof body.seed === "number" ? Math.trunc(body.seed) : hash(said),
		schema: schemaOf(body),
		promptTokens: promptTokens(body, messages),
	};
}

/** 4 per message, its text by the sandbox's tokenizer, 85 per picture, sound or file, and the tools' JSON text. */
function promptTokens(body: JsonRecord, messages: readonly JsonRecord[]): number {
	let total = Array.isArray(body.tools) ? countTokens(JSON.stringify(body.tools)) : 0;
	for (const message of messages) {
		total += TOKENS_PER_MESSAGE + countTokens(textOf(message));
		if (Array.isArray(message.tool_calls)) total += countTokens(JSON.stringify(message.tool_calls));
		for (const part of recordsAt(message, "content")) if (part.type !== "text") total += TOKENS_PER_MEDIUM;
	}
	return total;
}

function textOf(message: JsonRecord | undefined): string {
	if (message === undefined) return "";
	if (typeof message.content === "string") return message.content;
	return recordsAt(message, "content")
		.map((part) => textAt(part, "text"))
		.join("");
}

function stopsOf(stop: unknown): readonly string[] {
	const stops = Array.isArray(stop) ? stop : [stop];
	return stops.filter((sequence) => typeof sequence === "string" && sequence !== "");
}

function schemaOf(body: JsonRecord): JsonRecord | undefined {
	const format = recordAt(body, "response_format");
	if (format === undefined) return undefined;
	return format.type === "json_schema" ? recordAt(recordAt(format, "json_schema") ?? {}, "schema") : undefined;
}

function count(value: unknown): number | undefined {
	return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined;
}

/** The texts of an embedding request; token arrays are taken as their JSON text. */
export function inputsOf(body: JsonRecord): readonly string[] {
	const { input } = body;
	if (typeof input === "string") return [input];
	if (!Array.isArray(input)) return [];
	if (input.every((item) => typeof item === "number")) return [JSON.stringify(input)];
	return input.map((item) =>
		typeof item === "string" ? item : isRecord(item) ? textAt(item, "text") : JSON.stringify(item),
	);
}
