import { randomUUID } from "node:crypto";
import { connect } from "@turnpike/db";
import { freshDatabase } from "@turnpike/test-services";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { seedWallets } from "../world/seed.ts";
import { countBook } from "./count-book.ts";

const database = await freshDatabase("chaos counts");
const sql = connect(database.url, { connections: 3 });
afterAll(async () => {
	await sql.end();
	await database.drop();
});

const found = async () =>
	Object.fromEntries(
		(await countBook(sql)).filter((count) => count.value !== 0).map((count) => [count.name, count.value]),
	);

const wallets = await seedWallets(sql, "a pepper of sixteen", [
	{ name: "one", usd: "1", keyLimits: ["0.5", undefined] },
	{ name: "two", usd: "1", keyLimits: [undefined] },
]);
const { accountId = "", keyId = "" } = wallets.get("one")?.[0] ?? {};
const unlimitedKeyId = wallets.get("one")?.[1]?.keyId ?? "";
const otherAccountId = wallets.get("two")?.[0]?.accountId ?? "";
const holderId = randomUUID();

async function spoil(work: () => Promise<unknown>): Promise<Record<string, number>> {
	await work();
	return found();
}

beforeEach(async () => {
	await sql`delete from usage_event`;
	await sql`delete from usage_checkpoint`;
	await sql`delete from unreadable_usage`;
	await sql`delete from budget_window`;
	await sql`delete from allowance`;
	await sql`delete from holder`;
	await sql`update account set available_nano_usd = 1000000000, reserved_nano_usd = 0, promotional_nano_usd = 1000000000 where id = ${accountId}`;
});

interface Columns {
	readonly transaction?: string;
	readonly posted?: number;
	readonly parked?: string;
	readonly hold?: number;
	readonly key?: string;
	readonly generation?: string;
	/** How long from now it was admitted. */
	readonly admittedIn?: string;
}

const useOnce = (columns: Columns) => sql`
	insert into usage_event (generation_id, organisation_id, account_id, project_id, key_id, allowance_id, status, estimated,
		model, provider, endpoint_id, price_version_id, usage, hold_nano_usd, charge_nano_usd, provider_cost_nano_usd, format,
		streamed, finish_reason, upstream_id, admitted_at, ttft_ms, latency_ms, attempts, end_user, app, transaction_id,
		posted_nano_usd, overrun_nano_usd, parked_reason)
	values (${columns.generation ?? randomUUID()}, 'org', ${accountId}, 'prj', ${columns.key ?? keyId}, ${randomUUID()}, 'completed', false, 'm', 'p', 'e', 'none',
		'{}', ${columns.hold ?? 10}, 5, 0, 'chat', false, 'stop', '', now() + ${columns.admittedIn ?? "0"}::interval, 0, 0, '[]', '', '', ${columns.transaction ?? null},
		${columns.posted ?? null}, 0, ${columns.parked ?? null})`;

describe("the count of the book", () => {
	it("is 0 everywhere for a book that is right", async () => {
		expect(await found()).toEqual({});
	});

	it("sees what was never posted, and what was parked", async () => {
		expect(await spoil(() => useOnce({}))).toEqual({ "generations never posted": 1 });
		await sql`delete from usage_event`;
		expect(await spoil(() => useOnce({ parked: "a reason" }))).toEqual({ "generations parked": 1 });
	});

	it("sees a debit without entries, over its hold and over the key's limit", async () => {
		const counts = await spoil(() => useOnce({ transaction: randomUUID(), posted: 600_000_000, hold: 10 }));
		expect(counts).toMatchObject({
			"debits that are not what their generations say": 1,
			"charges over their hold": 1,
			"keys over their limit": 1,
			"audit: wrong debits": 1,
			"audit: wrong rollups": 1,
		});
	});

	it("sees credit left reserved, and the allowance and holder it is left with", async () => {
		const counts = await spoil(async () => {
			await sql`insert into holder (id, kind, lease_until) values (${holderId}, 'memory', now())`;
			await sql`insert into allowance (id, holder_id, account_id, key_id, budget_window_ids, granted_nano_usd)
				values (${randomUUID()}, ${holderId}, ${accountId}, ${keyId}, '{}', 7)`;
			await sql`update account set available_nano_usd = available_nano_usd - 7, reserved_nano_usd = 7
				where id = ${accountId}`;
		});
		expect(counts).toEqual({
			"accounts with credit still reserved": 1,
			"allowances not settled": 1,
			"holders that were never ended": 1,
		});
	});

	it("sees a balance that is not the sum of its entries", async () => {
		const counts = await spoil(
			() => sql`update account set available_nano_usd = available_nano_usd + 1 where id = ${accountId}`,
		);
		expect(counts).toEqual({ "audit: wrong balances": 1 });
	});

	it("sees what the house bore of a charge, where there was money", async () => {
		const counts = await spoil(async () => {
			await useOnce({ transaction: randomUUID(), posted: 4, key: unlimitedKeyId });
			await sql`update account set available_nano_usd = 11000000000 where id = ${accountId}`;
		});
		expect(counts).toMatchObject({ "charges the house bore of who could pay": 1 });
		await sql`update account set available_nano_usd = 1000000000 where id = ${accountId}`;
		expect(await found()).not.toHaveProperty("charges the house bore of who could pay");
	});

	it("sees a balance below zero, were the database to let it pass", async () => {
		await sql`alter table account drop constraint account_available_not_negative`;
		const counts = await spoil(
			() =>
				sql`update account set available_nano_usd = -1, reserved_nano_usd = 1, promotional_nano_usd = 0 where id = ${accountId}`,
		);
		expect(counts).toMatchObject({ "balances below zero": 1, "audit: negative balances": 1 });
		await sql`update account set available_nano_usd = 0 where id = ${accountId}`;
		await sql`alter table account add constraint account_available_not_negative check (available_nano_usd >= 0)`;
	});

	it("sees credit left reserved under a budget", async () => {
		const counts = await spoil(
			() => sql`insert into budget_window (budget_id, starts_at, reserved_nano_usd)
				select id, 'epoch', 7 from budget where scope_id = ${keyId}`,
		);
		expect(counts).toMatchObject({ "budgets with credit still reserved": 1, "audit: wrong budgets": 1 });
	});

	it("sees usage that nobody could read, and a generation that the audit does not look at", async () => {
		const counts = await spoil(async () => {
			await sql`insert into unreadable_usage (source, payload, reason) values ('redis:1', '{}', 'no event')`;
			await useOnce({ transaction: randomUUID(), posted: 5, admittedIn: "2 days" });
		});
		expect(counts).toMatchObject({ "usage that cannot be read": 1, "audit: generations left out": 1 });
	});

	it("sees a checkpoint that nobody settled", async () => {
		const counts = await spoil(
			() => sql`insert into usage_checkpoint (generation_id, allowance_id, event)
				values (${randomUUID()}, ${randomUUID()}, '{}')`,
		);
		expect(counts).toEqual({ "checkpoints left over": 1 });
	});

	// Entries cannot be taken back: whatever comes behind this is spoiled with it.
	it("sees a debit of the wrong account, of more than it has, and given back in part only", async () => {
		const [debit, withdrawal, generation] = [randomUUID(), randomUUID(), randomUUID()];
		const write = (id: string, kind: string, source: string, from: string, to: string, nano: number) =>
			sql.begin(async (tx) => {
				await tx`insert into ledger_transaction (id, kind, source) values (${id}, ${kind}, ${source})`;
				await tx`insert into entry (transaction_id, account_id, amount_nano_usd)
					values (${id}, ${from}, ${-nano}), (${id}, ${to}, ${nano})`;
			});
		const counts = await spoil(async () => {
			await useOnce({ transaction: debit, posted: 1_000_000_001, hold: 2_000_000_000, generation });
			await write(debit, "usage", debit, otherAccountId, "house:revenue", 1_000_000_001);
			await write(withdrawal, "withdrawal", `withdrawal:${generation}`, "house:overrun", accountId, 5);
		});
		expect(counts).toMatchObject({
			// It is missing on the one, and too much on the other.
			"debits that are not what their generations say": 2,
			"accounts charged more than was deposited": 1,
			"audit: wrong withdrawals": 1,
		});
	});
});
