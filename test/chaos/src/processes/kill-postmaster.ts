import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { killQuietly } from "./keep.ts";

/** kill -9 to the server of a data directory's cluster; whoever supervises it starts it again. */
export async function killPostmaster(dataDir: string): Promise<void> {
	const pid = await postmasterPid(dataDir);
	if (pid !== undefined) killQuietly(pid);
}

/** The first line of `postmaster.pid`, which Postgres removes when it stops in order. */
export async function postmasterPid(dataDir: string): Promise<number | undefined> {
	const text = await readFile(join(dataDir, "postgres", "cluster", "postmaster.pid"), "utf8").catch(() => "");
	const pid = Number(text.split("\n")[0]);
	return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}
