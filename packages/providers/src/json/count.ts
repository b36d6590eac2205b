import { type JsonRecord, valueAt } from "./record.ts";

/** A count an upstream sent that cannot be one: negative, fractional, or not a number. */
export class NotACount extends Error {
	override readonly name = "NotACount";
}

/**
 * The count at a path; undefined when it was not sent (absent or null), which differs from a zero.
 *
 * @throws NotACount when something else than a whole, non-negative number was sent.
 */
export function countAt(record: JsonRecord, path: readonly string[]): number | undefined {
	const value = valueAt(record, path);
	if (value === undefined || value === null) return undefined;
	if (!isWholeCount(value)) throw new NotACount(path.join("."));
	return value;
}

/** @throws NotACount */
export function wholeCount(value: unknown, name: string): number {
	if (!isWholeCount(value)) throw new NotACount(name);
	return value;
}

function isWholeCount(value: unknown): value is number {
	return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
