import { readFile, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { isAlive, processArguments } from "./process-identity.ts";

/** A live server of a cluster, as its `postmaster.pid` tells it. */
export interface Postmaster {
	readonly pid: number;
	readonly port: number;
	/** It accepts connections; false while it starts, recovers or stops. */
	readonly ready: boolean;
}

export type PidFile =
	| { readonly state: "absent" }
	| { readonly state: "live"; readonly postmaster: Postmaster }
	/** The process is dead, or the number has since gone to a process that is not this cluster's server. */
	| { readonly state: "stale"; readonly path: string };

/** Read a cluster's pid file and find out whether it tells the truth. */
export async function runningPostmaster(cluster: string): Promise<PidFile> {
	const path = join(cluster, "postmaster.pid");
	const lines = await linesOf(path);
	if (lines === undefined) return { state: "absent" };
	// Lines by position: pid, data directory, start time, port, socket directory, address, memory key, status.
	const pid = Number(lines[0]);
	if (!Number.isSafeInteger(pid) || pid <= 1 || !(await isServerOf(pid, cluster))) return { state: "stale", path };
	return { state: "live", postmaster: { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" } };
}

async function linesOf(path: string): Promise<readonly string[] | undefined> {
	try {
		return (await readFile(path, "utf8")).split("\n");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
		throw error;
	}
}

async function isServerOf(pid: number, cluster: string): Promise<boolean> {
	if (!(await isAlive(pid))) return false;
	const words = await processArguments(pid);
	if (words === undefined || basename(words[0] ?? "") !== "postgres") return false;
	// Its working directory is the cluster even after a move, but may be hidden from us; then its command line must do.
	const directory = await realpath(`/proc/${pid}/cwd`).catch(() => undefined);
	return directory === undefined ? words.join(" ").includes(cluster) : directory === (await realpath(cluster));
}
