import type { Context } from "./edge/context.ts";
import { type Isolate, makeIsolate } from "./edge/make-isolate.ts";
import { misconfigured } from "./edge/misconfigured.ts";
import type { Bindings } from "./edge/read-bindings.ts";
import { serveRequest } from "./edge/serve-request.ts";

let isolate: Isolate | undefined;

/** The API on Cloudflare Workers. */
export default {
	async fetch(request: Request, bindings: Bindings, context: Context): Promise<Response> {
		try {
			isolate ??= makeIsolate(bindings);
		} catch (error) {
			return misconfigured(error);
		}
		return serveRequest(isolate, request, context);
	},
};
