/** Whose paths are never the console's: a slip in one of them shall not be answered by a page. */
const API_PATHS = /^\/(?:v1|api|v1beta|v2|assets|\.well-known)(?:\/|$)/;

/** Whether somebody asks for a page in a browser: one of the console's then, whatever its path. */
export function isPage(request: Request, path: string): boolean {
	if (request.method !== "GET" && request.method !== "HEAD") return false;
	return !API_PATHS.test(path) && (request.headers.get("accept") ?? "").includes("text/html");
}
