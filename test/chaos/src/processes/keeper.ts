import { realpath } from "node:fs/promises";
import { createInterface } from "node:readline";
import { stopAbandonedPostgres } from "@turnpike/local/embedded-postgres";

/**
 * Outlives a harness that was killed with -9, to end what it had started. Told by lines on standard input: `pid N`,
 * `gone N`, `data DIR` for a directory whose Postgres must be stopped too. The end of the input is the harness's end.
 */
const pids = new Set<number>();
const directories = new Set<string>();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
	const [word, value = ""] = line.split(/ (.*)/s);
	if (word === "pid") pids.add(Number(value));
	if (word === "gone") pids.delete(Number(value));
	if (word === "data") directories.add(value);
	if (word === "clean") directories.delete(value);
}
for (const pid of pids) {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// It had ended by itself.
	}
}
for (const directory of directories) {
	const home = await realpath(`${directory}/postgres`).catch(() => undefined);
	if (home) await stopAbandonedPostgres(home).catch(() => false);
}
