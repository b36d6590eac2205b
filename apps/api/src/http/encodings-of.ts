/** The encodings an answer may have, by an `Accept-Encoding`: those that have a weight above 0, in lower case. */
export function encodingsOf(header: string | null): ReadonlySet<string> {
	const parts = (header ?? "").toLowerCase().split(",");
	return new Set(
		parts.filter((part) => !/;\s*q=0(\.0+)?\s*$/.test(part)).map((part) => part.split(";")[0]?.trim() ?? ""),
	);
}
