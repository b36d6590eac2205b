import { type Isolate, makeIsolate } from "./edge/make-isolate.ts";
import type { Bindings } from "./edge/read-bindings.ts";
import { serveRequest } from "./edge/serve-request.ts";

/** What the platform gives with each request. */
interface Context {
	waitUntil(work: Promise<unknown>): void;
}

let isolate: Isolate | undefined;

/** The API on Cloudflare Workers. */
export default {
	async fetch(request: Request, bindings: Bindings, context: Context): Promise<Response> {
		try {
			isolate ??= makeIsolate(bindings);
		} catch (error) {
			return misconfigured(error);
		}
		return serveRequest(isolate, request, (work) => context.waitUntil(work));
	},
};

/** A wrong value stops a server's start; here it can only be said, to the operator in the log. */
function misconfigured(error: unknown): Response {
	console.error(error instanceof Error ? error.message : error);
	const message = "This deployment is not configured; its log says what is wrong.";
	return Response.json({ error: { message, type: "api_error", param: null, code: "internal_error" } }, { status: 500 });
}
