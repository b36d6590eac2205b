import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { serverEnvironment } from "./env.ts";
import type { RunningServer, Runtime } from "./runtime.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const BUN = join(ROOT, "node_modules/.bin/bun");
const START_MS = 30_000;

/** A server in a process of its own, so that it can be signalled and killed. */
export interface BunServer extends RunningServer {
	readonly process: ChildProcess;
	/** Resolves with the exit code, null after a signal. */
	readonly exited: Promise<number | null>;
}

const alive = new Set<ChildProcess>();
process.on("exit", () => {
	for (const child of alive) child.kill("SIGKILL");
});

/** A process that was started, whether or not it comes up. */
export function spawnServer(settings: Readonly<Record<string, string>>) {
	const child = spawn(BUN, [join(ROOT, "apps/local/src/main.ts")], {
		cwd: ROOT,
		env: serverEnvironment(settings),
		stdio: ["ignore", "pipe", "pipe"],
	});
	alive.add(child);
	let output = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8");
		stream.on("data", (text: string) => {
			output += text;
		});
	}
	const exited = once(child, "exit").then(([code]) => {
		alive.delete(child);
		return typeof code === "number" ? code : null;
	});
	return { child, exited, output: () => output };
}

export const bunRuntime = { start: startBun } satisfies Runtime;

async function startBun(settings: Readonly<Record<string, string>>): Promise<BunServer> {
	const { child, exited, output } = spawnServer(settings);
	const port = await portOf(child, exited, output);
	let asked = false;
	const end = (signal: "SIGTERM" | "SIGKILL") => {
		asked = true;
		child.kill(signal);
		return exited;
	};
	void exited.then((code) => {
		if (!asked && code !== 0) console.error(`the server ended by itself with ${code}:\n${output()}`);
	});
	return {
		baseUrl: `http://127.0.0.1:${port}`,
		process: child,
		exited,
		output,
		stop: () => end("SIGTERM"),
		async kill() {
			await end("SIGKILL");
		},
	};
}

/** The port it says it listens on. */
function portOf(child: ChildProcess, exited: Promise<unknown>, output: () => string): Promise<number> {
	return new Promise((resolve, reject) => {
		const fail = (what: string) => {
			child.kill("SIGKILL");
			reject(new Error(`the server ${what}:\n${output()}`));
		};
		const timer = setTimeout(() => fail("did not come up"), START_MS);
		exited.then(() => {
			clearTimeout(timer);
			fail("ended at its start");
		});
		child.stdout?.on("data", () => {
			const port = /at http:\/\/[^/\s:]+:(\d+)/.exec(output())?.[1];
			if (port === undefined) return;
			clearTimeout(timer);
			resolve(Number(port));
		});
	});
}
