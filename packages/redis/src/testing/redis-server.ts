import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";

/** A real Redis for tests, and how to be rid of it. */
export interface TestRedis {
	readonly url: string;
	stop(): Promise<void>;
}

/**
 * The Redis that `TEST_REDIS_URL` names, or a `redis-server` of our own on a free port. Undefined where there is neither;
 * says so, because a suite that is skipped in silence looks like one that passed.
 */
export async function startTestRedis(url: string | undefined): Promise<TestRedis | undefined> {
	if (url) return { url, stop: async () => {} };
	if (spawnSync("redis-server", ["--version"]).status !== 0) {
		console.warn("skipped: TEST_REDIS_URL is not set and redis-server is not on PATH");
		return undefined;
	}
	const port = await freePort();
	const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
	const server = spawn("redis-server", options, { stdio: ["ignore", "pipe", "inherit"] });
	await ready(server);
	return { url: `redis://127.0.0.1:${port}`, stop: () => stop(server) };
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once("error", reject);
		probe.listen(0, "127.0.0.1", () => {
			const address = probe.address();
			probe.close(() =>
				address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
			);
		});
	});
}

function ready(server: ChildProcess): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("exit", (code) => reject(new Error(`redis-server ended with ${code}`)));
		server.stdout?.on("data", (chunk: Buffer) => {
			if (chunk.toString().includes("Ready to accept connections")) resolve();
		});
	});
}

function stop(server: ChildProcess): Promise<void> {
	return new Promise((resolve) => {
		server.once("exit", () => resolve());
		server.kill("SIGTERM");
	});
}
