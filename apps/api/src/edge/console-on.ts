import { isPage } from "../site/is-page.ts";
import type { Site } from "../site/site.ts";
import type { Fetcher } from "./read-bindings.ts";

/** The console as the platform serves it: its files, their headers out of `_headers`, its index for every other path. */
export function consoleOn(assets: Fetcher): Site {
	return async (request) => {
		const { pathname } = new URL(request.url);
		if (!isPage(request, pathname) && !isFile(pathname)) return undefined;
		const answer = await assets.fetch(request);
		// A copy, whose headers can be added to.
		return new Response(answer.body, answer);
	};
}

/** A path with an extension at the root: an icon, robots.txt. Those below `/assets` never come here. */
function isFile(path: string): boolean {
	return /^\/[\w-]+\.(?:svg|ico|png|txt|webmanifest)$/.test(path);
}
