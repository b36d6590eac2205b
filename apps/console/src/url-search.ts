/** A page's search parameters: text by name, as they stand in the address. */
export type UrlSearch = Readonly<Record<string, string>>;

/** `?q=llama&sort=price` as text by name; nothing is taken for a number or a list that was not meant as one. */
export function parseUrlSearch(text: string): UrlSearch {
	return Object.fromEntries(new URLSearchParams(text));
}

/** The address for a page's search; what is empty is left out, commas and slashes stay readable. */
export function writeUrlSearch(search: Readonly<Record<string, unknown>>): string {
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries(search)) {
		if (value !== undefined && value !== "") params.set(name, String(value));
	}
	const text = params.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
	return text === "" ? "" : `?${text}`;
}

/** `a,b,,c` as a list. */
export function listOf(text: string | undefined): readonly string[] {
	return (text ?? "").split(",").filter((part) => part !== "");
}

/** A list as `a,b,c`; nothing for an empty one, so that it leaves the address. */
export function textOf(list: readonly string[]): string {
	return list.join(",");
}

/** The parameters of these names, those that are there. */
export function pick<Name extends string>(search: UrlSearch, ...names: readonly Name[]): Partial<Record<Name, string>> {
	return Object.fromEntries(names.flatMap((name) => (search[name] ? [[name, search[name]]] : []))) as Partial<
		Record<Name, string>
	>;
}
