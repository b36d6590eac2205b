import type { Config } from "@turnpike/config";
import type { Connections } from "./auth/routes.ts";
import { packJson } from "./http/pack-json.ts";
import type { Api } from "./start-api.ts";

/** A connection that is silent for so long, and is not being answered, is closed: a slow header, an idle keep-alive. */
const IDLE_SECONDS = 10;
/** A call may be silent for longer: its own time-outs end it. The most Bun counts to. */
const CALL_SECONDS = 255;

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
	// Made once: asking it costs nothing until somebody does.
	const addressOf = (request: Request): string | undefined => server.requestIP(request)?.address;
	const connections: Connections = { addressOf };
	const answerGet = async (request: Request, from: Connections) => packJson(request, await api.fetch(request, from));
	const server = Bun.serve({
		hostname: config.host,
		port: config.port,
		reusePort: config.reusePort,
		idleTimeout: IDLE_SECONDS,
		// The bound is ours, so that the 413 is ours too: Bun's has no body. What is not read is dropped as it comes.
		maxRequestBodySize: Number.MAX_SAFE_INTEGER,
		fetch(request, bun) {
			bun.timeout(request, CALL_SECONDS);
			const hasHost = !request.url.startsWith("/");
			if (request.method === "GET" && hasHost) return answerGet(request, connections);
			if (request.method !== "GET" && request.method !== "HEAD") return api.fetch(request, connections);
			// HTTP/1.0 needs no Host, and health checks send none: Bun gives the path alone. HEAD is asked as GET: Bun leaves the
			// body away, and says its length. Of the router's own HEAD it would say 0.
			const url = hasHost ? request.url : `http://${config.host}${request.url}`;
			const asked = new Request(url, { headers: request.headers, signal: request.signal });
			return answerGet(asked, { addressOf: () => addressOf(request) });
		},
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
