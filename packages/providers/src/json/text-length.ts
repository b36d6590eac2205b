const QUOTE = 34;
const BACKSLASH = 92;
const LOWER_U = 117;

/**
 * Where a JSON string ends and how long its text is, without building it. A token's text is a few characters: looking at
 * each is quicker than two searches. `end` is the index of the closing quote, or -1 (and the length 0) when there is none.
 */
export function jsonTextLength(json: string, start: number): { readonly length: number; readonly end: number } {
	let length = 0;
	for (let at = start; at < json.length; at++) {
		const code = json.charCodeAt(at);
		if (code === QUOTE) return { length, end: at };
		if (code === BACKSLASH) at += json.charCodeAt(at + 1) === LOWER_U ? 5 : 1;
		length++;
	}
	return { length: 0, end: -1 };
}
