import { TurnpikeError } from "@turnpike/wire";
import type { Hono } from "hono";

/** What to say of a request that no route takes: the wrong method, a likely slip, or simply no such path. */
export function notFound(app: Hono, method: string, path: string): TurnpikeError {
	const allowed = methodsOf(app, path);
	if (allowed.length > 0) {
		const allow = allowed.join(", ");
		return new TurnpikeError("method_not_allowed", `${method} is not possible on ${path}; use ${allow}.`, {
			metadata: { allow },
		});
	}
	return new TurnpikeError("not_found", `There is nothing at ${path.slice(0, 200)}.${hint(app, path)}`);
}

/** The methods some route takes at this path. */
function methodsOf(app: Hono, path: string): string[] {
	const methods = new Set<string>();
	for (const route of app.routes) {
		if (route.method !== "ALL" && matches(route.path, path)) methods.add(route.method);
	}
	return [...methods];
}

function matches(pattern: string, path: string): boolean {
	const wanted = pattern.split("/");
	const given = path.replace(/\/+$/, "").split("/");
	if (wanted.at(-1) === "*") {
		const root = wanted.slice(0, -1);
		return wanted.length > 2 && given.length > root.length && root.every((part, index) => part === given[index]);
	}
	return wanted.length === given.length && wanted.every((part, index) => part.startsWith(":") || part === given[index]);
}

/** The likeliest mistake: a base URL without its root. */
function hint(app: Hono, path: string): string {
	return methodsOf(app, `/v1${path}`).length > 0
		? ` Did you mean /v1${path}? The base URL for OpenAI's SDK ends in /v1, for OpenRouter's in /api/v1.`
		: "";
}
