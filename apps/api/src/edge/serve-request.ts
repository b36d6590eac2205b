import { LinearRouter } from "hono/router/linear-router";
import { createApp } from "../app.ts";
import type { Connections } from "../auth/routes.ts";
import type { Context } from "./context.ts";
import type { Isolate } from "./make-isolate.ts";
import { openStores } from "./open-stores.ts";

/** Serves one request with stores of its own, which are closed once it and all it began are over. */
export async function serveRequest(isolate: Isolate, request: Request, context: Context): Promise<Response> {
	const stores = openStores(isolate);
	// An app per request, since its parts hold the request's stores: made in microseconds with this router.
	const app = createApp({ ...isolate.host, ...stores.dependencies }, () => new LinearRouter());
	try {
		if (request.method === "POST") await stores.makePricesKnown().catch((error) => pricesUnknown(isolate, error));
		return await app.fetch(request, CONNECTIONS);
	} finally {
		context.waitUntil(stores.close());
	}
}

/** The platform tells whom a request comes from, and lets no client say it. */
const CONNECTIONS: Connections = { addressOf: (request) => request.headers.get("cf-connecting-ip") ?? undefined };

/** Calls are then refused as while no usage can be recorded. */
function pricesUnknown({ host }: Isolate, error: unknown): void {
	host.log.warn("whether the book knows all prices could not be found out", { error });
}
