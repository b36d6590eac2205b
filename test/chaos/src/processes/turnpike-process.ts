import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { environmentWith } from "../env.ts";
import { exitOf, type Keep } from "./keep.ts";
import { sleep, waitUntil } from "./wait.ts";

const MAIN = new URL("../../../../apps/local/src/main.ts", import.meta.url).pathname;
const READY_MS = 40_000;
const STOP_MS = 40_000;
const RESTART_PAUSE_MS = 150;

export interface ProcessOptions {
	readonly name: string;
	readonly port: number;
	readonly environment: Readonly<Record<string, string>>;
	readonly logFile: string;
	readonly keep: Keep;
}

/** One Turnpike process under a supervisor: started again when it ends unasked, killed and stopped on demand. */
export class TurnpikeProcess {
	readonly name: string;
	readonly url: string;
	/** Ends nobody asked for, after it had been ready. */
	readonly crashes: string[] = [];
	/** Starts that failed, as they may while the database is away. */
	failedStarts = 0;
	/** What clean stops exited with; undefined for one that had to be killed. */
	readonly exitCodes: (number | undefined)[] = [];
	readonly #options: ProcessOptions;
	#child: ChildProcess | undefined;
	#ready = false;
	#wanted = false;
	#running: Promise<void> = Promise.resolve();
	/** Starts, kills and stops come from several sides and take turns. */
	#turn: Promise<unknown> = Promise.resolve();

	constructor(options: ProcessOptions) {
		this.#options = options;
		this.name = options.name;
		this.url = `http://127.0.0.1:${options.port}`;
	}

	/** Starts it and waits until it is ready. @throws when that takes too long. */
	async start(): Promise<void> {
		await this.#inTurn(async () => {
			if (this.#wanted) return;
			this.#wanted = true;
			this.#running = this.#supervise();
		});
		const ready = await waitUntil(() => this.#look(), READY_MS, 25);
		if (ready === undefined) throw new Error(`${this.name} was not ready within ${READY_MS / 1_000} s`);
	}

	/** kill -9; it stays dead until it is started again. */
	kill(): Promise<void> {
		return this.#inTurn(async () => {
			this.#wanted = false;
			this.#child?.kill("SIGKILL");
			await this.#running;
		});
	}

	/** SIGTERM, and its exit code when it has drained. */
	stop(): Promise<void> {
		return this.#inTurn(async () => {
			const child = this.#child;
			if (!this.#wanted || !child) return;
			this.#wanted = false;
			child.kill("SIGTERM");
			const insist = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
			this.exitCodes.push(await exitOf(child));
			clearTimeout(insist);
			await this.#running;
		});
	}

	#inTurn(act: () => Promise<void>): Promise<void> {
		const turn = this.#turn.then(act);
		this.#turn = turn.catch(() => {});
		return turn;
	}

	async #supervise(): Promise<void> {
		while (this.#wanted) {
			const code = await this.#run();
			if (!this.#wanted) return;
			if (this.#ready) this.crashes.push(`${this.name} ended by itself (${code ?? "signal"})`);
			else this.failedStarts += 1;
			await sleep(RESTART_PAUSE_MS);
		}
	}

	#run(): Promise<number | undefined> {
		const { environment, logFile, keep, port } = this.#options;
		this.#ready = false;
		const log = openSync(logFile, "a");
		const child = spawn(process.execPath, [MAIN], {
			stdio: ["ignore", log, log],
			env: environmentWith({ ...environment, PORT: String(port), HOST: "127.0.0.1" }),
			// A Ctrl-C is ours to pass on.
			detached: true,
		});
		this.#child = child;
		const { pid } = child;
		if (pid !== undefined) keep.started(pid);
		return exitOf(child).finally(() => {
			if (pid !== undefined) keep.ended(pid);
		});
	}

	async #look(): Promise<boolean> {
		const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) });
		await answer.body?.cancel();
		if (answer.ok) this.#ready = true;
		return answer.ok;
	}
}
