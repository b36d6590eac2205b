/** A parsed request: text, lists and objects, as form encoding can say them. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };
export type Form = { [name: string]: FormValue };

/**
 * Reads `a=1&b[c]=2&d[0]=3&e[]=4&f[0][g]=5`: how Stripe's API is spoken to, in bodies and in query strings. A list is written
 * by index, or by `[]` in order.
 */
export function parseForm(text: string): Form {
	const root: Node = new Map();
	for (const [name, value] of new URLSearchParams(text)) put(root, pathOf(name), value);
	return toObject(root);
}

type Node = Map<string, Node | string>;

/** `a[b][0]` → `a`, `b`, `0`. */
function pathOf(name: string): string[] {
	const open = name.indexOf("[");
	if (open < 0) return [name];
	const rest = [...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map(([, part]) => part ?? "");
	return [name.slice(0, open), ...rest];
}

function put(root: Node, path: readonly string[], value: string): void {
	let at = root;
	for (const [depth, part] of path.entries()) {
		const key = part === "" ? String(at.size) : part;
		if (depth === path.length - 1) at.set(key, value);
		else {
			const below = at.get(key);
			const next: Node = below instanceof Map ? below : new Map();
			at.set(key, next);
			at = next;
		}
	}
}

function toObject(node: Node): Form {
	return Object.fromEntries([...node].map(([name, value]) => [name, toValue(value)]));
}

function toValue(value: Node | string): FormValue {
	if (typeof value === "string") return value;
	const isList = value.size > 0 && [...value.keys()].every((key, index) => key === String(index));
	return isList ? [...value.values()].map(toValue) : toObject(value);
}
