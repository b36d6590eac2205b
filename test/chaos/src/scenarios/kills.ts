import type { Mode } from "../options.ts";
import { redisIsInstalled } from "../processes/redis-process.ts";
import { sleep } from "../processes/wait.ts";
import { scheduleKills } from "../schedule.ts";
import { startOneProcess } from "../world/one-process.ts";
import { startSplitProcesses, THREE_IN_MEMORY, THREE_IN_REDIS } from "../world/split-processes.ts";
import { type Disturbance, loadAndCount } from "./load-and-count.ts";
import { runKills } from "./run-kills.ts";
import type { RunScenario } from "./scenario.ts";

/** Load under kill -9, then the count. */
export function killsScenario(mode: Mode): RunScenario {
	return async (setting) => {
		if (mode === "redis" && !redisIsInstalled()) {
			return { skipped: "redis-server is not on PATH", counts: [], figures: {}, recoveries: [] };
		}
		const { options, place, random, signal, say } = setting;
		const holders = mode === "redis" ? THREE_IN_REDIS : THREE_IN_MEMORY;
		const world = mode === "one" ? await startOneProcess(place) : await startSplitProcesses(place, holders);
		const names = world.victims.map((victim) => victim.name);
		const schedule = scheduleKills(random.fork("kills"), names, options.seconds, options.kills);
		try {
			const happen: Disturbance["happen"] = async (_sql, probe) => {
				say(`${options.callers} callers, ${schedule.length} kills in ${options.seconds} s`);
				const loaded = sleep(options.seconds * 1_000);
				const recoveries = await runKills(world, schedule, probe, signal, say);
				if (!signal.aborted) await loaded;
				return recoveries;
			};
			return await loadAndCount(setting, world, { killsApis: true, happen });
		} finally {
			await world.end();
		}
	};
}
