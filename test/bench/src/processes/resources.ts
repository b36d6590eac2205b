import { readdirSync, readFileSync } from "node:fs";
import { parseResident, parseStat } from "./proc-stat.ts";

/** CPU time used so far by each process, and the memory all of them hold. */
export type Resources = { readonly cpuUs: ReadonlyMap<number, number>; readonly residentBytes: number };

/** What these processes and their descendants used so far; `undefined` where there is no `/proc`. */
export function resourcesOf(pids: readonly number[]): Resources | undefined {
	const stats = allStats();
	if (stats === undefined || pids.length === 0) return undefined;
	const counted = new Set(pids);
	// Parents have the smaller ids, but for a wrap-around; a second pass would find those.
	for (const [pid, stat] of [...stats].sort(([a], [b]) => a - b)) if (counted.has(stat.parentPid)) counted.add(pid);
	const cpuUs = new Map<number, number>();
	let residentBytes = 0;
	for (const pid of counted) {
		cpuUs.set(pid, stats.get(pid)?.cpuUs ?? 0);
		residentBytes += parseResident(read(`/proc/${pid}/status`) ?? "");
	}
	return { cpuUs, residentBytes };
}

/** CPU time in µs between two looks. A process that ended meanwhile takes its own share along; a new one brings all of its. */
export function cpuBetween(before: Resources, after: Resources): number {
	return [...after.cpuUs].reduce((sum, [pid, cpuUs]) => sum + Math.max(0, cpuUs - (before.cpuUs.get(pid) ?? 0)), 0);
}

function allStats() {
	try {
		const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
		const stats = pids.map((pid) => [Number(pid), read(`/proc/${pid}/stat`)] as const);
		return new Map(stats.flatMap(([pid, text]) => (text === undefined ? [] : [[pid, parseStat(text)] as const])));
	} catch {
		return undefined;
	}
}

/** A process may end between being listed and being read. */
function read(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return undefined;
	}
}
