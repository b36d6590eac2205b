import { sleep, waitUntil } from "../processes/wait.ts";
import type { Recovery } from "../report/report.ts";
import type { Kill } from "../schedule.ts";
import type { Victim, World } from "../world/world.ts";
import type { Probe } from "./load-and-count.ts";

const RECOVERED_MS = 40_000;
/** A backend may serve for a moment after its postmaster is dead: a probe asks about afterwards. */
const PROBE_FROM_MS = 50;

/** Carries a schedule out, and measures for each kill when calls were answered again. Everything lives when it returns. */
export async function runKills(
	world: World,
	schedule: readonly Kill[],
	probe: Probe,
	signal: AbortSignal,
	say: (line: string) => void,
): Promise<Recovery[]> {
	const began = performance.now();
	const recoveries: Promise<Recovery>[] = [];
	for (const kill of schedule) {
		await sleepUntil(began + kill.atMs, signal);
		if (signal.aborted) break;
		const victim = world.victims.find((one) => one.name === kill.victim);
		if (!victim) throw new Error(`no victim ${kill.victim}`);
		say(`kill -9 ${kill.victim}`);
		recoveries.push(killAndRecover(victim, kill, probe));
	}
	const recovered = await Promise.all(recoveries);
	await Promise.all(world.processes.map((one) => one.start()));
	return recovered;
}

async function sleepUntil(at: number, signal: AbortSignal): Promise<void> {
	while (!signal.aborted && performance.now() < at) await sleep(Math.min(50, at - performance.now()));
}

async function killAndRecover(victim: Victim, kill: Kill, probe: Probe): Promise<Recovery> {
	const killedAt = performance.now();
	await victim.kill();
	const revived = sleep(kill.downMs).then(() => victim.revive());
	await sleep(PROBE_FROM_MS);
	const answers = victim.shownBy.map((api) =>
		waitUntil(async () => (await probe(api)).ending === "completed", RECOVERED_MS, 25),
	);
	const [answered] = await Promise.all([Promise.all(answers), revived]);
	const { victim: name, atMs, downMs } = kill;
	const never = answered.includes(undefined);
	const answeredAfterMs = never ? null : Math.round(lastAnswer(answered, killedAt));
	return { victim: name, atMs, downMs, answeredAfterMs };
}

function lastAnswer(waits: readonly (number | undefined)[], killedAt: number): number {
	// Nobody's calls depend on a billing worker: it is back when it is ready again.
	if (waits.length === 0) return performance.now() - killedAt;
	return Math.max(...waits.map((wait) => wait ?? 0)) + PROBE_FROM_MS;
}
