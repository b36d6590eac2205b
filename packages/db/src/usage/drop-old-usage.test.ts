import { randomUUID } from "node:crypto";
import { nanoUsd } from "@turnpike/money";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeCallBudgets } from "../budgets/call-budgets.ts";
import { setBudget } from "../budgets/set-budget.ts";
import { readBalance } from "../ledger/read-balance.ts";
import { inSnapshot } from "../reports/audit.ts";
import { checkBooks } from "../reports/check-books.ts";
import { openTestBook, postAll, type TestBook, type TestSpender, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { dropOldUsage } from "./drop-old-usage.ts";
import { retryParked } from "./parked.ts";
import { rollUpPending } from "./roll-up-pending.ts";

const NOW = new Date();
/** Noon of a day of a month that began so many months before this one. */
const day = (ago: number, date: number) => Date.UTC(NOW.getUTCFullYear(), NOW.getUTCMonth() - ago, date, 12);
const tableOf = (ago: number) => `usage_event_${new Date(day(ago, 1)).toISOString().slice(0, 7).replace("-", "")}`;
/** Those that are to go where two full months are kept. */
const OLD = [5, 4, 3].map(tableOf);

let world: TestBook;
let spender: TestSpender;
let allowanceId: string;
beforeEach(async () => {
	world = await openTestBook("retention");
	await world.sql`select ensure_usage_partitions(${new Date(day(5, 1))}, 6)`;
	spender = await world.open(1_000_000_000n);
	const holderId = randomUUID();
	await world.book.register({ holderId, kind: "memory", instance: "" });
	allowanceId = uuidv7();
	const amount = nanoUsd(900_000_000n);
	const grant = { holderId, allowanceId, spender, grantedBefore: nanoUsd(0n), atLeast: amount, wanted: amount };
	await world.book.grant(grant);
	await world.sql`update allowance set opened_at = ${new Date(day(5, 1))}`;
});
afterEach(async () => {
	const { parked: _parked, unposted: _unposted, ...mistakes } = await inSnapshot(world.sql, checkBooks);
	await world.close();
	expect(mistakes).toEqual(Object.fromEntries(Object.keys(mistakes).map((name) => [name, 0])));
});

/** Usage of an instant: its id, its admission, and when it was posted. */
async function use(at: number, overrides: Partial<Parameters<typeof usageOf>[3]> = {}) {
	const event = usageOf(spender, allowanceId, 100n, { generationId: uuidv7(at), admittedAt: at, ...overrides });
	await world.log.append(event);
	return event;
}

async function settle(): Promise<void> {
	await postAll(world.sql, spender.accountId);
	while ((await rollUpPending(world.sql)) > 0);
}

async function stored(): Promise<number> {
	const [row] = await world.sql<{ count: number }[]>`select count(*)::int as count from usage_event`;
	return row?.count ?? 0;
}

const dropped = (keep = 2) => dropOldUsage(world.sql, keep, NOW.getTime());

describe("old usage", () => {
	it("goes by whole months; debits, rollups and what it came to stay", async () => {
		for (const ago of [5, 4, 3, 2, 1, 0]) for (const date of [1, 14, 27]) await use(day(ago, date));
		await settle();
		const before = await readBalance(world.sql, spender.organisationId);
		expect(await dropped()).toEqual({ dropped: OLD, waiting: [], busy: [] });
		expect(await stored()).toBe(9);
		expect(await readBalance(world.sql, spender.organisationId)).toEqual({ ...before, asOf: expect.any(Number) });
		const [hours] =
			await world.sql`select sum(generations)::int as generations, sum(charge_nano_usd)::int as charge from usage_hourly`;
		expect(hours).toEqual({ generations: 18, charge: 1_800 });
		const totals =
			await world.sql`select partition_name, generations::int as generations, posted_nano_usd::int as posted
			from usage_dropped order by 1`;
		expect(totals).toEqual(OLD.map((partition_name) => ({ partition_name, generations: 3, posted: 300 })));
		expect(await dropped()).toEqual({ dropped: [], waiting: [], busy: [] });
	});

	it("is kept for two full months at least", async () => {
		await expect(dropped(1)).rejects.toThrow(RangeError);
		expect(await dropped(60)).toEqual({ dropped: [], waiting: [], busy: [] });
	});

	it("stays while some of its month waits to be posted, or is not rolled up, and may still be written", async () => {
		await use(day(5, 5));
		expect(await dropped()).toMatchObject({ dropped: OLD.slice(1), waiting: [tableOf(5)] });
		await use(day(5, 6));
		await postAll(world.sql, spender.accountId);
		expect(await dropped()).toMatchObject({ dropped: [], waiting: [tableOf(5)] });
		await settle();
		expect(await dropped()).toMatchObject({ dropped: [tableOf(5)], waiting: [] });
	});

	it("stays while some of its month is parked", async () => {
		const poison = await use(day(5, 5), { usage: {} });
		await settle();
		expect(await dropped()).toMatchObject({ waiting: [tableOf(5)] });
		await world.sql`update usage_event set usage = ${world.sql.json({ input: 100 })} where generation_id = ${poison.generationId}`;
		await retryParked(world.sql, poison.generationId);
		await settle();
		expect(await dropped()).toMatchObject({ dropped: [tableOf(5)] });
	});

	it("that comes again after its month was dropped is refused, and so not billed twice", async () => {
		const event = await use(day(5, 5));
		await settle();
		await dropped();
		await expect(world.log.append(event)).rejects.toThrow("usage_not_dropped");
		// A clock that is off by more than that still loses nothing.
		await use(Date.UTC(1999, 0, 1));
		await use(Date.UTC(2039, 0, 1));
		await settle();
		expect(await stored()).toBe(2);
	});

	it("posted with that of later months leaves the books provable", async () => {
		await use(day(5, 5));
		await use(day(0, 1));
		await settle();
		expect(await dropped()).toMatchObject({ dropped: OLD });
		const [late] = await world.sql<{ ids: string[] }[]>`select late_transaction_ids as ids from usage_dropped
			where partition_name = ${tableOf(5)}`;
		expect(late?.ids).toHaveLength(1);
	});

	it("of end users with budgets stays counted in these", async () => {
		const { organisationId } = spender;
		const terms = {
			scopeId: "ann",
			reset: "none",
			limitNanoUsd: nanoUsd(1_000n),
			soft: false,
			thresholds: [],
		} as const;
		await setBudget(world.sql, { organisationId, scope: "end_user", ...terms }, "test");
		const generationId = uuidv7(day(5, 5));
		const call = { generationId, organisationId, endUser: "ann", tags: [] };
		await makeCallBudgets(world.sql).hold(call, allowanceId, nanoUsd(100n));
		await use(day(5, 5), { generationId, endUser: "ann" });
		await settle();
		expect(await dropped()).toMatchObject({ dropped: OLD });
		const windows =
			await world.sql`select spent_nano_usd::int as spent, carried_nano_usd::int as carried from budget_window`;
		expect(windows).toEqual([{ spent: 100, carried: 100 }]);
	});

	it("waits for who reads it, a little at a time, and goes on where it was interrupted", async () => {
		await use(day(5, 5));
		await settle();
		let release: () => void = () => {};
		const reading = world.sql.begin(async (tx) => {
			await tx`select count(*) from usage_event`;
			await new Promise<void>((resolve) => {
				release = resolve;
			});
		});
		while (
			(
				await world.sql`select 1 from pg_locks where relation = 'usage_event'::regclass and mode = 'AccessShareLock' and granted`
			).length === 0
		);
		const dropping = dropped();
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		// Nobody who writes waits behind it for long.
		await use(day(0, 1));
		release();
		await reading;
		expect(await dropping).toMatchObject({ dropped: OLD });
		await settle();
	});
});
