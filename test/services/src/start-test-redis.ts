import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@turnpike/local/embedded-postgres";
import type { TestServer } from "./start-test-database.ts";
import { PREFIX } from "./sweep-abandoned.ts";

/** Start a Redis that keeps nothing, on a free port of 127.0.0.1. */
export async function startTestRedis(program: string): Promise<TestServer> {
	const directory = await mkdtemp(join(tmpdir(), `${PREFIX}redis-`));
	const port = await freePort();
	const words = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory, "--save", "", "--appendonly", "no"];
	const child = spawn(program, words, { stdio: ["ignore", "pipe", "ignore"] });
	const exited = once(child, "exit");
	const stop = async (): Promise<void> => {
		child.kill("SIGTERM");
		await exited;
		await rm(directory, { recursive: true, force: true });
	};
	try {
		await ready(child.stdout);
		return { url: `redis://127.0.0.1:${port}`, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Its output is read to the end: a Redis whose pipe is full or closed would be no test of ours. */
function ready(output: NodeJS.ReadableStream): Promise<void> {
	return new Promise((done, fail) => {
		let text = "";
		output.on("data", (chunk: Buffer) => {
			text = (text + chunk.toString()).slice(-4096);
			if (text.includes("Ready to accept connections")) done();
		});
		output.once("end", () => fail(new Error(`redis-server ended before it accepted connections: ${text}`)));
	});
}
