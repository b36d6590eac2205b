import type { Config } from "@turnpike/config";
import { MAX_BODY_BYTES } from "./http/read-body.ts";
import type { Api } from "./start-api.ts";

/** A header must be there within this time; Bun closes connections that stay silent longer than it. */
const IDLE_SECONDS = 255;

export interface Server {
	readonly port: number;
	/** Takes no new connections, lets every answer end, then closes. */
	drain(): Promise<void>;
}

/** Serves the API on Bun. @throws when the port is taken (`EADDRINUSE`). */
export function serve(
	api: Pick<Api, "fetch" | "inFlight">,
	config: Pick<Config, "host" | "port" | "reusePort">,
): Server {
	const server = Bun.serve({
		hostname: config.host,
		port: config.port,
		reusePort: config.reusePort,
		idleTimeout: IDLE_SECONDS,
		// A little more than we accept, so that it is our own 413 that is said.
		maxRequestBodySize: MAX_BODY_BYTES + 1024 * 1024,
		fetch: (request) => api.fetch(request),
	});
	return {
		port: server.port ?? config.port,
		async drain() {
			const closed = server.stop(false);
			await api.inFlight.idle();
			// Idle keep-alive connections would hold the server open: nothing is being answered on them.
			await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 250))]);
			await server.stop(true);
		},
	};
}
