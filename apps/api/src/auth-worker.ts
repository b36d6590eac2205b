import { createIdMaker } from "@turnpike/accounts";
import { connect } from "@turnpike/db";
import { makeBetterAuth } from "./auth/make-better-auth.ts";
import type { Context } from "./edge/context.ts";
import { misconfigured } from "./edge/misconfigured.ts";
import { type Bindings, readWorkerBindings, type WorkerConfig } from "./edge/read-bindings.ts";
import { workerLog } from "./edge/worker-log.ts";

let isolate: { readonly config: WorkerConfig } | undefined;
const log = workerLog();
const ids = createIdMaker({ now: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) });

/**
 * better-auth on Cloudflare Workers. A worker of its own, because it is larger than all the rest; nothing outside reaches
 * it but through the API's worker, which bounds, counts and evens out what it passes on.
 */
export default {
	async fetch(request: Request, bindings: Bindings, context: Context): Promise<Response> {
		try {
			isolate ??= { config: readWorkerBindings(bindings) };
		} catch (error) {
			return misconfigured(error);
		}
		const { databaseUrl, authSecret: secret, publicUrl, oauth } = isolate.config;
		// One request alone: a connection for its transaction, and one for what that calls on.
		const sql = connect(databaseUrl, { connections: 2, applicationName: "turnpike edge auth" });
		try {
			return await makeBetterAuth({ sql, transactions: sql, secret, publicUrl, oauth, ids, log }).handler(request);
		} finally {
			context.waitUntil(sql.end({ timeout: 5 }));
		}
	},
};
