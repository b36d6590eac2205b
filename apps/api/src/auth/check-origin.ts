import { TurnpikeError } from "@turnpike/wire";

/**
 * The origins a browser may change something from: where the server is reached, and in development, where that is plain
 * http, also whatever name of this host the request itself was sent to (a cookie of it goes nowhere else).
 */
export function allowedOrigins(request: Request, publicUrl: string): string[] {
	const { origin, protocol } = new URL(publicUrl);
	const host = request.headers.get("host");
	return protocol === "http:" && host !== null ? [origin, `http://${host}`] : [origin];
}

/**
 * Sees to it that a change which is authenticated by a cookie was asked for by our own pages: browsers say where a
 * request comes from, in `Origin` with every POST, PUT, PATCH and DELETE.
 *
 * @throws TurnpikeError 403 `permission_denied`.
 */
export function checkOrigin(request: Request, publicUrl: string): void {
	const origin = request.headers.get("origin");
	const ours = origin === null ? request.headers.get("sec-fetch-site") === "same-origin" : allowed(origin);
	if (ours) return;
	throw new TurnpikeError(
		"permission_denied",
		"A signed-in browser can change this only from Turnpike's own pages; a program uses a management key.",
	);

	function allowed(from: string): boolean {
		return allowedOrigins(request, publicUrl).includes(from);
	}
}
