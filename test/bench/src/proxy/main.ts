/**
 * The bare proxy: the least that a gateway on Bun can do. Hono for the route, `fetch` for the call, the answer's body piped;
 * it reads, checks and counts nothing. Its argument is the upstream's base URL. Prints its port, then serves until its parent is gone.
 */
import { Hono } from "hono";
import { endWithParent } from "../processes/end-with-parent.ts";

const upstream = process.argv[2] ?? "";
const app = new Hono();

app.post("/v1/chat/completions", async (c) => {
	const answer = await fetch(`${upstream}/v1/chat/completions`, {
		method: "POST",
		headers: {
			"content-type": "application/json",
			authorization: c.req.header("authorization") ?? "",
		},
		body: await c.req.arrayBuffer(),
		signal: c.req.raw.signal,
	});
	return new Response(answer.body, {
		status: answer.status,
		headers: { "content-type": answer.headers.get("content-type") ?? "" },
	});
});

const server = Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 0, fetch: app.fetch });
endWithParent(() => process.exit(0));
console.log(JSON.stringify({ port: server.port }));
