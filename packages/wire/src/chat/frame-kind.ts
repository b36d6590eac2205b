import { isRecord, type JsonRecord } from "../json/record.ts";
import { dataOf } from "../sse/read-frame.ts";

/** What one frame of a chat stream is, as far as holding it back goes. */
export type FrameKind = "comment" | "content" | "finish" | "usage" | "error" | "done";

const QUOTE = 0x22;
const BRACE = 0x7b;
const BRACKET = 0x5b;

/** The index of a member's value where it begins with the given character, or -1; strings cannot fake a member. */
export function valueIndex(frame: string, quotedName: string, first: number): number {
	for (let at = frame.indexOf(quotedName); at >= 0; at = frame.indexOf(quotedName, at + 1)) {
		let next = skipSpace(frame, at + quotedName.length);
		if (frame.charCodeAt(next) !== 0x3a) continue;
		next = skipSpace(frame, next + 1);
		if (frame.charCodeAt(next) === first) return next;
	}
	return -1;
}

function skipSpace(frame: string, from: number): number {
	let at = from;
	while (frame.charCodeAt(at) <= 0x20) at++;
	return at;
}

/** A chunk that carries no choice: `choices` empty, null or absent. */
function hasNoChoice(frame: string): boolean {
	const choices = valueIndex(frame, '"choices"', BRACKET);
	return choices < 0 || frame.charCodeAt(skipSpace(frame, choices + 1)) === 0x5d;
}

/** A frame's data as an object, undefined where it is none. */
export function chunkOf(frame: string): JsonRecord | undefined {
	try {
		const value: unknown = JSON.parse(dataOf(frame) ?? "");
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Tells what a frame is by a few searches in its text. A quote inside a JSON string is escaped, so a search for a quoted
 * name finds members only, wherever they stand; only what looks like an error is parsed.
 */
export function frameKind(frame: string): FrameKind {
	if (!frame.startsWith("data:") && dataOf(frame) === undefined) return "comment";
	if (frame.length < 32 && dataOf(frame)?.trim() === "[DONE]") return "done";
	if (valueIndex(frame, '"error"', BRACE) >= 0 && isRecord(chunkOf(frame)?.error)) return "error";
	if (valueIndex(frame, '"finish_reason"', QUOTE) >= 0) return "finish";
	if (valueIndex(frame, '"usage"', BRACE) >= 0 && hasNoChoice(frame)) return "usage";
	return "content";
}
