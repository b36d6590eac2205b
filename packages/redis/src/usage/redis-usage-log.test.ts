import { randomUUID } from "node:crypto";
import type { UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import { connectTestClients } from "../testing/clients.ts";
import { sleep } from "../testing/open-allowances.ts";
import { drainUsage } from "./drain-usage.ts";
import { RedisUsageLog } from "./redis-usage-log.ts";
import type { UsageRecord } from "./stream-entry.ts";

const clients = connectTestClients();
afterAll(() => Promise.all(clients.map(({ redis }) => redis.close())));

if (clients.length === 0) it.skip("needs a Redis: set TEST_REDIS_URL or install redis-server", () => {});

function usage(generationId: string): UsageEvent {
	return {
		generationId,
		organisationId: "org",
		accountId: "acc",
		projectId: "prj",
		keyId: "key",
		allowanceId: "allowance",
		status: "completed",
		estimated: false,
		evidence: "provider",
		model: "sandbox/echo",
		provider: "sandbox",
		endpointId: "endpoint",
		priceVersionId: "price",
		usage: { input: 3, output: 4 },
		holdNanoUsd: nanoUsd(9_007_199_254_740_993n),
		chargeNanoUsd: nanoUsd(7n),
		providerCostNanoUsd: nanoUsd(5n),
		format: "chat",
		streamed: false,
		finishReason: "stop",
		upstreamId: "up",
		admittedAt: 1_790_000_000_000,
		ttftMs: 1,
		latencyMs: 2,
		attempts: [],
		endUser: "jörg",
		memberId: "",
		tags: [],
		requestSha256: "ab".repeat(32),
		app: "🚀",
	};
}

for (const { name, redis } of clients) {
	const open = () => {
		const stream = `usage:${randomUUID()}`;
		const log = new RedisUsageLog(redis, stream);
		const worker = (consumer: string, abandonedMs = 60_000) => ({ redis, stream, consumer, abandonedMs });
		return { stream, log, worker };
	};
	const collect = (into: UsageRecord[]) => async (records: readonly UsageRecord[]) => {
		into.push(...records);
	};

	describe(`the usage stream by ${name}`, () => {
		it("gives every event to billing as it was appended, in order, and keeps nothing afterwards", async () => {
			const { stream, log, worker } = open();
			await log.checkpoint(usage("gen_1"));
			await log.append(usage("gen_1"));
			await log.append(usage("gen_2"));
			const got: UsageRecord[] = [];
			expect(await drainUsage(worker("one"), collect(got))).toBe(3);
			expect(got).toEqual([
				{ kind: "checkpoint", entryId: expect.any(String), event: usage("gen_1") },
				{ kind: "final", entryId: expect.any(String), event: usage("gen_1") },
				{ kind: "final", entryId: expect.any(String), event: usage("gen_2") },
			]);
			expect(await drainUsage(worker("one"), collect(got))).toBe(0);
			expect(await redis.command("XLEN", stream)).toBe(0);
		});

		it("has nothing to do on an empty Redis", async () => {
			expect(await drainUsage(open().worker("one"), collect([]))).toBe(0);
		});

		it("shares the stream between workers, batch by batch", async () => {
			const { log, worker } = open();
			for (let n = 0; n < 25; n++) await log.append(usage(`gen_${n}`));
			const got: UsageRecord[] = [];
			const counts = await Promise.all(["a", "b", "c"].map((one) => drainUsage(worker(one), collect(got), 10)));
			expect(counts.reduce((sum, count) => sum + count, 0)).toBe(25);
			expect(new Set(got.map((one) => one.entryId)).size).toBe(25);
		});

		it("keeps what a handler could not commit, and gives it to another worker once it is abandoned", async () => {
			const { log, worker } = open();
			await log.append(usage("gen_1"));
			const failing = drainUsage(worker("dead"), async () => {
				throw new Error("not committed");
			});
			await expect(failing).rejects.toThrow("not committed");
			const got: UsageRecord[] = [];
			expect(await drainUsage(worker("other"), collect(got))).toBe(0);
			await sleep(30);
			expect(await drainUsage(worker("other", 20), collect(got))).toBe(1);
			expect(got).toMatchObject([{ kind: "final", event: { generationId: "gen_1" } }]);
		});

		it("gives what a handler could not commit to the same worker at once", async () => {
			const { log, worker } = open();
			await log.append(usage("gen_1"));
			await log.append(usage("gen_2"));
			const failing = drainUsage(worker("one"), async () => {
				throw new Error("not committed");
			});
			await expect(failing).rejects.toThrow("not committed");
			await log.append(usage("gen_3"));
			const got: UsageRecord[] = [];
			expect(await drainUsage(worker("one"), collect(got))).toBe(2);
			expect(await drainUsage(worker("one"), collect(got))).toBe(1);
			expect(got.map((one) => "event" in one && one.event.generationId)).toEqual(["gen_1", "gen_2", "gen_3"]);
			expect(await drainUsage(worker("one"), collect(got))).toBe(0);
		});

		it("hands over what it cannot read as poison, beside what it can", async () => {
			const { stream, log, worker } = open();
			await redis.command("XADD", stream, "*", "kind", "final", "event", '{"generationId":"gen_0"}');
			await redis.command("XADD", stream, "*", "something", "else");
			await log.append(usage("gen_1"));
			const got: UsageRecord[] = [];
			await drainUsage(worker("one"), collect(got));
			expect(got).toMatchObject([
				{ kind: "poison", said: "final", raw: '{"generationId":"gen_0"}', reason: "event.organisationId must be text" },
				{ kind: "poison", raw: '{"something":"else"}', reason: "kind undefined" },
				{ kind: "final", event: { generationId: "gen_1" } },
			]);
		});

		it("starts anew after Redis was wiped", async () => {
			const { stream, log, worker } = open();
			await log.append(usage("gen_1"));
			await drainUsage(worker("one"), collect([]));
			await redis.command("DEL", stream);
			await log.append(usage("gen_2"));
			const got: UsageRecord[] = [];
			await drainUsage(worker("one"), collect(got));
			expect(got).toMatchObject([{ event: { generationId: "gen_2" } }]);
		});
	});
}
