import { readFileSync } from "node:fs";
import type { FileSink, Subprocess } from "bun";
import { environmentWith } from "./env.ts";
import { type Placement, parseCpuList, place, type Seat } from "./placement.ts";

/** How to start a process of the bench: its seat decides the core it runs on. */
export type Launch = {
	readonly seat: Seat;
	readonly command: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
};

/** A running process whose standard output is read line by line. What it says on standard error is kept for failures. */
export class Child {
	readonly #process: Subprocess<"pipe", "pipe", "pipe">;
	readonly #lines: AsyncGenerator<string>;
	#complaint = "";

	constructor({ seat, command, env }: Launch) {
		const core = placement.core?.[seat];
		const pinned = core === undefined ? [...command] : ["taskset", "-c", String(core), ...command];
		this.#process = Bun.spawn(pinned, {
			env: environmentWith(env),
			stdin: "pipe",
			stdout: "pipe",
			stderr: "pipe",
		});
		this.#lines = linesOf(this.#process.stdout);
		void this.#listen();
	}

	/** `taskset` becomes the command it starts, so this is the process itself. */
	get pid(): number {
		return this.#process.pid;
	}

	get running(): boolean {
		return this.#process.exitCode === null && this.#process.signalCode === null;
	}

	/** The last it said on standard error. */
	get complaint(): string {
		return this.#complaint;
	}

	/** The next line of its output, as JSON. Fails with what it said on standard error when there is none. */
	async nextJson(): Promise<unknown> {
		const { value, done } = await this.#lines.next();
		if (done === true || value === undefined) throw new Error(`a process ended early: ${this.#complaint.trim()}`);
		return JSON.parse(value);
	}

	async writeLine(line: string): Promise<void> {
		const input: FileSink = this.#process.stdin;
		input.write(`${line}\n`);
		await input.flush();
	}

	/** Reads and forgets the rest of its output, so that it never blocks on writing. */
	async drainOutput(): Promise<void> {
		for await (const _ of this.#lines);
	}

	/** Asks it to end, and insists after a while. */
	async stop(patienceMs = 10_000): Promise<void> {
		this.#process.kill("SIGTERM");
		const insist = setTimeout(() => this.#process.kill("SIGKILL"), patienceMs);
		await this.#process.exited;
		clearTimeout(insist);
	}

	async #listen(): Promise<void> {
		const decoder = new TextDecoder();
		for await (const bytes of this.#process.stderr) {
			this.#complaint = (this.#complaint + decoder.decode(bytes, { stream: true })).slice(-4_000);
		}
	}
}

async function* linesOf(output: ReadableStream<Uint8Array>): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	let rest = "";
	for await (const bytes of output) {
		const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
		rest = lines.pop() ?? "";
		yield* lines;
	}
	if (rest !== "") yield rest;
}

export const placement: Placement = place(allowedCores(), Bun.which("taskset") !== null);

function allowedCores(): number[] {
	try {
		const list = /^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
		return parseCpuList(list ?? "");
	} catch {
		return Array.from({ length: navigator.hardwareConcurrency }, (_, index) => index);
	}
}
