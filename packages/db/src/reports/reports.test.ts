import { randomUUID } from "node:crypto";
import { nanoUsd } from "@turnpike/money";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCallBudgets } from "../budgets/call-budgets.ts";
import { setBudget } from "../budgets/set-budget.ts";
import type { Queries } from "../connect.ts";
import { readBalance } from "../ledger/read-balance.ts";
import { openTestBook, postAll, type TestSpender, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { rollUpPending } from "../usage/roll-up-pending.ts";
import { inSnapshot } from "./audit.ts";
import { type BookChecks, checkBooks } from "./check-books.ts";
import { checkPayments, type PaymentChecks } from "./check-payments.ts";
import { findGeneration } from "./find-generation.ts";
import { readActivity } from "./read-activity.ts";
import { readKeySpend } from "./read-key-spend.ts";

const CENT = 10_000_000n;
const DAY_MS = 86_400_000;
const world = await openTestBook("reports");
const { sql, book, log } = world;
afterAll(() => world.close());

const keys: TestSpender[] = [];
const posted: ReturnType<typeof usageOf>[] = [];
const now = Date.now();

/** Two keys' usage over two months, posted in several batches, and some that waits. */
beforeAll(async () => {
	const first = await world.open(1_000n * CENT);
	keys.push(first, await world.addKey(first, { limit: 500n * CENT, reset: "daily" }));
	const stranger = await world.open(1_000n * CENT);
	for (const spender of [...keys, stranger]) {
		const holderId = randomUUID();
		await book.register({ holderId, kind: "memory", instance: "" });
		const allowanceId = uuidv7();
		const amounts = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(400n * CENT), wanted: nanoUsd(0n) };
		await book.grant({ holderId, allowanceId, spender, ...amounts });
		for (let batch = 0; batch < 4; batch++) {
			const events = Array.from({ length: 25 }, (_, n) =>
				usageOf(spender, allowanceId, BigInt(1 + ((batch * 31 + n * 7_919) % 1_000_000)), {
					admittedAt: now - ((batch * 25 + n) * 60 * DAY_MS) / 100,
					model: `author/model-${n % 3}`,
					provider: n % 2 ? "one" : "two",
				}),
			);
			await Promise.all(events.map((event) => log.append(event)));
			await postAll(sql, spender.accountId);
			if (spender !== stranger) posted.push(...events);
		}
		if (spender === stranger) await postNamedCall(spender, allowanceId);
	}
	const [spender] = keys;
	if (!spender) throw new Error("no key");
	const [allowance] = await sql<{ id: string }[]>`select id from allowance where key_id = ${spender.keyId}`;
	await log.append(usageOf(spender, allowance?.id ?? "", 777n));
	while ((await rollUpPending(sql)) > 0);
});

/** A call of an end user that has a budget. */
async function postNamedCall(spender: TestSpender, allowanceId: string): Promise<void> {
	const { organisationId, accountId } = spender;
	const budget = { organisationId, scope: "end_user", scopeId: "ann", reset: "monthly" } as const;
	await setBudget(sql, { ...budget, limitNanoUsd: nanoUsd(CENT), soft: false, thresholds: [] }, "test");
	const generationId = uuidv7();
	const call = { generationId, organisationId, endUser: "ann", tags: [] };
	expect(await makeCallBudgets(sql).hold(call, allowanceId, nanoUsd(500n))).toEqual({ held: true });
	await log.append(usageOf(spender, allowanceId, 400n, { generationId, endUser: "ann" }));
	await postAll(sql, accountId);
}

const organisationId = () => keys[0]?.organisationId ?? "";
const sum = (events: typeof posted) => events.reduce((total, event) => total + event.chargeNanoUsd, 0n);

describe("activity", () => {
	const ask = (query: Partial<Parameters<typeof readActivity>[1]> = {}) =>
		readActivity(sql, {
			organisationId: organisationId(),
			by: ["key"],
			from: now - 70 * DAY_MS,
			to: now + DAY_MS,
			...query,
		});

	it.each([["key"], ["model"], ["provider"], ["project"], ["day"], ["hour"], ["key", "model", "day"]] as const)(
		"by %s and its like sums to the ledger, to the nano-dollar",
		async (...by) => {
			const { rows } = await ask({ by });
			expect(rows.reduce((total, row) => total + row.charge, 0n)).toBe(sum(posted));
			expect(rows.reduce((total, row) => total + row.generations, 0)).toBe(200);
			const balance = await readBalance(sql, organisationId());
			expect(balance?.posted).toBe(sum(posted));
		},
	);

	it("groups as an independent sum does", async () => {
		const { rows } = await ask({ by: ["model", "day"] });
		const expected = Map.groupBy(
			posted,
			(event) => `${event.model} ${new Date(event.admittedAt).toISOString().slice(0, 10)}`,
		);
		expect(rows).toHaveLength(expected.size);
		for (const { group, ...row } of rows) {
			const events = expected.get(`${group.model} ${group.day}`) ?? [];
			expect(row).toMatchObject({
				generations: events.length,
				charge: sum(events),
				promptTokens: Number(sum(events)),
				providerCost: events.reduce((total, event) => total + event.providerCostNanoUsd, 0n),
			});
		}
	});

	it("is of one key where asked, and of whole hours in between", async () => {
		const keyId = keys[1]?.keyId ?? "";
		const from = now - 20 * DAY_MS;
		const { rows, unposted } = await ask({ keyId, from });
		const inPeriod = posted.filter((event) => event.keyId === keyId && event.admittedAt >= from - (from % 3_600_000));
		expect(rows.map((row) => row.charge)).toEqual([sum(inPeriod)]);
		expect(unposted).toEqual({ generations: 0, charge: 0n });
	});

	it("says what is durable and not posted yet, and as of when", async () => {
		const { unposted, asOf } = await ask();
		expect(unposted).toEqual({ generations: 1, charge: 777n });
		expect(Math.abs(asOf - Date.now())).toBeLessThan(60_000);
	});

	it("of nobody is empty", async () => {
		expect(await ask({ organisationId: "nobody" })).toMatchObject({ rows: [], unposted: { generations: 0 } });
	});
});

describe("a key's spend", () => {
	it("is what was posted and what waits, by UTC day, week and month", async () => {
		const [key] = keys;
		const spend = await readKeySpend(sql, key?.keyId ?? "", key?.accountId ?? "");
		const mine = posted.filter((event) => event.keyId === key?.keyId);
		const date = new Date(now);
		const today = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
		const monday = today - ((date.getUTCDay() + 6) % 7) * DAY_MS;
		const since = (start: number) => sum(mine.filter((event) => event.admittedAt >= start)) + 777n;
		expect(spend).toEqual({
			total: sum(mine) + 777n,
			today: since(today),
			week: since(monday),
			month: since(Date.UTC(date.getUTCFullYear(), date.getUTCMonth())),
			inWindow: undefined,
			generations: mine.length + 1,
		});
	});

	it("says what its own budget's window has", async () => {
		const key = keys[1];
		const spend = await readKeySpend(sql, key?.keyId ?? "", key?.accountId ?? "");
		expect(spend.inWindow).toBe(sum(posted.filter((event) => event.keyId === key?.keyId)));
	});
});

describe("a generation", () => {
	it("is found with its debit by its own organisation, and by no other", async () => {
		const [event] = posted;
		const found = await findGeneration(sql, organisationId(), event?.generationId ?? "");
		expect(found).toMatchObject({ event, posted: event?.chargeNanoUsd, transactionId: expect.any(String) });
		expect(await findGeneration(sql, "another", event?.generationId ?? "")).toBeUndefined();
	});
});

/** A gift of three nano-USD, as the ledger has it. */
const GIFT = `
	with t as (insert into ledger_transaction (id, kind, source) values (new_uuid(), 'grant', 'gift') returning id),
		e as (insert into entry (transaction_id, account_id, amount_nano_usd) select id, 'house:promotions', -3 from t)
	insert into promotion (id, account_id, amount_nano_usd, left_nano_usd)
		select t.id, (select min(account_id) from allowance), 3, 3 from t;`;

/** A payment of two cents, as the ledger has it. */
const PURCHASE = `
	with t as (insert into ledger_transaction (id, kind, source) values (new_uuid(), 'payment', 'payment:x') returning id),
		e as (insert into entry (transaction_id, account_id, amount_nano_usd) select id, 'house:deposits', -20000000 from t),
		p as (insert into purchase (id, organisation_id, account_id, kind, provider, credit_cents, fee_cents, received_cents, actor)
			select 'pur_x', organisation_id, id, 'checkout', 'sandbox', 1, 1, 2, 'test' from account where kind = 'customer' limit 1
			returning id)
	insert into purchase_booking (transaction_id, purchase_id, kind, credit_cents, fee_cents)
		select t.id, p.id, 'payment', 1, 1 from t, p;`;

describe("the book's own account of itself", () => {
	const check = () => inSnapshot(sql, checkBooks);

	/** What the checks find with the damage done; the damage is undone. */
	async function found(damage: string): Promise<Partial<BookChecks & PaymentChecks>> {
		const everything = async (tx: Queries) => ({ ...(await checkBooks(tx)), ...(await checkPayments(tx)) });
		const before = await inSnapshot(sql, everything);
		let after = before;
		const undo = new Error("undo");
		await sql
			.begin(async (tx) => {
				await tx`set local session_replication_role = replica`;
				await tx.unsafe(damage);
				after = await everything(tx);
				throw undo;
			})
			.catch((error) => expect(error).toBe(undo));
		const changed = Object.entries(after).filter(([name, count]) => before[name as keyof typeof before] !== count);
		return Object.fromEntries(changed);
	}

	it("is clean", async () => {
		const { unposted, ...mistakes } = await check();
		expect(unposted).toBe(1);
		expect(Object.values(mistakes).every((count) => count === 0)).toBe(true);
	});

	it("finds nothing in gifts and payments that are as the ledger has them", async () => {
		const { wrongGifts, wrongPurchases, wrongBookings } = await found(GIFT + PURCHASE);
		expect([wrongGifts, wrongPurchases, wrongBookings]).toEqual([undefined, undefined, undefined]);
	});

	const some = "(select generation_id from usage_event where transaction_id is not null limit 1)";
	it.each<[string, string, (keyof (BookChecks & PaymentChecks))[]]>([
		[
			"a changed entry",
			"update entry set amount_nano_usd = amount_nano_usd - 1 where id = (select min(id) from entry where account_id like 'acc_%')",
			["unbalancedTransactions", "wrongBalances"],
		],
		[
			"a changed balance",
			"update account set available_nano_usd = available_nano_usd + 1 where id = (select min(account_id) from allowance)",
			["wrongBalances"],
		],
		[
			"a changed reserve",
			"update account set reserved_nano_usd = reserved_nano_usd + 1, available_nano_usd = available_nano_usd - 1 where id = (select min(account_id) from allowance)",
			["wrongReserves"],
		],
		[
			"a changed allowance",
			"update allowance set charged_nano_usd = charged_nano_usd - 1 where id = (select min(id::text)::uuid from allowance)",
			["wrongReserves"],
		],
		[
			"a changed debit",
			`update usage_event set posted_nano_usd = posted_nano_usd + 1 where generation_id = ${some}`,
			["wrongTransactions", "wrongRollups", "wrongFineRollups", "wrongAllowances", "wrongTotals"],
		],
		[
			"a changed provider cost",
			`update usage_event set provider_cost_nano_usd = provider_cost_nano_usd + 1 where generation_id = ${some}`,
			["wrongTransactions", "wrongRollups"],
		],
		[
			"a deleted generation",
			`delete from usage_event where generation_id = ${some}`,
			["wrongTransactions", "wrongRollups"],
		],
		[
			"a changed overrun",
			`update usage_event set overrun_nano_usd = 1 where generation_id = ${some}`,
			["wrongTransactions"],
		],
		["a debit above its hold", `update usage_event set hold_nano_usd = 0 where generation_id = ${some}`, ["overHold"]],
		[
			"a deleted rollup",
			"delete from usage_hourly where ctid = (select min(ctid) from usage_hourly)",
			["wrongRollups"],
		],
		[
			"a changed rollup",
			"update usage_hourly set charge_nano_usd = charge_nano_usd + 1 where ctid = (select min(ctid) from usage_hourly)",
			["wrongRollups"],
		],
		[
			"usage moved to another key",
			`update usage_event set key_id = 'x' where generation_id = ${some}`,
			["wrongRollups"],
		],
		[
			"a changed rollup by end user",
			"update usage_hourly_by set charge_nano_usd = charge_nano_usd + 1 where ctid = (select min(ctid) from usage_hourly_by)",
			["wrongFineRollups"],
		],
		[
			"a changed sum of debits",
			"update account set posted_nano_usd = posted_nano_usd + 1 where kind = 'customer'",
			["wrongPosted"],
		],
		["a changed budget", "update budget_window set spent_nano_usd = spent_nano_usd - 1", ["wrongBudgets"]],
		[
			"a changed budget of an end user",
			`update budget_window set spent_nano_usd = spent_nano_usd + 1
				where budget_id in (select id from budget where scope = 'end_user')`,
			["wrongCallBudgets"],
		],
		[
			"a changed budget's reserve",
			"update budget_window set reserved_nano_usd = reserved_nano_usd + 1",
			["wrongBudgets"],
		],
		[
			"a deleted entry",
			"delete from entry where id = (select min(id) from entry where account_id like 'acc_%')",
			["unbalancedTransactions", "wrongBalances"],
		],
		[
			"a debt that nobody booked",
			`update account set debt_nano_usd = 5, available_nano_usd = 0, promotional_nano_usd = 0
				where id = (select min(account_id) from allowance)`,
			["wrongDebts", "wrongBalances"],
		],
		[
			"a gift that nobody gave",
			"update account set promotional_nano_usd = 1 where id = (select min(account_id) from allowance)",
			["wrongPromotions"],
		],
		["a changed gift", `${GIFT} update promotion set amount_nano_usd = amount_nano_usd + 1`, ["wrongGifts"]],
		[
			"a gift that ended unbooked",
			`${GIFT} update promotion set left_nano_usd = 2, expired_nano_usd = 1`,
			["wrongGifts"],
		],
		[
			"a purchase that was paid and not booked",
			`${PURCHASE} update purchase set received_cents = received_cents + 1`,
			["wrongPurchases"],
		],
		["a refund that was not booked", `${PURCHASE} update purchase set refunded_cents = 1`, ["wrongPurchases"]],
		[
			"a changed booking",
			`${PURCHASE} update purchase_booking set credit_cents = credit_cents + 1`,
			["wrongPurchases", "wrongBookings"],
		],
		[
			"a generation that was credited back with another amount",
			`insert into ledger_transaction (id, kind, source) select new_uuid(), 'withdrawal', 'withdrawal:' || generation_id
				from usage_event where generation_id = ${some}`,
			["wrongWithdrawals"],
		],
		[
			"a changed late charge",
			"update allowance set late_nano_usd = late_nano_usd + 1",
			["wrongAllowances", "wrongBudgets"],
		],
		[
			"a changed hold of a call",
			`insert into call_hold (generation_id, allowance_id, budget_window_ids, held_nano_usd)
				select new_uuid(), new_uuid(), array[w.id], 5 from budget_window w join budget b on b.id = w.budget_id
				where b.scope = 'end_user' limit 1`,
			["wrongCallBudgets"],
		],
	])("finds %s", async (_, damage, names) => {
		const changed = await found(damage);
		for (const name of names) expect(changed[name], name).toBeGreaterThan(0);
	});
});
