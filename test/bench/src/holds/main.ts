/**
 * How long it takes to set money aside. Arguments: a migrated database's URL, and a Redis' URL or nothing. Prints one
 * `HoldLatency` as JSON. A process of its own, on the target's core.
 */
import { connect, makeAllowanceBook } from "@turnpike/db";
import { type Allowances, MemoryAllowances, type Spender } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { connectIoredis, RedisAllowances } from "@turnpike/redis";
import { addKey, ids, openAccount } from "../books/open-account.ts";
import { Histogram, type Percentiles } from "../load/histogram.ts";
import type { HolderLatency, HoldLatency } from "./hold-latency.ts";

/** What a call of a small model sets aside, and costs. */
const HOLD = nanoUsd(2_000_000n);
const CHARGE = nanoUsd(300_000n);
const FIRST_HOLDS = 100;
const WARM_MS = 1_000;
const MEASURED_MS = 2_000;

const [databaseUrl = "", redisUrl = ""] = process.argv.slice(2);
const sql = connect(databaseUrl, { connections: 4 });
const common = {
	book: makeAllowanceBook(sql),
	newId: ids.uuid,
	sleep: (ms: number) => Bun.sleep(ms),
	onTrouble: (what: string, error: unknown) => console.error(what, error),
};
const monotonic = () => performance.now();

const memory = new MemoryAllowances({ ...common, instance: "", clock: { now: () => Date.now(), monotonic } });
const found: HoldLatency = { memory: await measureHolder(memory), redis: await measureRedis() };
console.log(JSON.stringify(found));
await sql.end({ timeout: 5 });
process.exit(0);

async function measureRedis(): Promise<HolderLatency | undefined> {
	if (redisUrl === "") return undefined;
	const redis = connectIoredis({ url: redisUrl, onError: (error) => console.error(error) });
	const latency = await measureHolder(new RedisAllowances({ ...common, redis, monotonic }));
	await redis.close();
	return latency;
}

/** One call after the other, ticking as a server does: those that find a block at hand, and the first of a key, which asks the book. */
async function measureHolder(allowances: Allowances & { tick(): Promise<void> }): Promise<HolderLatency> {
	const ticking = setInterval(() => void allowances.tick(), 200);
	const account = await openAccount(sql);
	await holdFor(WARM_MS, allowances, account);
	const warm = await holdFor(MEASURED_MS, allowances, account);
	const first = new Histogram();
	for (let n = 0; n < FIRST_HOLDS; n++) await holdOnce(allowances, await addKey(sql, account), first);
	clearInterval(ticking);
	await allowances.close();
	return { warm, first: first.percentiles() };
}

async function holdFor(ms: number, allowances: Allowances, spender: Spender): Promise<Percentiles> {
	const times = new Histogram();
	for (const end = performance.now() + ms; performance.now() < end; ) {
		await holdOnce(allowances, spender, times);
		// What a server would be doing beside: grants asked for ahead of need, timers.
		if (times.count % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
	}
	return times.percentiles();
}

/** Awaits only what is a promise, as the API does; the settling is not timed. */
async function holdOnce(allowances: Allowances, { accountId, keyId }: Spender, times: Histogram): Promise<void> {
	const began = Bun.nanoseconds();
	const holding = allowances.hold({ accountId, keyId }, HOLD);
	const outcome = holding instanceof Promise ? await holding : holding;
	times.record(Bun.nanoseconds() - began);
	if ("refused" in outcome) throw new Error(`a hold was refused: ${outcome.refused.reason}`);
	await allowances.settle(outcome.held, CHARGE);
}
