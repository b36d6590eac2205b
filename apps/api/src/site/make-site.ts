import { encodingsOf } from "../http/encodings-of.ts";
import { namesEtag } from "../http/names-etag.ts";
import { type HeaderRule, headersOf, parseHeaderRules } from "./header-rules.ts";
import { isPage } from "./is-page.ts";
import type { Site, SiteFile } from "./site.ts";

export const INDEX = "/index.html";

/**
 * Serves a built console out of memory: a file where there is one, its index where a browser asks for a page.
 *
 * @param files by path: "/index.html", "/assets/…"
 * @param headers the text of the build's `_headers`
 */
export function makeSite(files: ReadonlyMap<string, SiteFile>, headers: string): Site {
	const rules = parseHeaderRules(headers);
	const index = files.get(INDEX);
	if (!index) throw new Error("a console without an index.html");
	return (request) => {
		const { pathname } = new URL(request.url);
		const file = files.get(pathname);
		if (file) return answer(request, pathname, file, rules);
		return isPage(request, pathname) ? answer(request, pathname, index, rules) : undefined;
	};
}

function answer(request: Request, path: string, file: SiteFile, rules: readonly HeaderRule[]): Response {
	const headers = headersOf(path, rules);
	headers.set("etag", file.etag);
	headers.set("vary", "accept-encoding");
	if (namesEtag(request.headers.get("if-none-match"), file.etag)) return new Response(null, { status: 304, headers });
	headers.set("content-type", file.type);
	const accepted = encodingsOf(request.headers.get("accept-encoding"));
	const packed = packedFor(file, accepted);
	if (packed) headers.set("content-encoding", packed.encoding);
	return new Response(packed?.bytes ?? file.bytes, { headers });
}

function packedFor(file: SiteFile, accepted: ReadonlySet<string>) {
	if (file.brotli && accepted.has("br")) return { encoding: "br", bytes: file.brotli };
	return file.gzip && accepted.has("gzip") ? { encoding: "gzip", bytes: file.gzip } : undefined;
}
