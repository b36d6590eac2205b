import { isRecord } from "../json/record.ts";

const isText = (value: unknown) => typeof value === "string";
const isFlag = (value: unknown) => typeof value === "boolean";
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 1;
const isShare = (value: unknown) => typeof value === "number" && value >= 0 && value <= 1;

function hasOnly(value: object, one: string, other: string): boolean {
	for (const name in value) if (name !== one && name !== other) return false;
	return true;
}

function isTextPart(part: unknown): boolean {
	return isRecord(part) && part.type === "text" && typeof part.text === "string" && hasOnly(part, "type", "text");
}

function isPlainMessage(message: unknown): boolean {
	if (!isRecord(message) || !hasOnly(message, "role", "content")) return false;
	const { role, content } = message;
	if (role !== "user" && role !== "assistant" && role !== "system") return false;
	return typeof content === "string" || (Array.isArray(content) && content.every(isTextPart));
}

/** What most requests say in each field, in every format that has it. */
const USUAL: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
	["model", (value: unknown) => typeof value === "string" && value !== ""],
	["messages", (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isPlainMessage)],
	["input", (value: unknown) => typeof value === "string" && value !== ""],
	["system", isText],
	["user", isText],
	["stream", isFlag],
	[
		"stream_options",
		(value: unknown) => isRecord(value) && isFlag(value.include_usage) && hasOnly(value, "include_usage", ""),
	],
	["max_tokens", isCount],
	["max_completion_tokens", isCount],
	["temperature", isShare],
	["top_p", isShare],
	["seed", (value: unknown) => Number.isSafeInteger(value)],
]);

/**
 * Whether a field is right as can be seen at a glance: its schema would say so too, at a hundred times the cost. Of a
 * field that is not, nothing is said: its schema judges it.
 */
export function isUsual(name: string, value: unknown): boolean {
	return USUAL.get(name)?.(value) === true;
}
