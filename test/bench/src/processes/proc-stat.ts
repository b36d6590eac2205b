/** `sysconf(_SC_CLK_TCK)` is 100 on every Linux that Bun runs on: a tick is 10 ms. */
const TICK_US = 10_000;

export type ProcessStat = { readonly parentPid: number; readonly cpuUs: number };

/** Parent and CPU time (user and system) of a process, from `/proc/<pid>/stat` (proc_pid_stat(5), fields 4, 14, 15). */
export function parseStat(text: string): ProcessStat {
	// The second field is the command in parentheses and may itself contain spaces and parentheses.
	const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
	const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
	if (parent === undefined || user === undefined || system === undefined || Number.isNaN(parent + user + system)) {
		throw new Error(`not a process's stat: ${text.slice(0, 60)}`);
	}
	return { parentPid: parent, cpuUs: (user + system) * TICK_US };
}

/** Resident memory in bytes, from `/proc/<pid>/status`; 0 when it says none. */
export function parseResident(status: string): number {
	return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}
