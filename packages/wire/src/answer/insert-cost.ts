import type { Bill } from "../bill.ts";
import { costTexts } from "./cost.ts";

const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const QUOTE = 0x22;

/** Where the object that begins at `start` ends (behind its brace), if it has no strings in it, as counts have none; or -1. */
export function endOfCounts(text: string, start: number): number {
	let depth = 0;
	for (let at = start, inName = false; at < text.length; at++) {
		const code = text.charCodeAt(at);
		// Names are plain words here; a value that is a string makes no difference unless it has braces, so none may.
		if (code === QUOTE) inName = !inName;
		else if (inName && (code === OPENING_BRACE || code === CLOSING_BRACE || code === 0x5c)) return -1;
		else if (code === OPENING_BRACE) depth++;
		else if (code === CLOSING_BRACE && --depth === 0) return at + 1;
	}
	return -1;
}

/**
 * A `usage` object without a cost of its own, as nearly every provider sends it, with the cost put in before its last
 * brace: one cut instead of a scan and a splice.
 *
 * @returns the object's text, or undefined where it must be done the long way.
 */
export function insertCost(usage: string, bill: Bill): string | undefined {
	const end = usage.length - 1;
	if (bill.sandbox || usage.charCodeAt(end) !== CLOSING_BRACE || usage.includes('"cost')) return undefined;
	if (usage.slice(1, end).trim() === "") return undefined;
	const { cost, cost_usd } = costTexts(bill, "native");
	return `${usage.slice(0, end)},"cost":${cost},"cost_usd":${cost_usd}}`;
}
