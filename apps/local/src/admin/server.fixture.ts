import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { start } from "./command.fixture.ts";

export interface RunningServer {
	/** What it has printed so far. */
	said(): string;
	/** Asks it to stop, and waits for its end; resolves to the exit code. */
	stop(): Promise<number | null>;
}

/** Starts Turnpike as `npm start` does, and waits until it is ready. */
export async function startServer(environment: Readonly<Record<string, string>>): Promise<RunningServer> {
	const child = start("apps/local/src/main.ts", [], environment);
	let said = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on("data", (chunk: Buffer) => {
			said += chunk.toString();
		});
	}
	const exited = once(child, "exit");
	while (!said.includes("Try it:")) {
		if (child.exitCode !== null) throw new Error(`the server ended: ${said}`);
		await sleep(20);
	}
	return {
		said: () => said,
		async stop() {
			child.kill("SIGTERM");
			const [code] = await exited;
			return code;
		},
	};
}
