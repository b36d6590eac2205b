import type { Operation, Parameter } from "../../../api/reference.ts";

/** A call that is being put together. */
export interface Draft {
	/** "/v1", "/api/v1", or "" where there is one place only. */
	readonly root: string;
	/** What was typed for each parameter, by name; "" is not sent. */
	readonly values: Readonly<Record<string, string>>;
	/** JSON text; undefined where the route takes none. */
	readonly body: string | undefined;
}

const JSON_TYPE = "application/json";

/** The call as the reference shows it. */
export function draftOf(operation: Operation): Draft {
	const example = operation.requestBody?.content[JSON_TYPE]?.example;
	return {
		root: operation.roots[0] ?? "",
		values: {},
		body: example === undefined ? undefined : JSON.stringify(example, null, 2),
	};
}

export function parametersIn(operation: Operation, place: Parameter["in"]): readonly Parameter[] {
	return (operation.parameters ?? []).filter((parameter) => parameter.in === place);
}

/** Path and query from the host; a parameter of the path that was not given stays as it is named. */
export function addressOf(operation: Operation, { root, values }: Draft): string {
	const path = operation.path.replaceAll(/\{(\w+)\}/g, (named, name: string) =>
		values[name] ? encodeURIComponent(values[name]) : named,
	);
	const query = new URLSearchParams();
	for (const { name } of parametersIn(operation, "query")) {
		const value = values[name];
		if (value) query.append(name, value);
	}
	return `${root}${path}${query.size > 0 ? `?${query}` : ""}`;
}

/** Headers beside the key's. */
export function headersOf(operation: Operation, { values, body }: Draft): Readonly<Record<string, string>> {
	const headers: Record<string, string> = body === undefined ? {} : { "Content-Type": JSON_TYPE };
	for (const { name } of parametersIn(operation, "header")) {
		const value = values[name];
		if (value) headers[name] = value;
	}
	return headers;
}

/** Whether anybody may ask, without a key. */
export function isPublic(operation: Operation): boolean {
	return operation.security.length === 0;
}
