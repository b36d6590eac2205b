import { isPrivateName, REDACTED, redactText } from "./redact.ts";

const MAX_DEPTH = 6;
const MAX_TEXT_LENGTH = 4_000;
const MAX_ITEMS = 100;

/**
 * A value as it may stand in a log line: plain JSON, without credentials and prompts, of bounded depth and length.
 * Errors keep their name, message, code, stack and cause; what was written into them is redacted as any text.
 */
export function toLoggable(value: unknown): unknown {
	return convert(value, 0, new Set());
}

function convert(value: unknown, depth: number, above: Set<object>): unknown {
	switch (typeof value) {
		case "string":
			return convertText(value);
		case "bigint":
			return value.toString();
		case "function":
		case "symbol":
			return `[${typeof value}]`;
		case "object":
			return value === null ? null : convertObject(value, depth, above);
		default:
			return value;
	}
}

function convertText(text: string): string {
	const redacted = redactText(text);
	return redacted.length > MAX_TEXT_LENGTH ? `${redacted.slice(0, MAX_TEXT_LENGTH)}… [cut]` : redacted;
}

function convertObject(value: object, depth: number, above: Set<object>): unknown {
	if (above.has(value)) return "[circular]";
	if (depth >= MAX_DEPTH) return "[deeper]";
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[invalid date]" : value.toISOString();
	if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
	above.add(value);
	const converted = convertMembers(value, depth + 1, above);
	above.delete(value);
	return converted;
}

function convertMembers(value: object, depth: number, above: Set<object>): unknown {
	if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => convert(item, depth, above));
	if (value instanceof Error) return convertEntries(errorEntries(value), depth, above);
	if (value instanceof Map || value instanceof Headers) return convertEntries([...value.entries()], depth, above);
	if (value instanceof Set) return [...value].slice(0, MAX_ITEMS).map((item) => convert(item, depth, above));
	return convertEntries(Object.entries(value), depth, above);
}

function convertEntries(entries: readonly (readonly [unknown, unknown])[], depth: number, above: Set<object>) {
	const converted: Record<string, unknown> = {};
	for (const [key, member] of entries.slice(0, MAX_ITEMS)) {
		const name = String(key);
		if (member === undefined) continue;
		converted[name] = isPrivateName(name) && member !== null ? REDACTED : convert(member, depth, above);
	}
	return converted;
}

function errorEntries(error: Error): readonly (readonly [string, unknown])[] {
	const own = Object.entries(error).filter(([name]) => !["name", "message", "stack", "cause"].includes(name));
	return [["name", error.name], ["message", error.message], ...own, ["stack", error.stack], ["cause", error.cause]];
}
