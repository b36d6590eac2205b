import { open, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import type { ClusterPlace } from "./place-cluster.ts";
import type { Binaries } from "./prepare-binaries.ts";
import { isAlive } from "./process-identity.ts";
import { runAsAccount } from "./run-as-account.ts";
import { runningPostmaster } from "./running-postmaster.ts";
import { type Settings, settingArguments } from "./settings.ts";

export interface Launch {
	readonly place: ClusterPlace;
	readonly binaries: Binaries;
	readonly port: number;
	readonly settings: Settings;
	readonly log: (line: string) => void;
}

/** Children of a killed server hold its shared memory until they notice its death. */
const ORPHANS_LEAVE_WITHIN_MS = 20_000;

/**
 * Start the server in a session of its own, where a Ctrl-C meant for us does not reach it, and wait until it accepts
 * connections, however long it has to recover. Resolves to its pid.
 */
export async function launchPostmaster(launch: Launch): Promise<number> {
	const giveUpAt = performance.now() + ORPHANS_LEAVE_WITHIN_MS;
	for (;;) {
		const pid = await spawnPostmaster(launch);
		if (await becomesReady(launch.place.cluster, pid, launch.log)) return pid;
		const reason = await lastWords(launch.place);
		const orphans = /pre-existing shared memory block|shared memory block .* still in use/.test(reason);
		if (!orphans || performance.now() > giveUpAt) {
			throw new EmbeddedPostgresError("start_failed", `Postgres did not start in ${launch.place.cluster}: ${reason}`);
		}
		await sleep(100);
	}
}

/** Wait until a server accepts connections; false when it dies first. */
export async function becomesReady(cluster: string, pid: number, log: (line: string) => void): Promise<boolean> {
	const startedAt = performance.now();
	let announced = 0;
	for (;;) {
		const file = await runningPostmaster(cluster);
		if (file.state === "live" && file.postmaster.pid === pid && file.postmaster.ready) return true;
		if (!(await isAlive(pid))) return false;
		const seconds = Math.floor((performance.now() - startedAt) / 1000);
		if (seconds >= announced + 5) {
			announced = seconds;
			log(`Postgres is still recovering from its last run (${seconds} s)`);
		}
		await sleep(20);
	}
}

async function spawnPostmaster({ place, binaries, port, settings }: Launch): Promise<number> {
	const file = await runningPostmaster(place.cluster);
	// Postgres removes the file of a dead process, but believes that of a process which got a dead one's number.
	if (file.state === "stale") await rm(file.path, { force: true });
	// Not a pipe: the server outlives us after a kill -9, and would then die of writing to it.
	const log = await open(startLog(place), "w", 0o644);
	try {
		const words = ["-D", place.cluster, "-p", String(port), ...settingArguments(settings)];
		const child = runAsAccount(binaries.postgres, words, place.account, {
			detached: true,
			stdio: ["ignore", log.fd, log.fd],
		});
		await new Promise<void>((done, fail) => {
			child.once("spawn", done);
			child.once("error", fail);
		});
		child.unref();
		if (child.pid === undefined) throw new Error("a spawned process has a pid");
		return child.pid;
	} finally {
		await log.close();
	}
}

function startLog(place: ClusterPlace): string {
	return join(place.home, "postgres-start.log");
}

/** The last complaints of a server that did not start: from before its own log was open, or else from that. */
async function lastWords(place: ClusterPlace): Promise<string> {
	const directory = join(place.cluster, "log");
	const names = await readdir(directory).catch(() => []);
	const files = [startLog(place), ...names.map((name) => join(directory, name))];
	const recent: { readonly at: number; readonly lines: readonly string[] }[] = [];
	for (const path of files) {
		const text = await readFile(path, "utf8").catch(() => "");
		const lines = text.split("\n").filter((line) => /FATAL|PANIC|ERROR|HINT|could not/.test(line));
		if (lines.length > 0) recent.push({ at: (await stat(path)).mtimeMs, lines: lines.slice(-3) });
	}
	recent.sort((a, b) => b.at - a.at);
	return recent[0]?.lines.join(" ") ?? `it said nothing; see ${directory}`;
}
