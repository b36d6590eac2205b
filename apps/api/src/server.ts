import type { Config } from "@turnpike/config";
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
		// The bound is ours, so that the 413 is ours too: Bun's has no body. What is not read is dropped as it comes.
		maxRequestBodySize: Number.MAX_SAFE_INTEGER,
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
