import type { Database } from "@turnpike/db";
import { sleep } from "../processes/wait.ts";
import { startOneProcess } from "../world/one-process.ts";
import { loadAndCount } from "./load-and-count.ts";
import type { RunScenario } from "./scenario.ts";

/** Longer than an answer waits for its usage to become durable. */
const STUCK_MS = 7_000;
const AROUND_MS = 1_500;

/**
 * Commits of usage hang, and go through after those who waited for them were told that nothing was charged: then
 * nothing may be.
 */
export const stuckScenario: RunScenario = async (setting) => {
	const world = await startOneProcess(setting.place);
	try {
		const happen = async (sql: Database) => {
			await sleep(AROUND_MS);
			setting.say(`commits hang for ${STUCK_MS} ms`);
			await lockUsage(sql, STUCK_MS);
			await sleep(AROUND_MS);
			return [];
		};
		return await loadAndCount(setting, world, { killsApis: false, happen });
	} finally {
		await world.end();
	}
};

async function lockUsage(sql: Database, ms: number): Promise<void> {
	await sql.begin(async (tx) => {
		await tx`lock table usage_event in access exclusive mode`;
		await sleep(ms);
	});
}
