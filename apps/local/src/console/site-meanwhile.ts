import { isPage, type Site } from "@turnpike/api";

const PAGES = {
	building: {
		head: '<meta http-equiv="refresh" content="2">',
		text: "The console is being built. This page comes back by itself in a moment; the API answers already.",
	},
	failed: {
		head: "",
		text: "The console could not be built; the server's log says why. The API answers.",
	},
};

/** What a browser is shown while there is no console. */
export function siteMeanwhile(state: keyof typeof PAGES): Site {
	const { head, text } = PAGES[state];
	const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">${head}<title>Turnpike</title><main><h1>Turnpike</h1><p>${text}</p></main></html>`;
	return (request) => {
		if (!isPage(request, new URL(request.url).pathname)) return undefined;
		const headers = {
			"content-type": "text/html; charset=utf-8",
			"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
			"cache-control": "no-store",
			"retry-after": "2",
		};
		return new Response(html, { status: 503, headers });
	};
}
