import { randomUUID } from "node:crypto";
import { debit, EXPIRY_GRACE_MS, linesOf } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import { inSnapshot } from "../reports/audit.ts";
import { checkBooks } from "../reports/check-books.ts";
import { openTestBook, postAll, type TestSpender, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { type Deposit, DepositMismatch, deposit } from "./deposit.ts";
import { expirePromotions } from "./expire-promotions.ts";
import { readBalance } from "./read-balance.ts";
import { lockStanding, writeStanding, writeTransaction } from "./standing-store.ts";

const CENT = 10_000_000n;
const world = await openTestBook("standing");
const { sql, book, log } = world;
afterAll(async () => {
	const { parked: _parked, unposted: _unposted, ...mistakes } = await inSnapshot(sql, checkBooks);
	await world.close();
	expect(mistakes).toEqual(Object.fromEntries(Object.keys(mistakes).map((name) => [name, 0])));
});

const balanceOf = (spender: TestSpender) => readBalance(sql, spender.organisationId);

function give(spender: TestSpender, cents: bigint, more: Partial<Deposit> = {}) {
	return deposit(sql, {
		transactionId: uuidv7(),
		accountId: spender.accountId,
		amount: nanoUsd(cents * CENT),
		from: "house:promotions",
		kind: "grant",
		source: `gift:${randomUUID()}`,
		memo: "",
		actor: "test",
		...more,
	});
}

/** Takes back, as a refund does. */
async function takeBack(spender: TestSpender, cents: bigint): Promise<void> {
	await sql.begin(async (tx) => {
		const standing = await lockStanding(tx, spender.accountId);
		if (!standing) throw new Error("no such account");
		const amount = nanoUsd(cents * CENT);
		const change = debit(standing, amount);
		const id = uuidv7();
		const lines = [...linesOf(spender.accountId, change), { accountId: "house:deposits", amount }];
		await writeTransaction(tx, { id, kind: "refund", source: id, memo: "", lines });
		await writeStanding(tx, spender.accountId, change.standing);
	});
}

async function setAside(spender: TestSpender, cents: bigint): Promise<string> {
	const holderId = randomUUID();
	await book.register({ holderId, kind: "memory", instance: "" });
	const allowanceId = uuidv7();
	const amount = nanoUsd(cents * CENT);
	const granted = { grantedBefore: nanoUsd(0n), atLeast: amount, wanted: amount };
	expect(await book.grant({ holderId, allowanceId, spender, ...granted })).toHaveProperty("grantedNanoUsd");
	return allowanceId;
}

async function spend(spender: TestSpender, allowanceId: string, cents: bigint): Promise<void> {
	await log.append(usageOf(spender, allowanceId, cents * CENT));
	await postAll(sql, spender.accountId);
}

describe("a debt", () => {
	it("is what was taken back after it was spent, and is repaid first by what comes back, and by what is bought", async () => {
		const spender = await world.open(10n * CENT);
		const allowanceId = await setAside(spender, 8n);
		await takeBack(spender, 10n);
		expect(await balanceOf(spender)).toMatchObject({ available: 0n, reserved: 8n * CENT, debt: 8n * CENT });
		await spend(spender, allowanceId, 3n);
		await book.giveBack(allowanceId, nanoUsd(2n * CENT));
		await book.giveBack(allowanceId, nanoUsd(2n * CENT));
		expect(await balanceOf(spender)).toMatchObject({ available: 0n, reserved: 3n * CENT, debt: 6n * CENT });
		await book.closeAllowance(allowanceId, nanoUsd(3n * CENT));
		expect(await balanceOf(spender)).toMatchObject({ available: 0n, reserved: 0n, debt: 3n * CENT });
		await world.fund(spender.accountId, 5n * CENT);
		expect(await balanceOf(spender)).toMatchObject({ available: 2n * CENT, debt: 0n, posted: 3n * CENT });
	});

	it("lets nothing be spent, whoever asks", async () => {
		const spender = await world.open(10n * CENT);
		await takeBack(spender, 11n);
		const statement = sql`update account set available_nano_usd = 1 where id = ${spender.accountId}`;
		await expect(statement).rejects.toThrow("account_owes_or_has");
		const request = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(1n), wanted: nanoUsd(1n) };
		const holderId = randomUUID();
		await book.register({ holderId, kind: "memory", instance: "" });
		const outcome = await book.grant({ holderId, allowanceId: uuidv7(), spender, ...request });
		expect(outcome).toMatchObject({ refused: { reason: "insufficient_credits", availableNanoUsd: 0n } });
	});

	it("takes a deposit that was repeated for what it was", async () => {
		const spender = await world.open(0n);
		await takeBack(spender, 5n);
		const source = `gift:${randomUUID()}`;
		const first = await give(spender, 3n, { source });
		expect((await give(spender, 3n, { source })).transactionId).toBe(first.transactionId);
		await expect(give(spender, 2n, { source })).rejects.toThrow(DepositMismatch);
		expect(await balanceOf(spender)).toMatchObject({ available: 0n, debt: 2n * CENT, promotional: 0n });
	});
});

describe("a gift", () => {
	const later = () => Date.now() + 3_600_000;
	const expiredOf = async (spender: TestSpender) => {
		const rows = await sql<
			{ expired: bigint; remaining: bigint }[]
		>`select expired_nano_usd as expired, left_nano_usd as remaining
			from promotion where account_id = ${spender.accountId} order by expires_at nulls last, id`;
		return rows.map(({ expired, remaining }) => [expired / CENT, remaining / CENT]);
	};
	const expireAt = (at: number) => expirePromotions(sql, at, uuidv7);

	it("is spent first, and gives back what was not spent of it when it ends, once", async () => {
		const spender = await world.open(10n * CENT);
		const ends = later();
		await give(spender, 5n, { expiresAt: ends });
		const allowanceId = await setAside(spender, 3n);
		await spend(spender, allowanceId, 3n);
		expect(await balanceOf(spender)).toMatchObject({ available: 12n * CENT, promotional: 2n * CENT });
		expect(await expireAt(ends - 1)).toBe(0);
		const rounds = await Promise.all(Array.from({ length: 8 }, () => expireAt(ends)));
		expect(rounds.reduce((sum, one) => sum + one, 0)).toBe(1);
		expect(await balanceOf(spender)).toMatchObject({ available: 10n * CENT, promotional: 0n });
		expect(await expiredOf(spender)).toEqual([[2n, 0n]]);
	});

	it("that ends sooner is spent before others, though it came later", async () => {
		const spender = await world.open(0n);
		const ends = later();
		await give(spender, 4n);
		await give(spender, 4n, { expiresAt: ends + 1 });
		const allowanceId = await setAside(spender, 7n);
		await spend(spender, allowanceId, 1n);
		await give(spender, 4n, { expiresAt: ends });
		await spend(spender, allowanceId, 6n);
		await expireAt(ends + 1);
		expect(await expiredOf(spender)).toEqual([
			[0n, 0n],
			[1n, 0n],
			[0n, 4n],
		]);
		expect(await balanceOf(spender)).toMatchObject({ available: 4n * CENT, promotional: 4n * CENT });
	});

	it("that ends leaves what is set aside for calls, until it comes back or the longest of them is over", async () => {
		const spender = await world.open(1n * CENT);
		const ends = later();
		await give(spender, 9n, { expiresAt: ends });
		const allowanceId = await setAside(spender, 6n);
		await expireAt(ends);
		expect(await balanceOf(spender)).toMatchObject({
			available: 1n * CENT,
			reserved: 6n * CENT,
			promotional: 6n * CENT,
		});
		await book.giveBack(allowanceId, nanoUsd(2n * CENT));
		await expireAt(ends + 1_000);
		expect(await balanceOf(spender)).toMatchObject({
			available: 1n * CENT,
			reserved: 4n * CENT,
			promotional: 4n * CENT,
		});
		await spend(spender, allowanceId, 3n);
		await expireAt(ends + EXPIRY_GRACE_MS);
		expect(await balanceOf(spender)).toMatchObject({ available: 0n, reserved: 1n * CENT, promotional: 0n });
		expect(await expiredOf(spender)).toEqual([[6n, 0n]]);
	});

	it("with another end is another deposit", async () => {
		const spender = await world.open(0n);
		const gift = { source: `gift:${randomUUID()}`, expiresAt: later() };
		await give(spender, 1n, gift);
		await give(spender, 1n, gift);
		await expect(give(spender, 1n, { source: gift.source })).rejects.toThrow(DepositMismatch);
		expect(await balanceOf(spender)).toMatchObject({ available: 1n * CENT });
	});
});
