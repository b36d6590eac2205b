import { randomUUID } from "node:crypto";
import type { GrantOutcome, GrantRequest, HolderIdentity, HoldOutcome } from "@turnpike/ledger";
import { MemoryBook } from "@turnpike/ledger/contract";
import { nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import type { RedisClient } from "../client/redis-client.ts";
import { connectTestClients } from "../testing/clients.ts";
import { FAST, sleep } from "../testing/open-allowances.ts";
import type { OpenRequests } from "./funding.ts";
import { RedisAllowances } from "./redis-allowances.ts";
import type { Timings } from "./timings.ts";

const clients = connectTestClients();
afterAll(() => Promise.all(clients.map(({ redis }) => redis.close())));

if (clients.length === 0) it.skip("needs a Redis: set TEST_REDIS_URL or install redis-server", () => {});

const CENT = nanoUsd(10_000_000n);
const spender = { accountId: "acc", keyId: "key" };

/** A book that lets something happen before it answers. */
class SlowBook extends MemoryBook {
	beforeRegister: () => void | Promise<void> = () => {};
	beforeGrant: () => void | Promise<void> = () => {};

	override async register(holder: HolderIdentity): Promise<number> {
		await this.beforeRegister();
		return super.register(holder);
	}

	override async grant(request: GrantRequest): Promise<GrantOutcome> {
		await this.beforeGrant();
		return super.grant(request);
	}
}

for (const { name, redis } of clients) {
	/** Calls that each have a holder of their own, as on the edge, and share what they ask for; and a clock that is moved by hand. */
	function openEdge(depositCents: bigint, timings: Partial<Timings>) {
		const clock = { ms: 0 };
		const book = new SlowBook({ now: () => Date.now(), leaseMs: 30_000 });
		book.deposit(spender.accountId, depositCents * CENT);
		const requests: OpenRequests = new Map();
		const options = { book, requests, newId: randomUUID, sleep, prefix: `{${randomUUID()}}:` };
		const call = (client: RedisClient = redis) =>
			new RedisAllowances({
				...options,
				redis: client,
				monotonic: () => clock.ms,
				onTrouble: () => {},
				timings: { ...FAST, renewEveryMs: 5_000, ...timings },
			}).hold(spender, CENT);
		return { book, clock, requests, call };
	}

	describe(`calls that ask for credit together by ${name}`, () => {
		it("wait longer than their patience while others are granted theirs: nobody is unavailable", async () => {
			const { book, clock, call } = openEdge(21n, { patienceMs: 1_000 });
			// The lease is there before.
			expect(await call()).toMatchObject({ held: {} });
			book.beforeGrant = () => {
				clock.ms += 100;
			};
			const outcomes = await Promise.all(Array.from({ length: 40 }, () => call()));
			expect(clock.ms).toBeGreaterThan(1_200);
			expect(outcomes.filter((outcome) => "held" in outcome)).toHaveLength(20);
			expect(reasonsOf(outcomes)).toEqual(Array(20).fill("insufficient_credits"));
		});

		it("do not wait for ever for others to be granted theirs", async () => {
			const { book, clock, call } = openEdge(20n, { patienceMs: 500, longestMs: 1_000 });
			book.beforeGrant = () => {
				clock.ms += 100;
			};
			const outcomes = await Promise.all(Array.from({ length: 40 }, () => call()));
			expect(new Set(reasonsOf(outcomes))).toEqual(new Set(["unavailable"]));
			expect(outcomes.filter((outcome) => "held" in outcome).length).toBeGreaterThan(0);
		});

		it("wait for a lease that another of them is slow to get", async () => {
			const { book, clock, call } = openEdge(20n, {});
			const registering = Promise.withResolvers<void>();
			const registered = Promise.withResolvers<void>();
			book.beforeRegister = () => {
				registering.resolve();
				return registered.promise;
			};
			const first = call();
			await registering.promise;
			const second = call();
			for (let step = 0; step < 3; step++) {
				await sleep(50);
				clock.ms += 2_500;
			}
			registered.resolve();
			expect(reasonsOf(await Promise.all([first, second]))).toEqual([]);
		});

		it("ask anew when the one that asked is gone, and it is forgotten", async () => {
			const { book, requests, call } = openEdge(20n, { grantMs: 100 });
			const asking = Promise.withResolvers<void>();
			book.beforeGrant = () => {
				book.beforeGrant = () => {};
				asking.resolve();
				return new Promise(() => {});
			};
			void call();
			await asking.promise;
			const outcomes = await Promise.all([call(), call(), call()]);
			expect(reasonsOf(outcomes)).toEqual([]);
			expect(requests.size).toBe(0);
		});

		it("are granted theirs though the one that asked lost its own way to Redis", async () => {
			const { book, call } = openEdge(20n, { grantMs: 100 });
			let cut = false;
			const cuttable: RedisClient = {
				keyLockingHeader: redis.keyLockingHeader,
				command: (...parts) => (cut ? Promise.reject(new Error("the connection broke")) : redis.command(...parts)),
				close: () => Promise.resolve(),
			};
			const asking = Promise.withResolvers<void>();
			const answering = Promise.withResolvers<void>();
			book.beforeGrant = () => {
				book.beforeGrant = () => {};
				asking.resolve();
				return answering.promise;
			};
			const first = call(cuttable);
			await asking.promise;
			const others = [call(), call()];
			// Until they have found that somebody asks already.
			await sleep(20);
			cut = true;
			answering.resolve();
			expect(await first).toEqual({ refused: { reason: "unavailable" } });
			expect(reasonsOf(await Promise.all(others))).toEqual([]);
		});
	});
}

function reasonsOf(outcomes: readonly HoldOutcome[]): string[] {
	return outcomes.flatMap((outcome) => ("refused" in outcome ? [outcome.refused.reason] : []));
}
