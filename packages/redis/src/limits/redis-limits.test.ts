import { limitsContract } from "@turnpike/limits/contract";
import { afterAll, describe, expect, it } from "vitest";
import { connectTestClients } from "../testing/clients.ts";
import { RedisLimits } from "./redis-limits.ts";

const clients = connectTestClients();
afterAll(() => Promise.all(clients.map(({ redis }) => redis.close())));

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.ceil(ms) + 2));
// Long enough for a busy machine to get through a round of calls meanwhile.
const slotTtlMs = 2_000;

for (const { name, redis } of clients) {
	limitsContract(`Redis by ${name}`, {
		open: () => new RedisLimits({ redis, slotTtlMs }),
		now: () => performance.now(),
		advance: sleep,
		slotTtlMs,
		runs: 12,
		maxStepMs: 40,
		maxLimit: 120,
	});

	describe(`RedisLimits by ${name}`, () => {
		it("shares a key's limits between processes", async () => {
			const [one, two] = [new RedisLimits({ redis }), new RedisLimits({ redis })];
			const keyId = `key_${name}_${Date.now()}`;
			await one.admit({ keyId, permitId: "a", requestsPerMinute: 2 });
			await two.admit({ keyId, permitId: "b", requestsPerMinute: 2 });
			expect(await one.admit({ keyId, permitId: "c", requestsPerMinute: 2 })).toMatchObject({
				refused: "rate_limit_exceeded",
				requests: { remaining: 0 },
			});
		});

		it("leaves nothing behind once a key is unspent and idle", async () => {
			const limits = new RedisLimits({ redis, slotTtlMs: 50 });
			const keyId = `key_${name}_gone_${Date.now()}`;
			await limits.admit({ keyId, permitId: "a", requestsPerMinute: 600, maxConcurrent: 2 });
			expect(await redis.command("KEYS", `*${keyId}*`)).toHaveLength(2);
			await sleep(150);
			expect(await redis.command("KEYS", `*${keyId}*`)).toEqual([]);
		});
	});
}

if (clients.length === 0) it.skip("needs a Redis: set TEST_REDIS_URL or install redis-server", () => {});
