import { randomUUID } from "node:crypto";
import { nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import { connect } from "../connect.ts";
import { openTestBook, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { readUsageEvent, type UsageEventRow } from "./read-usage-event.ts";
import { makeUsageLog } from "./usage-log.ts";

const world = await openTestBook("usage log");
const { sql, log } = world;
afterAll(() => world.close());
const spender = await world.open(0n);
const event = (overrides: Parameters<typeof usageOf>[3] = {}) => usageOf(spender, randomUUID(), 5n, overrides);

async function stored(generationId: string) {
	const rows = await sql<UsageEventRow[]>`select * from usage_event where generation_id = ${generationId}`;
	expect(rows.length).toBeLessThanOrEqual(1);
	return rows[0] && readUsageEvent(rows[0]);
}

async function countStored(events: readonly { generationId: string }[]): Promise<number> {
	const ids = events.map((one) => one.generationId);
	const [row] = await sql<{ count: number }[]>`
		select count(*)::int as count from usage_event where generation_id = any (${ids}::uuid[])`;
	return row?.count ?? 0;
}

async function disconnectAll(applicationName: string): Promise<void> {
	await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${applicationName}`;
}

describe("an event", () => {
	it("reads back as it was written, money to the last nano-dollar", async () => {
		const written = event({
			holdNanoUsd: nanoUsd(9_007_199_254_740_993n),
			chargeNanoUsd: nanoUsd(9_007_199_254_740_993n),
			providerCostNanoUsd: nanoUsd(1n),
			usage: { input: 12, cache_read: 3, output: 0 },
			endUser: 'ünï "quoted" \\ 用户 🙂',
			estimated: true,
			attempts: [],
			memberId: "mem_1",
			tags: ["team:search", "a b"],
		});
		await log.append(written);
		expect(await stored(written.generationId)).toEqual(written);
	});

	it("keeps its first version when it comes again", async () => {
		const first = event();
		await log.append(first);
		await log.append({ ...first, chargeNanoUsd: nanoUsd(1n) });
		expect(await stored(first.generationId)).toEqual(first);
	});

	it("is stored without NULs and lone surrogates, which the database takes in no text", async () => {
		const hostile = event({
			endUser: "a\0b\ud800c",
			app: "\udfff",
			upstreamId: "\0",
			finishReason: "\ud800",
			model: "author/\0model",
			attempts: [{ endpointId: "e", provider: "p", outcome: "failed", status: null, failure: "reset\0", latencyMs: 1 }],
		});
		await log.append(hostile);
		expect(await stored(hostile.generationId)).toMatchObject({
			endUser: "ab\ufffdc",
			app: "\ufffd",
			upstreamId: "",
			model: "author/model",
			attempts: [{ failure: "reset" }],
		});
	});

	it("is not refused for a fraction of a millisecond", async () => {
		const precise = event({ ttftMs: 1.4, latencyMs: 99.5 });
		await log.append(precise);
		expect(await stored(precise.generationId)).toMatchObject({ ttftMs: 1, latencyMs: 100 });
	});

	it("with a clock that is years off is durable all the same", async () => {
		const early = event({ generationId: uuidv7(Date.UTC(1999, 0)) });
		const late = event({ generationId: uuidv7(Date.UTC(2199, 0)) });
		await Promise.all([log.append(early), log.append(late)]);
		expect(await countStored([early, late])).toBe(2);
		const places = await sql<{ place: string }[]>`select tableoid::regclass::text as place from usage_event
			where generation_id = any (${[early.generationId, late.generationId]}::uuid[])`;
		expect(new Set(places.map(({ place }) => place))).toEqual(new Set(["usage_event_elsewhere"]));
		const now = event();
		await log.append(now);
		const [month] = await sql<{ place: string }[]>`select tableoid::regclass::text as place from usage_event
			where generation_id = ${now.generationId}`;
		expect(month?.place).toBe(`usage_event_${new Date().toISOString().slice(0, 7).replace("-", "")}`);
	});
});

describe("months", () => {
	it("are made also where usage of a clock that ran ahead lies in them, and it moves there", async () => {
		const ahead = event({ generationId: uuidv7(Date.UTC(2098, 5, 15)) });
		await log.append(ahead);
		await Promise.all([1, 2, 3].map(() => sql`select ensure_usage_partitions('2098-05-31 23:00+00', 3)`));
		const places = await sql<{ place: string }[]>`select tableoid::regclass::text as place from usage_event
			where generation_id = ${ahead.generationId}`;
		expect(places).toEqual([{ place: "usage_event_209806" }]);
		await log.append(ahead);
		expect(await countStored([ahead])).toBe(1);
		const indexes = await sql`select indexname from pg_indexes where tablename = 'usage_event_209806'`;
		const [parent] = await sql<
			{ count: number }[]
		>`select count(*)::int as count from pg_indexes where tablename = 'usage_event'`;
		expect(indexes).toHaveLength(parent?.count ?? 0);
	});
});

describe("a group commit", () => {
	it("shares statements among many, and resolves each only when it is durable", async () => {
		const many = Array.from({ length: 1_000 }, () => event());
		let statements = 0;
		const counting = connect(world.url, { connections: 1 });
		const counted = new Proxy(counting, {
			get(target, name) {
				if (name === "unsafe") statements += 1;
				return Reflect.get(target, name);
			},
		});
		const grouped = makeUsageLog(counted, { patienceMs: 5_000 });
		await Promise.all(
			many.map(async (one, n) => {
				await grouped.append(one);
				if (n % 100 === 0) expect(await countStored([one])).toBe(1);
			}),
		);
		expect(await countStored(many)).toBe(1_000);
		expect(statements).toBeLessThan(12);
		await grouped.idle();
		await counting.end();
	});

	it("commits events in the order they came", async () => {
		const settled: number[] = [];
		const batch = Array.from({ length: 450 }, () => event());
		await Promise.all(batch.map((one, n) => log.append(one).then(() => settled.push(n))));
		expect(settled).toEqual([...settled].sort((left, right) => left - right));
	});

	it("refuses a record the database will not take, and no other", async () => {
		const poison = [event({ generationId: "no uuid" }), event({ admittedAt: Number.NaN }), event({ ttftMs: 1e12 })];
		const sound = Array.from({ length: 20 }, () => event());
		const all = [...sound.slice(0, 10), ...poison, ...sound.slice(10)];
		const outcomes = await Promise.allSettled(all.map((one) => log.append(one)));
		expect(outcomes.map(({ status }) => status)).toEqual(
			all.map((one) => (poison.includes(one) ? "rejected" : "fulfilled")),
		);
		expect(await countStored(sound)).toBe(20);
	});
});

describe("while the database is away", () => {
	it("events wait, and are stored once when it is back", async () => {
		const flaky = connect(world.url, { connections: 2, applicationName: "flaky" });
		const patient = makeUsageLog(flaky, { patienceMs: 5_000 });
		const all: ReturnType<typeof event>[] = [];
		const appends: Promise<void>[] = [];
		for (let round = 0; round < 10; round++) {
			const batch = Array.from({ length: 30 }, () => event());
			all.push(...batch);
			appends.push(...batch.map((one) => patient.append(one)));
			await new Promise((resolve) => setTimeout(resolve, 3));
			await disconnectAll("flaky");
		}
		await Promise.all(appends);
		expect(await countStored(all)).toBe(300);
		await flaky.end({ timeout: 1 });
	});

	it("no event waits longer than its patience, however many wait in front of it", async () => {
		const nowhere = connect("postgres://nobody@127.0.0.1:1/none", { connections: 1 });
		const impatient = makeUsageLog(nowhere, { patienceMs: 600 });
		const began = performance.now();
		const outcomes = await Promise.allSettled(Array.from({ length: 900 }, () => impatient.append(event())));
		expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
		expect(performance.now() - began).toBeLessThan(1_000);
		expect(performance.now() - began).toBeGreaterThan(300);
		await nowhere.end({ timeout: 0 });
	});

	it("a statement that hangs is refused in time, and stored once when it is sent again", async () => {
		const two = connect(world.url, { connections: 2, applicationName: "hanging" });
		const impatient = makeUsageLog(two, { patienceMs: 300 });
		const patient = makeUsageLog(two, { patienceMs: 10_000 });
		const [refused, resent] = [event(), event()];
		let resending: Promise<void> | undefined;
		await sql.begin(async (tx) => {
			await tx`lock table usage_event in share mode`;
			await expect(impatient.append(refused)).rejects.toMatchObject({ code: "COMMIT_TIMEOUT" });
			resending = patient.append(resent);
			await new Promise((resolve) => setTimeout(resolve, 2_300));
		});
		await resending;
		expect(await countStored([resent])).toBe(1);
		await impatient.append(refused);
		expect(await countStored([refused])).toBe(1);
		await two.end({ timeout: 1 });
	});
});

describe("checkpoints", () => {
	const checkpointed = async (generationId: string) =>
		sql<{ charge: string }[]>`select event ->> 'charge_nano_usd' as charge from usage_checkpoint
			where generation_id = ${generationId}`;

	it("replace each other, and the final record replaces them", async () => {
		const stream = event();
		await log.checkpoint({ ...stream, chargeNanoUsd: nanoUsd(1n) });
		await log.checkpoint({ ...stream, chargeNanoUsd: nanoUsd(2n) });
		expect(await checkpointed(stream.generationId)).toEqual([{ charge: "2" }]);
		expect(await stored(stream.generationId)).toBeUndefined();
		await log.append(stream);
		expect(await checkpointed(stream.generationId)).toEqual([]);
	});

	it("stay when the final record could not be stored", async () => {
		const stream = event();
		await log.checkpoint(stream);
		await expect(log.append({ ...stream, ttftMs: 1e12 })).rejects.toThrow();
		expect(await checkpointed(stream.generationId)).toHaveLength(1);
		await log.append(stream);
		expect(await checkpointed(stream.generationId)).toEqual([]);
	});

	it("of hostile strings are stored, too", async () => {
		const stream = event({ endUser: "\0\ud800" });
		await log.checkpoint(stream);
		expect(await checkpointed(stream.generationId)).toHaveLength(1);
	});
});
