import { type ChildProcess, spawn } from "node:child_process";

/** Sees to it that nothing outlives this harness, however it ends. */
export interface Keep {
	/** A process that must not outlive us. */
	started(pid: number): void;
	ended(pid: number): void;
	/** A data directory whose Postgres must not outlive us. */
	opened(dataDir: string): void;
	closed(dataDir: string): void;
}

export function startKeeper(): Keep & { end(): Promise<void> } {
	const keeper = spawn(process.execPath, [new URL("keeper.ts", import.meta.url).pathname], {
		stdio: ["pipe", "ignore", "inherit"],
		// A Ctrl-C goes to the whole group; it must not take the keeper before its work is done.
		detached: true,
	});
	const pids = new Set<number>();
	const tell = (line: string) => {
		if (keeper.stdin.writable) keeper.stdin.write(`${line}\n`);
	};
	const killAll = () => {
		for (const pid of pids) killQuietly(pid);
	};
	process.on("exit", killAll);
	return {
		started(pid) {
			pids.add(pid);
			tell(`pid ${pid}`);
		},
		ended(pid) {
			pids.delete(pid);
			tell(`gone ${pid}`);
		},
		opened: (dataDir) => tell(`data ${dataDir}`),
		closed: (dataDir) => tell(`clean ${dataDir}`),
		async end() {
			process.off("exit", killAll);
			killAll();
			keeper.stdin.end();
			await exitOf(keeper);
		},
	};
}

export function exitOf(child: ChildProcess): Promise<number | undefined> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? undefined);
	return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? undefined)));
}

/** SIGKILL to a process that may have ended meanwhile. */
export function killQuietly(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// It had ended.
	}
}
