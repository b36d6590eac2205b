import { Child } from "../processes/child.ts";
import type { Target } from "./target.ts";
import type { Upstream } from "./upstream.ts";

const MAIN = new URL("../proxy/main.ts", import.meta.url).pathname;

/** The least a gateway on Bun can do, in its own process on the target's core. */
export async function bareProxy(upstream: Upstream): Promise<Target> {
	const child = new Child({ seat: "target", command: [process.execPath, MAIN, upstream.base] });
	const said = (await child.nextJson()) as { readonly port: number };
	return {
		name: "bare",
		url: `http://127.0.0.1:${said.port}/v1/chat/completions`,
		key: "none",
		pids: [child.pid],
		backgroundPids: [],
		stop: () => child.stop(),
	};
}
