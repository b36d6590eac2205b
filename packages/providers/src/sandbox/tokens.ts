/**
 * The sandbox's tokenizer: each token is any white space and then up to 12 letters, digits or `_`, or one other
 * character; white space at the very end is a token of its own. Tokens joined are the text again, and a text that is
 * not empty has at least one.
 */
export function tokenize(text: string): string[] {
	const tokens: string[] = [];
	for (let at = 0; at < text.length; ) {
		const end = tokenEnd(text, at);
		tokens.push(text.slice(at, end));
		at = end;
	}
	return tokens;
}

/** How many tokens `tokenize` would make, without making them. */
export function countTokens(text: string): number {
	let count = 0;
	for (let at = 0; at < text.length; at = tokenEnd(text, at)) count++;
	return count;
}

const LONGEST_WORD = 12;

function tokenEnd(text: string, from: number): number {
	let at = from;
	while (at < text.length && isSpace(text.charCodeAt(at))) at++;
	if (at === text.length) return at;
	const word = at;
	while (at < text.length && at - word < LONGEST_WORD && isWordPart(text.charCodeAt(at))) at++;
	if (at > word) return isLowSurrogate(text.charCodeAt(at)) ? at + 1 : at;
	return at + 1;
}

function isSpace(code: number): boolean {
	return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x2028 || code === 0x2029;
}

/** ASCII letters, digits and `_`, and everything beyond ASCII: no script needs a table, and no pair is split. */
function isWordPart(code: number): boolean {
	return (
		(code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code > 127
	);
}

function isLowSurrogate(code: number): boolean {
	return code >= 0xdc00 && code <= 0xdfff;
}
