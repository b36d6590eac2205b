const SPACE = 32;
const QUOTE = 34;
const LOWER_N = 110;
const OPEN_BRACE = 123;

/** Where the value behind `"key":` begins, or -1. A quoted key followed by a colon cannot stand inside a JSON string. */
export function valueStart(json: string, quotedKey: string, from: number): number {
	const key = json.indexOf(quotedKey, from);
	if (key === -1) return -1;
	let at = key + quotedKey.length;
	while (json.charCodeAt(at) === SPACE) at++;
	return at;
}

export function isQuote(json: string, at: number): boolean {
	return json.charCodeAt(at) === QUOTE;
}

export function isNull(json: string, at: number): boolean {
	return json.charCodeAt(at) === LOWER_N;
}

export function isObject(json: string, at: number): boolean {
	return json.charCodeAt(at) === OPEN_BRACE;
}
