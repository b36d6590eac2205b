import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";
import { isPortFree } from "./embedded-postgres/free-port.ts";
import { processArguments } from "./embedded-postgres/process-identity.ts";

/** The process that listens on a port. */
export interface Listener {
	readonly pid: number;
	/** The command line it was started with, cut to one readable line. */
	readonly command: string;
}

/** Who listens on a TCP port of this machine; undefined when nobody does or the system does not tell us. */
export async function whoListens(port: number): Promise<Listener | undefined> {
	const pid = process.platform === "linux" ? await linuxListener(port) : await lsofListener(port);
	if (pid === undefined) return undefined;
	const words = (await processArguments(pid)) ?? [];
	return { pid, command: cut(words.join(" ")) };
}

/** The sentence for a start that found its port taken: who has it, and which port to try. */
export async function explainPortTaken(port: number, host: string): Promise<string> {
	const listener = await whoListens(port);
	const who =
		listener === undefined ? "another process" : `pid ${listener.pid}${listener.command && ` (${listener.command})`}`;
	const free = await nextFreePort(port, host);
	return `Port ${port} on ${host} is in use by ${who}. Stop it, or try PORT=${free} npm start`;
}

/** The first free port above one that is taken. */
export async function nextFreePort(taken: number, host: string): Promise<number> {
	for (let port = taken + 1; port <= 65_535; port++) if (await isPortFree(port, host)) return port;
	return taken - 1;
}

async function linuxListener(port: number): Promise<number | undefined> {
	const tables = await Promise.all(
		["/proc/net/tcp", "/proc/net/tcp6"].map((path) => readFile(path, "utf8").catch(() => "")),
	);
	const sockets = new Set(tables.flatMap((table) => listeningSockets(table, port)));
	if (sockets.size === 0) return undefined;
	for (const entry of await readdir("/proc")) {
		if (/^\d+$/.test(entry) && (await hasSocket(entry, sockets))) return Number(entry);
	}
	return undefined;
}

/** Inodes of the sockets that listen on a port, from a table of proc(5): 1 is the local address, 3 the state, 9 the inode. */
export function listeningSockets(table: string, port: number): readonly string[] {
	const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
	const LISTEN = "0A";
	return table
		.split("\n")
		.map((line) => line.trim().split(/\s+/))
		.filter((fields) => fields[3] === LISTEN && fields[1]?.endsWith(suffix))
		.map((fields) => `socket:[${fields[9]}]`);
}

async function hasSocket(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
	// Another account's descriptors are hidden from us.
	const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
	for (const descriptor of descriptors) {
		const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "");
		if (sockets.has(target)) return true;
	}
	return false;
}

async function lsofListener(port: number): Promise<number | undefined> {
	try {
		const { stdout } = await promisify(execFile)("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t"]);
		const pid = Number.parseInt(stdout, 10);
		return Number.isNaN(pid) ? undefined : pid;
	} catch {
		return undefined;
	}
}

function cut(command: string): string {
	return command.length > 80 ? `${command.slice(0, 79)}…` : command;
}
