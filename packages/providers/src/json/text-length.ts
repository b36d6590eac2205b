const QUOTE = 34;
const BACKSLASH = 92;
const LOWER_U = 117;

/**
 * Where a JSON string ends and how long its text is, without building it: a loop over escapes only.
 * `end` is the index of the closing quote, or -1 when there is none.
 */
export function jsonTextLength(json: string, start: number): { readonly length: number; readonly end: number } {
	let end = json.indexOf('"', start);
	if (end === -1) return { length: 0, end };
	let escaped = json.indexOf("\\", start);
	if (escaped === -1 || escaped > end) return { length: end - start, end };
	let length = 0;
	let at = start;
	for (;;) {
		const code = json.charCodeAt(at);
		if (code === QUOTE) break;
		if (Number.isNaN(code)) return { length, end: -1 };
		if (code === BACKSLASH) {
			at += json.charCodeAt(at + 1) === LOWER_U ? 6 : 2;
			length++;
			continue;
		}
		escaped = json.indexOf("\\", at);
		end = json.indexOf('"', at);
		const stop = escaped === -1 || (end !== -1 && end < escaped) ? end : escaped;
		if (stop === -1) return { length, end: -1 };
		length += stop - at;
		at = stop;
	}
	return { length, end: at };
}
