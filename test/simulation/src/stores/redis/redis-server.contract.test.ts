import { randomUUID } from "node:crypto";
import { allowancesContract } from "@turnpike/ledger/contract";
import { RedisAllowances, type RedisClient } from "@turnpike/redis";
import { seededRandom } from "@turnpike/test-chaos/seeded-random";
import { Process } from "../../engine/process.ts";
import { prepare } from "../../engine/settle.ts";
import { Timeline } from "../../engine/timeline.ts";
import { RedisServer } from "./redis-server.ts";

await prepare();
const timeline = new Timeline();
const process = new Process("holder", timeline, seededRandom(1));

/** Answers at once: in this suite time passes only where a test says so. */
function connectAtOnce(server: RedisServer): RedisClient {
	return {
		keyLockingHeader: "",
		command: async (name, ...args) => server.execute(name, args),
		close: async () => {},
	};
}

// The same suite that the real Redis passes in packages/redis.
allowancesContract("the simulation's Redis", {
	newId: randomUUID,
	now: process.now,
	advance: (ms) => timeline.passUntil(timeline.now + ms),
	openHolder: (book) =>
		new RedisAllowances({
			redis: connectAtOnce(new RedisServer(timeline)),
			book,
			newId: randomUUID,
			sleep: process.sleep,
			monotonic: process.monotonic,
			onTrouble: () => {},
		}),
	timings: { leaseMs: 30_000, stopBeforeEndMs: 2_000, idleMs: 10_000, tickMs: 200, windowMs: 60_000 },
	runs: 12,
});
