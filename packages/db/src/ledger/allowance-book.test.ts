import { randomUUID } from "node:crypto";
import { allowanceBookContract } from "@turnpike/ledger/contract";
import { nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import { setSuspended } from "../accounts/organisation-store.ts";
import { checkBooks, inSnapshot } from "../reports/audit.ts";
import { openTestBook, postAll, type TestSpender, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { HolderLost, makeAllowanceBook } from "./allowance-book.ts";
import { reap } from "./reap.ts";

const CENT = 10_000_000n;
const world = await openTestBook("allowance book");
const { sql, book } = world;
afterAll(() => world.close());

const spenders = new Map<string, TestSpender>();
const known = (spender: TestSpender) => {
	spenders.set(spender.accountId, spender);
	return spender;
};
const spenderOf = (accountId: string) => {
	const spender = spenders.get(accountId);
	if (!spender) throw new Error(`no spender of ${accountId}`);
	return spender;
};

async function account(accountId: string) {
	const [row] = await sql<{ available: bigint; reserved: bigint }[]>`
		select available_nano_usd as available, reserved_nano_usd as reserved from account where id = ${accountId}`;
	if (!row) throw new Error(`no account ${accountId}`);
	return row;
}

async function reapHolder(holderId: string) {
	await sql`update holder set lease_until = clock_timestamp() - interval '1 hour' where id = ${holderId}`;
	return reap(sql, 60_000);
}

allowanceBookContract("in Postgres", {
	newId: randomUUID,
	open: async () => ({
		book,
		openAccount: async (depositNano) => known(await world.open(depositNano)),
		addKey: (accountId, budget) => world.addKey(spenderOf(accountId), budget),
		suspend: (accountId) => setSuspended(sql, spenderOf(accountId).organisationId, true, "test"),
		async post(allowanceId, charge) {
			const [allowance] = await sql<{ account_id: string; key_id: string }[]>`
				select account_id, key_id from allowance where id = ${allowanceId}`;
			if (!allowance) throw new Error("no such allowance");
			const spender = { ...spenderOf(allowance.account_id), keyId: allowance.key_id };
			await world.log.append(usageOf(spender, allowanceId, charge));
			expect(await postAll(sql, spender.accountId)).toMatchObject({ posted: 1, parked: 0 });
		},
		reap: async (holderId) => void (await reapHolder(holderId)),
		available: async (accountId) => (await account(accountId)).available,
		reserved: async (accountId) => (await account(accountId)).reserved,
		now: Date.now,
	}),
});

async function newHolder(instance = "") {
	const holderId = randomUUID();
	await book.register({ holderId, kind: "memory", instance });
	return holderId;
}

describe("the book in Postgres", () => {
	it("grants nothing on a lease that ran out, though nobody has reaped the holder yet", async () => {
		const spender = await world.open(100n * CENT);
		const holderId = await newHolder();
		await sql`update holder set lease_until = clock_timestamp() - interval '1 ms' where id = ${holderId}`;
		const amounts = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(CENT), wanted: nanoUsd(CENT) };
		const ask = () => book.grant({ holderId, allowanceId: uuidv7(), spender, ...amounts });
		await expect(ask()).rejects.toThrow(HolderLost);
		expect(await book.renew(holderId)).toBe(true);
		expect(await ask()).toHaveProperty("grantedNanoUsd", CENT);
	});

	it("does not make a name live again by registering it twice", async () => {
		const holderId = await newHolder();
		await book.unregister(holderId);
		await book.register({ holderId, kind: "memory", instance: "" });
		expect(await book.renew(holderId)).toBe(false);
	});

	it("loses no recall that another process sees at the same time", async () => {
		const spender = await world.open(CENT);
		const books = [book, makeAllowanceBook(sql), makeAllowanceBook(sql)];
		const holderId = await newHolder();
		for (let n = 0; n < 10; n++) {
			const others = await Promise.all([1, 2, 3, 4].map(() => world.open(CENT)));
			await Promise.all([spender, ...others].map((one) => book.requestRecall(one.accountId)));
			for (const one of books) expect(await one.pendingRecalls(holderId)).toContain(spender.accountId);
		}
	});

	it("forgets recalls that nobody fetched for five seconds", async () => {
		const spender = await world.open(CENT);
		await book.requestRecall(spender.accountId);
		await sql`update recall set requested_at = requested_at - interval '6 s'`;
		expect(await book.pendingRecalls(await newHolder())).toEqual([]);
	});

	it("keeps the budgets of project and organisation above every key", async () => {
		const first = await world.open(10_000n * CENT);
		const second = await world.addKey(first);
		await sql`insert into budget (id, scope, scope_id, reset, limit_nano_usd) values
			(${`b1_${first.keyId}`}, 'project', ${first.projectId}, 'none', ${20n * CENT}),
			(${`b2_${first.keyId}`}, 'organisation', ${first.organisationId}, 'monthly', ${15n * CENT})`;
		const holderId = await newHolder();
		const ask = (spender: TestSpender, cents: bigint) => {
			const amounts = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(cents * CENT), wanted: nanoUsd(0n) };
			return book.grant({ holderId, allowanceId: uuidv7(), spender, ...amounts });
		};
		const granted = await ask(first, 10n);
		const next = new Date();
		expect(granted).toMatchObject({ expiresAt: Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1) });
		expect(await ask(second, 6n)).toMatchObject({
			refused: { reason: "budget_exceeded", availableNanoUsd: 5n * CENT, budget: { scope: "organisation" } },
		});
		expect(await ask(second, 5n)).toHaveProperty("grantedNanoUsd");
	});

	it("computes windows in UTC: weeks begin on Monday, months on the first", async () => {
		const of = await world.open(CENT);
		for (const reset of ["daily", "weekly", "monthly"] as const) {
			const { keyId } = await world.addKey(of, { limit: CENT, reset });
			const [window] = await sql<{ starts_at: Date; ends_at: Date }[]>`
				select starts_at, ends_at from open_budget_windows(${keyId}, '2028-02-29 23:59:59.999+00')`;
			const expected = {
				daily: ["2028-02-29", "2028-03-01"],
				weekly: ["2028-02-28", "2028-03-06"],
				monthly: ["2028-02-01", "2028-03-01"],
			}[reset];
			expect([window?.starts_at.toISOString(), window?.ends_at.toISOString()]).toEqual(
				expected.map((day) => `${day}T00:00:00.000Z`),
			);
		}
	});

	it("is right by its own account after all of this", async () => {
		const checks = await inSnapshot(sql, checkBooks);
		expect(Object.values(checks)).toEqual(Object.values(checks).map(() => 0));
	});
});
