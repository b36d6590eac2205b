import type { MemberSpan } from "./raw-body.ts";

/** What one pass over a JSON text found, without building any value. Only `JSON.parse` says whether the text is valid. */
export interface Scan {
	/** Top-level members of an object, by decoded key, in their order; the last one where a key repeats. */
	readonly members: Map<string, MemberSpan>;
	readonly deepest: number;
	/** A top-level key that occurs more than once. */
	readonly repeatedKey: string | undefined;
	/** A key `__proto__` stands somewhere. */
	readonly protoKey: boolean;
	/** The text ended inside a string, an object or an array. */
	readonly truncated: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** Every code that is not structure: most of what stands outside strings is digits, letters and white space. */
const STRUCTURAL = new Uint8Array(128);
for (const char of '"{}[],:') STRUCTURAL[char.charCodeAt(0)] = 1;

/** The index of the quote that closes the string opened at `open`, or -1. Each character is looked at a bounded number of times. */
function closingQuote(text: string, open: number): number {
	let from = open + 1;
	for (;;) {
		const quote = text.indexOf('"', from);
		if (quote < 0) return -1;
		let slashes = quote;
		while (slashes > from && text.charCodeAt(slashes - 1) === BACKSLASH) slashes--;
		if (((quote - slashes) & 1) === 0) return quote;
		from = quote + 1;
	}
}

/** Reads a key between its quotes; undefined where it is not a JSON string, which `JSON.parse` will say again. */
function decodeKey(text: string, start: number, end: number): string | undefined {
	const raw = text.slice(start + 1, end);
	if (!raw.includes("\\")) return raw;
	try {
		return JSON.parse(`"${raw}"`) as string;
	} catch {
		return undefined;
	}
}

function isProtoKey(text: string, start: number, end: number): boolean {
	const length = end - start - 1;
	if (length < 9) return false;
	if (length === 9) return text.startsWith("__proto__", start + 1);
	// Longer only when some of its nine characters are escaped, six characters each at most.
	return length <= 54 && decodeKey(text, start, end) === "__proto__";
}

function isSpace(code: number): boolean {
	return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function skipSpace(text: string, from: number): number {
	let at = from;
	while (isSpace(text.charCodeAt(at))) at++;
	return at;
}

function trimSpace(text: string, end: number): number {
	let at = end;
	while (at > 0 && isSpace(text.charCodeAt(at - 1))) at--;
	return at;
}

/** Collects the top-level members as the scan meets their colons and ends. */
class MemberList {
	readonly members = new Map<string, MemberSpan>();
	repeatedKey: string | undefined;
	private key: string | undefined;
	private keyStart = 0;
	private valueStart = 0;

	open(text: string, keyStart: number, keyEnd: number, colon: number): void {
		this.key = decodeKey(text, keyStart, keyEnd);
		this.keyStart = keyStart;
		this.valueStart = skipSpace(text, colon + 1);
	}

	close(text: string, end: number): void {
		if (this.key === undefined) return;
		// The members stay in the text's order, where one repeats too.
		if (this.members.delete(this.key)) this.repeatedKey ??= this.key;
		const valueEnd = trimSpace(text, end);
		this.members.set(this.key, { keyStart: this.keyStart, valueStart: this.valueStart, valueEnd });
		this.key = undefined;
	}
}

/**
 * Looks once over a JSON text for what must be known before (depth, dangerous keys) and after (member spans) it is
 * parsed. Strings are skipped by `indexOf`, so the cost is that of the structure, not of the prose in it.
 */
export function scan(text: string): Scan {
	const list = new MemberList();
	const length = text.length;
	let depth = 0;
	let deepest = 0;
	let protoKey = false;
	let keyStart = 0;
	let keyEnd = 0;
	for (let at = 0; at < length; at++) {
		const code = text.charCodeAt(at);
		if (code > 127 || STRUCTURAL[code] === 0) continue;
		if (code === QUOTE) {
			keyStart = at;
			keyEnd = closingQuote(text, at);
			if (keyEnd < 0) return { members: list.members, deepest, repeatedKey: undefined, protoKey, truncated: true };
			at = keyEnd;
		} else if (code === COLON) {
			if (isProtoKey(text, keyStart, keyEnd)) protoKey = true;
			if (depth === 1) list.open(text, keyStart, keyEnd, at);
		} else if (code === COMMA) {
			if (depth === 1) list.close(text, at);
		} else if ((code & 0x5f) === 0x5b) {
			// "[" and "{" differ by one bit, as do "]" and "}".
			depth++;
			if (depth > deepest) deepest = depth;
		} else {
			if (depth === 1) list.close(text, at);
			depth--;
		}
	}
	return { members: list.members, deepest, repeatedKey: list.repeatedKey, protoKey, truncated: depth > 0 };
}
