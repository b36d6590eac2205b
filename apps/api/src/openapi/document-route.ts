import { stableHash } from "@turnpike/catalog";
import type { Context } from "hono";
import { namesEtag } from "../http/names-etag.ts";
import { buildDocument } from "./build-document.ts";
import { OPERATIONS } from "./operations/index.ts";

interface Published {
	readonly text: string;
	readonly etag: string;
}

/** Built when it is first asked for, once in a process: most that serve calls are never asked. */
let published: Published | undefined;

function publish(): Published {
	const text = JSON.stringify(buildDocument(OPERATIONS));
	return { text, etag: `"${stableHash(text)}"` };
}

/** `GET /openapi.json`. Any page may read it: it is public, and the same for everybody. */
export function documentRoute(c: Context): Response {
	published ??= publish();
	const headers = {
		etag: published.etag,
		"cache-control": "public, max-age=300",
		"access-control-allow-origin": "*",
	};
	if (namesEtag(c.req.header("if-none-match"), published.etag)) return c.body(null, 304, headers);
	return c.body(published.text, 200, { ...headers, "content-type": "application/json; charset=utf-8" });
}
