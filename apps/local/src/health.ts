import type { Server } from "@turnpike/api";
import type { Config } from "@turnpike/config";
import type { Database } from "@turnpike/db";
import { METRICS_CONTENT_TYPE, type Metrics } from "@turnpike/telemetry";

/** What a billing worker serves: whether it lives, whether it can work, what it counts. */
export function serveHealth(config: Pick<Config, "host" | "port">, sql: Database, metrics: Metrics): Server {
	const server = Bun.serve({
		hostname: config.host,
		port: config.port,
		async fetch(request) {
			const { pathname } = new URL(request.url);
			if (pathname === "/healthz") return Response.json({ status: "ok" });
			if (pathname === "/readyz") return ready(sql);
			if (pathname === "/metrics") {
				return new Response(metrics.expose(), { headers: { "content-type": METRICS_CONTENT_TYPE } });
			}
			return Response.json({ error: { message: "This process posts usage; it serves no API." } }, { status: 404 });
		},
	});
	return { port: server.port ?? config.port, drain: () => server.stop(true) };
}

async function ready(sql: Database): Promise<Response> {
	const answered = await sql`select 1`.then(
		() => true,
		() => false,
	);
	const checks = { database: answered ? "ok" : "does not answer" };
	return Response.json({ status: answered ? "ready" : "not ready", checks }, { status: answered ? 200 : 503 });
}
