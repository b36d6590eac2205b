/** A place in a request as errors name it: `messages[0].content[1].type`. */
export function pathText(path: readonly PropertyKey[]): string {
	let text = "";
	for (const key of path) {
		if (typeof key === "number") text += `[${key}]`;
		else text += text === "" ? String(key) : `.${String(key)}`;
	}
	return text;
}

/** The value at a path, undefined where the path leaves the value. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
	let at = value;
	for (const key of path) {
		if (typeof at !== "object" || at === null) return undefined;
		at = (at as Record<PropertyKey, unknown>)[key];
	}
	return at;
}
