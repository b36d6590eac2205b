import { endOfCounts } from "./insert-cost.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
const NAME = '"usage":';

/** Where an answer's own `usage` object stands in its text. */
export interface UsagePlace {
	readonly start: number;
	readonly end: number;
}

/**
 * Finds the `usage` object of an answer whose text is known to be a JSON object, by its name: what comes before it, often
 * long, is not looked at.
 *
 * @returns undefined where it cannot be told so: more than one has that name, or it is no plain object of counts. Then the
 * whole text must be scanned.
 */
export function findUsage(text: string): UsagePlace | undefined {
	// A quote inside a string is escaped, so this is a member's name.
	const name = text.indexOf(NAME);
	if (name < 0 || text.includes(NAME, name + 1)) return undefined;
	let start = name + NAME.length;
	while (text.charCodeAt(start) <= 0x20) start++;
	if (text.charCodeAt(start) !== BRACE) return undefined;
	const end = endOfCounts(text, start);
	return end >= 0 && isOutermost(text, end) ? { start, end } : undefined;
}

/** Whether what ends here is a member of the outermost object: one brace closes it, and that is the text's last. */
function isOutermost(text: string, from: number): boolean {
	let depth = 1;
	for (let at = from; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === QUOTE) at = closingQuote(text, at);
		// "[" and "{" differ by one bit from each other, as do "]" and "}".
		else if ((code & 0x5f) === 0x5b) depth++;
		else if ((code & 0x5f) === 0x5d && --depth === 0) return text.slice(at + 1).trim() === "";
	}
	return false;
}

function closingQuote(text: string, open: number): number {
	let at = open + 1;
	while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
	return at;
}
