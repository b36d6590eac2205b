import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * A token that a process keeps for life and that no later process with the same pid has; undefined when no such
 * process lives (a zombie does not). Linux: boot id and start tick, /proc/<pid>/stat field 22 of proc(5); elsewhere
 * the start time that `ps` prints. Only letters, digits and dashes, so it can be part of a file name.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
	return process.platform === "linux" ? linuxIdentity(pid) : psIdentity(pid);
}

/** Whether the process lives; cheaper than its identity where that needs a subprocess. */
export async function isAlive(pid: number): Promise<boolean> {
	if (process.platform === "linux") return (await linuxStat(pid)) !== undefined;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && "code" in error && error.code === "EPERM";
	}
}

/** The words the process was started with, or undefined when it is gone or hidden from us. */
export async function processArguments(pid: number): Promise<readonly string[] | undefined> {
	try {
		if (process.platform === "linux") {
			return (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0").filter((word) => word !== "");
		}
		return (await run("ps", ["-ww", "-o", "args=", "-p", String(pid)])).stdout.trim().split(" ");
	} catch {
		return undefined;
	}
}

async function linuxIdentity(pid: number): Promise<string | undefined> {
	const stat = await linuxStat(pid);
	if (stat === undefined) return undefined;
	const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
	return `${boot.slice(0, 8)}-${stat.startTick}`;
}

async function linuxStat(pid: number): Promise<{ readonly startTick: string } | undefined> {
	let text: string;
	try {
		text = await readFile(`/proc/${pid}/stat`, "utf8");
	} catch {
		return undefined;
	}
	// The second field is the program's name in parentheses and may itself contain spaces and parentheses.
	const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
	const state = fields[0];
	const startTick = fields[19];
	return state === "Z" || state === "X" || startTick === undefined ? undefined : { startTick };
}

async function psIdentity(pid: number): Promise<string | undefined> {
	try {
		const started = (await run("ps", ["-o", "lstart=", "-p", String(pid)])).stdout.trim();
		return started === "" ? undefined : started.replaceAll(/[^A-Za-z0-9]+/g, "-");
	} catch {
		return undefined;
	}
}
