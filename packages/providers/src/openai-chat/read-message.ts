import { type JsonRecord, recordAt, recordsAt, textAt } from "../json/record.ts";

/** What one message, or one delta of it, adds; the same shape serves complete and streamed answers. */
export interface MessageContent {
	readonly text: string;
	readonly reasoning: string;
	readonly refusal: string;
	readonly signature: string;
	readonly redacted: readonly string[];
	readonly toolCalls: readonly ToolCallPiece[];
	/** Generated audio's transcript and data, which no canonical event carries but which is content all the same. */
	readonly audioLength: number;
}

export interface ToolCallPiece {
	/** The provider's own number of the call, where it sent one. */
	readonly index: number | undefined;
	readonly id: string;
	readonly name: string;
	readonly arguments: string;
}

/**
 * Reads a chat `message` or `delta`. Reasoning comes as `reasoning_content` (DeepSeek, xAI, DeepInfra), as `reasoning`
 * (Groq, Together, OpenRouter; with signatures in `reasoning_details`) or as `thinking` chunks of `content` (Mistral).
 */
export function readMessage(message: JsonRecord): MessageContent {
	const chunks = recordsAt(message, "content");
	const details = recordsAt(message, "reasoning_details");
	return {
		text: textAt(message, "content") + chunks.map((chunk) => textAt(chunk, "text")).join(""),
		reasoning: textAt(message, "reasoning_content") || textAt(message, "reasoning") || thinkingOf(chunks, details),
		refusal: textAt(message, "refusal"),
		signature: details.map((detail) => textAt(detail, "signature")).join(""),
		redacted: details.filter((detail) => detail.type === "reasoning.encrypted").map((detail) => textAt(detail, "data")),
		toolCalls: toolCalls(message),
		audioLength: audioLength(message),
	};
}

function thinkingOf(chunks: readonly JsonRecord[], details: readonly JsonRecord[]): string {
	const thinking = chunks.flatMap((chunk) => recordsAt(chunk, "thinking")).map((part) => textAt(part, "text"));
	return thinking.length > 0 ? thinking.join("") : details.map((detail) => textAt(detail, "text")).join("");
}

/** Calls of functions, of custom tools, and the single `function_call` that came before tools. */
function toolCalls(message: JsonRecord): readonly ToolCallPiece[] {
	const legacy = recordAt(message, "function_call");
	const calls = recordsAt(message, "tool_calls").map(readToolCall);
	return legacy === undefined ? calls : [...calls, readToolCall({ function: legacy })];
}

function readToolCall(call: JsonRecord): ToolCallPiece {
	const called = recordAt(call, "function") ?? recordAt(call, "custom") ?? {};
	const args = called.arguments ?? called.input ?? "";
	return {
		index: typeof call.index === "number" ? call.index : undefined,
		id: textAt(call, "id"),
		name: textAt(called, "name"),
		// A few servers send the arguments as an object instead of its text.
		arguments: typeof args === "string" ? args : JSON.stringify(args),
	};
}

function audioLength(message: JsonRecord): number {
	const audio = recordAt(message, "audio");
	return audio === undefined ? 0 : textAt(audio, "data").length + textAt(audio, "transcript").length;
}

/** What adds something to a message beside its content. */
const OTHER_MEMBERS = [
	"reasoning_content",
	"reasoning",
	"reasoning_details",
	"refusal",
	"tool_calls",
	"function_call",
	"audio",
] as const;

/** UTF-16 length of everything a message or delta adds; a plain text is not read for it. */
export function messageLength(message: JsonRecord): number {
	const { content } = message;
	const plain = typeof content === "string" && OTHER_MEMBERS.every((name) => message[name] == null);
	return plain ? content.length : contentLength(readMessage(message));
}

/** UTF-16 length of everything a message adds. */
function contentLength(content: MessageContent): number {
	let length = content.text.length + content.reasoning.length + content.refusal.length + content.audioLength;
	for (const call of content.toolCalls) length += call.name.length + call.arguments.length;
	return length;
}
