import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "../processes/child.ts";

const MAIN = new URL("./main.ts", import.meta.url).pathname;

/** A fresh Postgres for one bench, and a directory for what else must not outlive it. */
export type BenchDatabase = {
	readonly url: string;
	readonly pid: number;
	readonly home: string;
	stop(): Promise<void>;
};

export async function startDatabase(): Promise<BenchDatabase> {
	// /tmp may be memory, where fsync costs nothing; /var/tmp is a disk.
	const home = mkdtempSync(join(existsSync("/var/tmp") ? "/var/tmp" : tmpdir(), "turnpike-bench-"));
	chmodSync(home, 0o755);
	const child = new Child({ seat: "database", command: [process.execPath, MAIN, home] });
	const stop = async () => {
		await child.stop(30_000);
		rmSync(home, { recursive: true, force: true });
	};
	try {
		const said = (await child.nextJson()) as { readonly url: string; readonly pid: number };
		return { ...said, home, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
