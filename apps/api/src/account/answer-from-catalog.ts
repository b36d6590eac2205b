import { pricesSince, stableHash } from "@turnpike/catalog";
import type { Context } from "hono";
import type { ApiDependencies } from "../dependencies.ts";
import { namesEtag } from "../http/names-etag.ts";

const FOR_EVERYBODY = { "cache-control": "public, max-age=60" };
const FOR_ONE_KEY = { "cache-control": "private, no-cache", vary: "authorization, x-api-key, x-goog-api-key" };

/**
 * Answers with what it makes of the catalog, unless whoever asks has it already: it is the same until the catalog or the
 * prices of the moment change.
 *
 * @param of whose answer it is, where it is not everybody's: text that changes with what they may see.
 */
export function answerFromCatalog(
	{ catalog, now }: Pick<ApiDependencies, "catalog" | "now">,
	c: Context,
	make: (atMs: number) => object,
	of?: string,
): Response {
	const atMs = now();
	const since = pricesSince(catalog.models, atMs);
	const parts = [
		catalog.etag.slice(1, -1),
		...(since > 0 ? [since.toString(36)] : []),
		...(of === undefined ? [] : [stableHash(of)]),
	];
	const etag = `"${parts.join("-")}"`;
	const headers = { etag, ...(of === undefined ? FOR_EVERYBODY : FOR_ONE_KEY) };
	if (namesEtag(c.req.header("if-none-match"), etag)) return c.body(null, 304, headers);
	return c.json(make(atMs), 200, headers);
}
