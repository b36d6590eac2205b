/** A wrong value stops a server's start; here it can only be said, to the operator in the log. */
export function misconfigured(error: unknown): Response {
	console.error(error instanceof Error ? error.message : error);
	const message = "This deployment is not configured; its log says what is wrong.";
	return Response.json({ error: { message, type: "api_error", param: null, code: "internal_error" } }, { status: 500 });
}
