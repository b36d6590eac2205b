export interface DataUrl {
	/** Lower case, without parameters; "" where the URL names none. */
	readonly mediaType: string;
	readonly data: string;
}

/** Whether a text is standard base64, with its padding or without any. */
export function isBase64(text: string): boolean {
	const end = text.endsWith("==") ? text.length - 2 : text.endsWith("=") ? text.length - 1 : text.length;
	const padded = end < text.length;
	if (end === 0 || (padded ? text.length % 4 !== 0 : end % 4 === 1)) return false;
	// One negated class: a linear search that needs no backtracking over megabytes.
	const stray = text.search(/[^A-Za-z0-9+/]/);
	return stray === -1 || stray >= end;
}

/** Takes a base64 `data:` URL apart (RFC 2397) without checking the data; undefined when it is not one. */
export function splitDataUrl(url: string): DataUrl | undefined {
	const comma = url.indexOf(",");
	if (comma < 0 || comma > 200 || !/^data:/i.test(url)) return undefined;
	const head = url.slice(5, comma).toLowerCase().split(";");
	if (head.at(-1)?.trim() !== "base64") return undefined;
	return { mediaType: head[0]?.trim() ?? "", data: url.slice(comma + 1) };
}

/** Takes a `data:` URL apart and checks that its data is base64. */
export function parseDataUrl(url: string): DataUrl | undefined {
	const parts = splitDataUrl(url);
	return parts !== undefined && isBase64(parts.data) ? parts : undefined;
}
