import { randomUUID } from "node:crypto";
import { allowancesContract } from "@turnpike/ledger/contract";
import { afterAll, it } from "vitest";
import { connectTestClients } from "../testing/clients.ts";
import { FAST, openAllowances, sleep } from "../testing/open-allowances.ts";

const clients = connectTestClients();
afterAll(() => Promise.all(clients.map(({ redis }) => redis.close())));

if (clients.length === 0) it.skip("needs a Redis: set TEST_REDIS_URL or install redis-server", () => {});

for (const { name, redis } of clients) {
	allowancesContract(`Redis by ${name}`, {
		newId: randomUUID,
		now: () => Date.now(),
		advance: sleep,
		openHolder: (book) => openAllowances(redis, book),
		timings: { leaseMs: 1200, stopBeforeEndMs: FAST.stopBeforeEndMs, idleMs: FAST.idleMs, tickMs: 20, windowMs: 1000 },
		runs: 12,
	});
}
