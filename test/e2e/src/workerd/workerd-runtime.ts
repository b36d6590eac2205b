/// <reference path="./workerd.d.ts" />
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startRestFront } from "@turnpike/redis/rest-front";
import { startTestRedis } from "@turnpike/test-services";
import workerd from "workerd";
import { bunRuntime } from "../harness/bun-runtime.ts";
import { builtBundles } from "../harness/env.ts";
import type { RunningServer, Runtime } from "../harness/runtime.ts";
import { startTcpFront } from "./tcp-front.ts";
import { workerConfig } from "./worker-config.ts";

/**
 * The deployed bundles in `workerd`, and what belongs to it: a Redis of its own behind a REST front, and a billing worker
 * (Bun) on the same database and Redis, which posts, and keeps the leases that nothing on the edge keeps.
 */
export const workerdRuntime = { start: startWorkerd } satisfies Runtime;

const alive = new Set<ChildProcess>();
process.on("exit", () => {
	for (const child of alive) child.kill("SIGKILL");
});

/** Hyperdrive keeps so many connections to Postgres at most, and makes more requests wait. */
const POOLED_CONNECTIONS = 100;

async function startWorkerd(settings: Readonly<Record<string, string>>): Promise<RunningServer> {
	const redis = await startTestRedis("redis-server");
	const rest = await startRestFront(redis.url);
	// Migrations and prices are its work; requests are served once it is up.
	const billing = await bunRuntime.start({ ...settings, ROLE: "billing", REDIS_URL: redis.url });
	const database = new URL(settings.DATABASE_URL ?? "");
	const { hostname, port } = database;
	const pool = await startTcpFront({ host: hostname, portBehind: () => Number(port), most: POOLED_CONNECTIONS });
	database.host = `127.0.0.1:${pool.port}`;
	let workerPort = 0;
	const front = await startTcpFront({ host: "127.0.0.1", portBehind: () => workerPort });
	const baseUrl = `http://127.0.0.1:${front.port}`;
	const worker = await serve(
		await configure({
			PUBLIC_URL: baseUrl,
			...settings,
			DATABASE_URL: database.href,
			UPSTASH_REDIS_REST_URL: rest.url,
			UPSTASH_REDIS_REST_TOKEN: rest.token,
		}),
	);
	workerPort = worker.port;
	async function end(endBilling: () => Promise<number | null>): Promise<number | null> {
		worker.child.kill("SIGKILL");
		await worker.exited;
		const code = await endBilling();
		for (const part of [front, pool, rest, redis]) await part.stop();
		return code;
	}
	return {
		baseUrl,
		output: () => `${worker.output()}\n${billing.output()}`,
		stop: () => end(billing.stop),
		async kill() {
			await end(() => billing.kill().then(() => null));
		},
	};
}

/** @returns the configuration's path, in the server's data directory, with the bundles beside it. */
async function configure(settings: Readonly<Record<string, string>>): Promise<string> {
	const { DATABASE_URL: databaseUrl = "", DATA_DIR: directory = "", PORT: _, ...texts } = settings;
	const workers = builtBundles().map((bundle) => ({ ...bundle, module: `${bundle.name}.js` }));
	for (const { path, module } of workers) await copyFile(path, join(directory, module));
	const configuration = join(directory, "workerd.capnp");
	await writeFile(configuration, workerConfig({ workers, texts, databaseUrl }));
	return configuration;
}

/** Resolves when it listens. @throws with its output when it does not. */
async function serve(configuration: string) {
	const child = spawn(workerd, ["serve", configuration, "--control-fd=3", "--verbose"], {
		stdio: ["ignore", "pipe", "pipe", "pipe"],
	});
	alive.add(child);
	const exited = once(child, "exit").then(() => alive.delete(child));
	let text = "";
	const output = () => text;
	for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
	const port = await new Promise<number>((resolve, reject) => {
		let control = "";
		child.stdio[3]?.on("data", (chunk: Buffer) => {
			control += chunk.toString();
			const listening = /"event":"listen".*"port":(\d+)/.exec(control)?.[1];
			if (listening !== undefined) resolve(Number(listening));
		});
		exited.then(() => reject(new Error(`workerd ended at its start:\n${text}`)));
	});
	return { child, exited, output, port };
}
