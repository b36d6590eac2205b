import { nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import { recordPriceVersions } from "../catalog-prices.ts";
import { openTestBook } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { DepositMismatch, deposit } from "./deposit.ts";
import { readBalance } from "./read-balance.ts";

const world = await openTestBook("append only");
const { sql } = world;
afterAll(() => world.close());
const spender = await world.open(1_000n);

describe("the ledger refuses", () => {
	const statements: [string, string, RegExp][] = [
		["a changed entry", "update entry set amount_nano_usd = amount_nano_usd + 1", /entry is append-only/],
		["a deleted entry", "delete from entry", /entry is append-only/],
		["an emptied ledger", "truncate entry cascade", /entry is append-only/],
		["a changed transaction", "update ledger_transaction set memo = 'x'", /ledger_transaction is append-only/],
		["a deleted transaction", "delete from ledger_transaction", /append-only/],
		["a changed price", "update price_version set source = 'x'", /price_version is append-only/],
		["a deleted price", "delete from price_version", /price_version is append-only/],
		["a changed act", "update audit_log set actor = 'x'", /audit_log is append-only/],
		["a deleted act", "delete from audit_log", /audit_log is append-only/],
		[
			"a negative balance",
			"update account set available_nano_usd = -1 where kind = 'customer'",
			/available_not_negative/,
		],
		[
			"a negative reserve",
			"update account set reserved_nano_usd = -1 where kind = 'customer'",
			/reserved_not_negative/,
		],
		["a balance of the house's", "update account set available_nano_usd = 1 where kind = 'house'", /keeps_no_balance/],
	];
	it.each(statements)("%s", async (_, statement, reason) => {
		await recordPriceVersions(sql, [{ id: "pv", endpointId: "e", effectiveFrom: 0, source: "s", prices: "{}" }]);
		await expect(sql.unsafe(statement)).rejects.toThrow(reason);
	});

	const lines = (...amounts: [string, bigint][]) =>
		sql.begin(async (tx) => {
			const id = uuidv7();
			await tx`insert into ledger_transaction (id, kind, source) values (${id}, 'test', ${id})`;
			for (const [account, amount] of amounts) {
				await tx`insert into entry (transaction_id, account_id, amount_nano_usd) values (${id}, ${account}, ${amount})`;
			}
		});

	it("a transaction that does not sum to zero, at its end and not before", async () => {
		await lines([spender.accountId, 5n], ["house:promotions", -5n]);
		await expect(lines([spender.accountId, 5n], ["house:promotions", -4n])).rejects.toThrow("does not sum to zero: 1");
		await expect(lines([spender.accountId, 5n])).rejects.toThrow("does not sum to zero");
		await expect(lines([spender.accountId, 0n])).rejects.toThrow("entry_not_zero");
		await expect(lines(["nobody", 5n], ["house:promotions", -5n])).rejects.toThrow("foreign key");
	});

	it("a second line that unbalances an old transaction", async () => {
		const [old] = await sql<{ id: string }[]>`select id from ledger_transaction limit 1`;
		const late = sql`insert into entry (transaction_id, account_id, amount_nano_usd)
			values (${old?.id ?? ""}, ${spender.accountId}, 1)`;
		await expect(late).rejects.toThrow("does not sum to zero");
	});
});

describe("a deposit", () => {
	const request = (source: string, amount = 700n, accountId = spender.accountId) => ({
		transactionId: uuidv7(),
		accountId,
		amount: nanoUsd(amount),
		from: "house:deposits" as const,
		kind: "payment" as const,
		source,
		memo: "",
		actor: "test",
	});

	it("credits its source once, however often and however many at once", async () => {
		const to = await world.open(0n);
		const results = await Promise.all(
			Array.from({ length: 20 }, () => deposit(sql, request("pi_1", 700n, to.accountId))),
		);
		expect(new Set(results.map((result) => result.transactionId)).size).toBe(1);
		expect(await readBalance(sql, to.organisationId)).toMatchObject({ deposited: 700n, available: 700n });
		const acts = await sql`select from audit_log where action = 'credit.grant' and target = ${to.accountId}`;
		expect(acts).toHaveLength(1);
	});

	it("whose source stands for something else is refused", async () => {
		const other = await world.open(0n);
		await deposit(sql, request("pi_2"));
		await expect(deposit(sql, request("pi_2", 701n))).rejects.toThrow(DepositMismatch);
		await expect(deposit(sql, request("pi_2", 700n, other.accountId))).rejects.toThrow(DepositMismatch);
		expect(await readBalance(sql, other.organisationId)).toMatchObject({ deposited: 0n });
	});

	it("of nothing, to nobody or to the house is refused", async () => {
		await expect(deposit(sql, request("pi_3", 0n))).rejects.toThrow("more than zero");
		await expect(deposit(sql, request("pi_3", -5n))).rejects.toThrow("more than zero");
		await expect(deposit(sql, request("pi_3", 5n, "nobody"))).rejects.toThrow("no customer account");
		await expect(deposit(sql, request("pi_3", 5n, "house:revenue"))).rejects.toThrow("no customer account");
	});

	it("that would not fit 64 bits is refused whole", async () => {
		const to = await world.open(0n);
		await deposit(sql, request("pi_4", 9_000_000_000_000_000_000n, to.accountId));
		await expect(deposit(sql, request("pi_5", 9_000_000_000_000_000_000n, to.accountId))).rejects.toThrow(
			"does not fit",
		);
		expect(await readBalance(sql, to.organisationId)).toMatchObject({ deposited: 9_000_000_000_000_000_000n });
	});
});
