import { redisIsInstalled } from "../processes/redis-process.ts";
import { sleep } from "../processes/wait.ts";
import { startSplitProcesses, THREE_IN_REDIS } from "../world/split-processes.ts";
import type { World } from "../world/world.ts";
import { loadAndCount } from "./load-and-count.ts";
import type { RunScenario } from "./scenario.ts";

const AROUND_MS = 1_500;
/** Sooner than a postmaster that was killed takes connections again. */
const KILL_EVERY_MS = 200;

/**
 * Postgres is away for long: it is killed again whenever it comes back. Usage goes to the second log meanwhile, until credit
 * that was set aside is spent and leases end; afterwards all of it is in the book, once.
 */
export const awayScenario: RunScenario = async (setting) => {
	if (!redisIsInstalled()) return { skipped: "redis-server is not on PATH", counts: [], figures: {}, recoveries: [] };
	const world = await startSplitProcesses(setting.place, THREE_IN_REDIS);
	const { options, signal, say } = setting;
	try {
		const happen = async () => {
			await sleep(AROUND_MS);
			say(`Postgres is away for ${options.seconds} s`);
			await keepDown(world, options.seconds * 1_000, signal);
			await sleep(AROUND_MS);
			return [];
		};
		return await loadAndCount(setting, world, { killsApis: false, happen });
	} finally {
		await world.end();
	}
};

async function keepDown(world: World, ms: number, signal: AbortSignal): Promise<void> {
	const postgres = world.victims.find(({ name }) => name === "postgres");
	if (!postgres) throw new Error("nobody knows of a Postgres");
	const until = performance.now() + ms;
	while (performance.now() < until && !signal.aborted) {
		await postgres.kill();
		await sleep(KILL_EVERY_MS);
	}
}
