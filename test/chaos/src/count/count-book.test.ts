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

const wallets = await seedWallets(sql, "a pepper of sixteen", [{ name: "one", usd: "1", keyLimits: ["0.5"] }]);
const { accountId = "", keyId = "" } = wallets.get("one")?.[0] ?? {};
const holderId = randomUUID();

async function spoil(work: () => Promise<unknown>): Promise<Record<string, number>> {
	await work();
	return found();
}

beforeEach(async () => {
	await sql`delete from usage_event`;
	await sql`delete from usage_checkpoint`;
	await sql`delete from allowance`;
	await sql`delete from holder`;
	await sql`update account set available_nano_usd = 1000000000, reserved_nano_usd = 0 where id = ${accountId}`;
});

const useOnce = (columns: { transaction?: string; posted?: number; parked?: string; hold?: number }) => sql`
	insert into usage_event (generation_id, organisation_id, account_id, project_id, key_id, allowance_id, status, estimated,
		model, provider, endpoint_id, price_version_id, usage, hold_nano_usd, charge_nano_usd, provider_cost_nano_usd, format,
		streamed, finish_reason, upstream_id, admitted_at, ttft_ms, latency_ms, attempts, end_user, app, transaction_id,
		posted_nano_usd, overrun_nano_usd, parked_reason)
	values (${randomUUID()}, 'org', ${accountId}, 'prj', ${keyId}, ${randomUUID()}, 'completed', false, 'm', 'p', 'e', 'none',
		'{}', ${columns.hold ?? 10}, 5, 0, 'chat', false, 'stop', '', now(), 0, 0, '[]', '', '', ${columns.transaction ?? null},
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

	it("sees a checkpoint that nobody settled", async () => {
		const counts = await spoil(
			() => sql`insert into usage_checkpoint (generation_id, allowance_id, event)
				values (${randomUUID()}, ${randomUUID()}, '{}')`,
		);
		expect(counts).toEqual({ "checkpoints left over": 1 });
	});
});
