import { Child } from "../processes/child.ts";

const MAIN = new URL("../upstream/main.ts", import.meta.url).pathname;

/** The upstream in its own process; `base` is what a provider's base URL would be, without `/v1`. */
export type Upstream = { readonly base: string; stop(): Promise<void> };

export async function startUpstream(port: number): Promise<Upstream> {
	const child = new Child({ seat: "upstream", command: [process.execPath, MAIN, String(port)] });
	const said = (await child.nextJson()) as { readonly port: number };
	return { base: `http://127.0.0.1:${said.port}`, stop: () => child.stop() };
}
