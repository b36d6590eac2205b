import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { connect } from "node:net";
import { USAGE_STREAM } from "@turnpike/redis";
import { exitOf, type Keep } from "./keep.ts";
import { waitUntil } from "./wait.ts";

const START_MS = 10_000;
/** Another worker takes up what one has left for a minute. */
const DRAINED_MS = 90_000;

/** Whether there is a Redis to start. */
export function redisIsInstalled(): boolean {
	return spawnSync("redis-server", ["--version"]).status === 0;
}

/** A Redis that keeps what it acknowledged, as one that takes usage must: a kill loses nothing, a wipe everything. */
export class RedisProcess {
	readonly url: string;
	readonly #port: number;
	readonly #directory: string;
	readonly #logFile: string;
	readonly #keep: Keep;
	#child: ChildProcess | undefined;

	constructor(port: number, directory: string, logFile: string, keep: Keep) {
		this.#port = port;
		this.#directory = directory;
		this.#logFile = logFile;
		this.#keep = keep;
		this.url = `redis://127.0.0.1:${port}`;
	}

	async start(): Promise<void> {
		if (!this.#child) this.#launch();
		const ready = await waitUntil(async () => (await this.#say("PING")).startsWith("+PONG"), START_MS, 20);
		if (ready === undefined) throw new Error(`redis-server did not answer within ${START_MS / 1_000} s`);
	}

	#launch(): void {
		const log = openSync(this.#logFile, "a");
		mkdirSync(this.#directory, { recursive: true });
		const words = [
			...["--port", String(this.#port), "--bind", "127.0.0.1", "--dir", this.#directory],
			...["--save", "", "--appendonly", "yes", "--appendfsync", "always"],
		];
		const child = spawn("redis-server", words, { stdio: ["ignore", log, log], detached: true });
		this.#child = child;
		if (child.pid !== undefined) this.#keep.started(child.pid);
	}

	async kill(): Promise<void> {
		const child = this.#child;
		if (child?.pid === undefined) return;
		this.#child = undefined;
		child.kill("SIGKILL");
		await exitOf(child);
		this.#keep.ended(child.pid);
	}

	/** Waits until billing has taken everything out of the second usage log, what a dead worker had begun included. */
	async drained(): Promise<void> {
		const empty = async () => (await this.#say(`XLEN ${USAGE_STREAM}`)).startsWith(":0");
		if ((await waitUntil(empty, DRAINED_MS, 100)) === undefined) throw new Error("the second usage log is not drained");
	}

	/** @throws when it could not be wiped: it may be about to start. */
	async flush(): Promise<void> {
		const wiped = async () => (await this.#say("FLUSHALL")).startsWith("+OK");
		if ((await waitUntil(wiped, START_MS, 20)) === undefined) throw new Error("redis-server was not wiped");
	}

	/** One inline command and the first of its answer. */
	#say(command: string): Promise<string> {
		return new Promise((resolve, reject) => {
			const socket = connect(this.#port, "127.0.0.1", () => socket.write(`${command}\r\n`));
			socket.setTimeout(2_000, () => socket.destroy(new Error("redis-server does not answer")));
			socket.once("data", (bytes) => {
				resolve(bytes.toString());
				socket.destroy();
			});
			socket.once("error", reject);
		});
	}
}
