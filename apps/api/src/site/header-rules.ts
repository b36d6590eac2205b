/** Headers for the paths a pattern fits, as a line of Cloudflare's `_headers` file says it. */
export interface HeaderRule {
	/** A path, or with `*` at its end the beginning of one. */
	readonly pattern: string;
	readonly set: readonly (readonly [name: string, value: string])[];
	/** Headers of earlier rules that do not hold here. */
	readonly unset: readonly string[];
}

/**
 * Reads a `_headers` file (Cloudflare Workers, "Static assets, Headers"): a pattern at the beginning of a line, its
 * headers indented below it, `! Name` for one that is taken back, `#` for a comment.
 *
 * @throws when a line is none of these, since a header that is not sent may be the one that protects.
 */
export function parseHeaderRules(text: string): readonly HeaderRule[] {
	const rules: { pattern: string; set: (readonly [string, string])[]; unset: string[] }[] = [];
	for (const line of text.split("\n")) {
		if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
		if (!/^\s/.test(line)) {
			rules.push({ pattern: line.trim(), set: [], unset: [] });
			continue;
		}
		const rule = rules.at(-1);
		const match = /^\s+(?:! ?([\w-]+)|([\w-]+):\s*(.+))$/.exec(line);
		if (!rule || !match) throw new Error(`not a line of a _headers file: ${JSON.stringify(line)}`);
		const [, unset, name = "", value = ""] = match;
		if (unset !== undefined) rule.unset.push(unset);
		else rule.set.push([name, value.trim()]);
	}
	return rules;
}

/** The headers of a path: each rule that fits adds to those before it, or takes back. */
export function headersOf(path: string, rules: readonly HeaderRule[]): Headers {
	const headers = new Headers();
	for (const { set, unset } of rules.filter((rule) => fits(rule.pattern, path))) {
		for (const name of unset) headers.delete(name);
		for (const [name, value] of set) headers.append(name, value);
	}
	return headers;
}

function fits(pattern: string, path: string): boolean {
	return pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : pattern === path;
}
