import { randomUUID } from "node:crypto";
import type { Hold, HoldOutcome } from "@turnpike/ledger";
import { MemoryBook } from "@turnpike/ledger/contract";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import { connectIoredis } from "../client/ioredis-client.ts";
import type { RedisClient } from "../client/redis-client.ts";
import { connectTestClients } from "../testing/clients.ts";
import { FAST, openAllowances, sleep } from "../testing/open-allowances.ts";
import { startTestRedis } from "../testing/redis-server.ts";
import type { RedisAllowances } from "./redis-allowances.ts";
import type { Timings } from "./timings.ts";

const clients = connectTestClients();
afterAll(() => Promise.all(clients.map(({ redis }) => redis.close())));

const CENT = 10_000_000n;
const spender = { accountId: "acc", keyId: "key" };

function heldOf(outcome: HoldOutcome): Hold {
	if ("refused" in outcome) throw new Error(`refused: ${outcome.refused.reason}`);
	return outcome.held;
}

function cents(count: bigint): NanoUsd {
	return nanoUsd(count * CENT);
}

async function ticking(holders: readonly RedisAllowances[], ms: number): Promise<void> {
	const until = performance.now() + ms;
	while (performance.now() < until) {
		await Promise.all(holders.map((holder) => holder.tick()));
		await sleep(10);
	}
}

/** A Redis prefix and a book, and processes that share them. */
function openPlace(redis: RedisClient, depositCents = 100n) {
	const prefix = `{${randomUUID()}}:`;
	const book = new MemoryBook({ now: () => Date.now(), leaseMs: 1200 });
	book.deposit("acc", depositCents * CENT);
	const troubles: string[] = [];
	const process = (timings: Partial<Timings> = {}) =>
		openAllowances(redis, book, prefix, timings, (what) => troubles.push(what));
	const wipe = async () => {
		const keys = await redis.command("KEYS", `${prefix}*`);
		if (Array.isArray(keys) && keys.length > 0) await redis.command("DEL", ...keys.map(String));
	};
	return { prefix, book, troubles, process, wipe };
}

for (const { name, redis } of clients) {
	describe(`processes that share a Redis by ${name}`, () => {
		it("are one holder with one block per key, and ask the book once for a burst of all of them", async () => {
			const { book, process } = openPlace(redis, 10_000n);
			const processes = [process(), process(), process(), process()];
			const calls = Array.from({ length: 4 }, (_, n) => processes[n]?.hold(spender, cents(1n)));
			const outcomes = await Promise.all(calls);
			const allowances = new Set(outcomes.map((outcome) => outcome && heldOf(outcome).allowanceId));
			expect(allowances.size).toBe(1);
			expect(book.liveHolders()).toHaveLength(1);
			expect(book.grants).toBe(1);
		});

		it("admit together exactly what the balance can pay", async () => {
			const { process } = openPlace(redis, 5n);
			const processes = [process(), process(), process()];
			const calls = Array.from({ length: 60 }, (_, n) => processes[n % 3]?.hold(spender, cents(1n)));
			const outcomes = await Promise.all(calls);
			expect(outcomes.filter((outcome) => outcome && "held" in outcome)).toHaveLength(5);
		});

		it("keep the blocks when one of them closes; the last one gives them back", async () => {
			const { book, process } = openPlace(redis);
			const [one, two] = [process(), process()];
			const hold = heldOf(await one.hold(spender, cents(2n)));
			await ticking([one, two], 50);
			await one.settle(hold, cents(2n));
			await one.close();
			expect(book.openAllowances("acc")).toBe(1);
			await two.close();
			expect(book.openAllowances("acc")).toBe(0);
			expect(book.reserved("acc")).toBe(2n * CENT);
			expect(book.liveHolders()).toEqual([]);
		});
	});

	describe(`loss of a process, by ${name}`, () => {
		it("counts what it held as spent, until billing has posted the truth and returned the rest", async () => {
			const { book, troubles, process } = openPlace(redis);
			const lost = process({ holdTtlMs: 100 });
			const hold = heldOf(await lost.hold(spender, cents(30n)));
			const survivor = process();
			await ticking([survivor], 150 + FAST.idleMs + 100);
			expect(troubles).toContain("expiring a hold");
			expect(book.openAllowances("acc")).toBe(0);
			expect(book.reserved("acc")).toBe(30n * CENT);
			book.post(hold.allowanceId, 12n * CENT);
			book.settleRemainder(hold.allowanceId);
			expect(book.available("acc")).toBe(88n * CENT);
		});

		it("reports an end that comes after the hold expired, and applies nothing", async () => {
			const { book, troubles, process } = openPlace(redis);
			const slow = process({ holdTtlMs: 50 });
			const hold = heldOf(await slow.hold(spender, cents(30n)));
			await ticking([slow], 120);
			await slow.settle(hold, cents(1n));
			expect(troubles).toContain("ending a hold");
			await slow.close();
			expect(book.reserved("acc")).toBe(30n * CENT);
		});

		it("leaves a grant that was on its way to whoever comes next", async () => {
			const { book, process } = openPlace(redis, 3n);
			book.grantAnswersToLose = 1;
			const dead = process();
			expect(await dead.hold(spender, cents(3n))).toHaveProperty("refused");
			const survivor = process();
			heldOf(await survivor.hold(spender, cents(3n)));
		});

		it("in the middle of a grant leaves its credit to be found and given back when another asks", async () => {
			const { book, process } = openPlace(redis);
			const grant = book.grant.bind(book);
			book.grant = async (request) => {
				await grant(request);
				return new Promise(() => {});
			};
			void process({ grantMs: 60 }).hold(spender, cents(30n));
			while (book.reserved("acc") < 30n * CENT) await sleep(5);
			book.grant = grant;
			const survivor = process({ grantMs: 60 });
			const other = openAllowances(redis, book, undefined, { recallPatienceMs: 5_000 });
			const asked = other.hold(spender, cents(100n));
			await ticking([survivor, other], 200);
			heldOf(await asked);
		});

		it("leaves a close half done to be finished, whichever half", async () => {
			const { book, process, prefix } = openPlace(redis);
			const dead = process();
			await dead.settle(heldOf(await dead.hold(spender, cents(10n))), cents(4n));
			book.reachable = false;
			await sleep(FAST.idleMs + 20);
			await dead.tick();
			const marked = await redis.command("ZRANGE", `${prefix}blocks`, "0", "-1");
			const [allowanceId = ""] = Array.isArray(marked) ? marked.map(String) : [];
			expect(await redis.command("HGET", `${prefix}block:${allowanceId}`, "state")).toBe("closing");

			book.reachable = true;
			await book.closeAllowance(allowanceId, cents(4n));
			const survivor = process();
			await ticking([survivor], FAST.sweepEveryMs * 4);
			expect(await redis.command("EXISTS", `${prefix}block:${allowanceId}`)).toBe(0);
			expect(book.reserved("acc")).toBe(4n * CENT);
		});

		it("leaves a return half done to be finished at the next recall", async () => {
			const { book, process } = openPlace(redis);
			const dead = process();
			const busy = heldOf(await dead.hold(spender, cents(5n)));
			await dead.release(heldOf(await dead.hold(spender, cents(50n))));
			const giveBack = book.giveBack.bind(book);
			book.giveBack = async () => {
				throw new Error("killed here");
			};
			await book.requestRecall("acc");
			await ticking([dead], 40);
			book.giveBack = giveBack;
			await book.requestRecall("acc");
			const survivor = process();
			await ticking([survivor], 40);
			expect(book.reserved("acc")).toBe(5n * CENT);
			await survivor.tick();
			await dead.settle(busy, cents(5n));
		});
	});

	describe(`loss of Redis, by ${name}`, () => {
		it("creates no credit: a wiped Redis is a new holder, and the old one's blocks stay reserved until reaped", async () => {
			const { book, troubles, process, wipe } = openPlace(redis, 10n);
			const one = process();
			const hold = heldOf(await one.hold(spender, cents(6n)));
			const [before = ""] = book.liveHolders();
			await wipe();
			heldOf(await one.hold(spender, cents(4n)));
			expect(await one.hold(spender, cents(1n))).toMatchObject({ refused: { reason: "insufficient_credits" } });
			await one.settle(hold, cents(6n));
			expect(troubles).toContain("ending a hold");
			expect(book.liveHolders()).toHaveLength(2);
			book.post(hold.allowanceId, 6n * CENT);
			book.reap(before);
			expect(book.available("acc")).toBe(0n);
			expect(book.house).toBe(0n);
		});

		it("leaves nothing reserved for good, wiped again and again under load", async () => {
			const { book, process, wipe } = openPlace(redis, 100n);
			const processes = [process(), process()];
			const charges: { allowanceId: string; charge: bigint }[] = [];
			for (let round = 0; round < 6; round++) {
				const outcomes = await Promise.all(
					Array.from({ length: 8 }, (_, n) => processes[n % 2]?.hold({ ...spender, keyId: `key_${n % 3}` }, cents(1n))),
				);
				await wipe();
				for (const [n, outcome] of outcomes.entries()) {
					if (!outcome || "refused" in outcome) continue;
					charges.push({ allowanceId: outcome.held.allowanceId, charge: CENT });
					await processes[n % 2]?.settle(outcome.held, cents(1n));
				}
				book.assertBooks();
			}
			expect(charges.length).toBeGreaterThan(0);
			for (const one of processes) await one.close();
			for (const { allowanceId, charge } of charges) book.post(allowanceId, charge);
			for (const holderId of book.liveHolders()) book.reap(holderId);
			expect(book.house).toBe(0n);
			expect(book.reserved("acc")).toBe(0n);
			expect(book.available("acc")).toBe(100n * CENT - BigInt(charges.length) * CENT);
		});
	});
}

describe.skipIf(clients.length === 0)("a Redis that goes away", () => {
	it("refuses holds as unavailable, ends what was charged meanwhile when it is back", async ({ skip }) => {
		const server = await startTestRedis(undefined);
		if (!server) return skip("needs a redis-server of its own");
		const redis = connectIoredis({ url: server.url, onError: () => {}, timeoutMs: 300 });
		const { book, process, troubles } = openPlace(redis);
		const one = process({ idleMs: 60_000 });
		const hold = heldOf(await one.hold(spender, cents(10n)));
		await redis.command("CLIENT", "PAUSE", "400", "ALL");
		expect(await one.hold(spender, cents(1n))).toEqual({ refused: { reason: "unavailable" } });
		await one.settle(hold, cents(4n));
		expect(troubles).toContain("holding");
		await sleep(300);
		await ticking([one], 50);
		await one.close();
		expect(book.reserved("acc")).toBe(4n * CENT);
		await server.stop();
		expect(await one.hold(spender, cents(1n))).toEqual({ refused: { reason: "unavailable" } });
		await redis.close();
	});
});
