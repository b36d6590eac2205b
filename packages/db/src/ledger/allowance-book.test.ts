import { randomUUID } from "node:crypto";
import type { LimitReset } from "@turnpike/accounts";
import type { BudgetScope, Spender } from "@turnpike/ledger";
import { allowanceBookContract } from "@turnpike/ledger/contract";
import { nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import { type BudgetName, endBudget, isRecallAnswered, setBudget } from "../budgets/set-budget.ts";
import { setSuspended } from "../payments/freeze-store.ts";
import { inSnapshot } from "../reports/audit.ts";
import { checkBooks } from "../reports/check-books.ts";
import { memberOf, openTestBook, postAll, type TestSpender, usageOf } from "../testing/open-test-book.fixture.ts";
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

function nameOf({ accountId, keyId }: Spender, scope: BudgetScope, reset: LimitReset): BudgetName {
	const { organisationId, projectId } = spenderOf(accountId);
	const ids = { organisation: organisationId, project: projectId, member: memberOf(organisationId), key: keyId };
	if (scope === "end_user" || scope === "tag") throw new Error("no budget of the grant");
	return { organisationId, scope, scopeId: ids[scope], reset };
}

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
		addKey: async (accountId, budget) => known(await world.addKey(spenderOf(accountId), budget)),
		async setBudget(of, scope, { limit, reset, soft = false }) {
			const name = nameOf(of, scope, reset);
			await setBudget(sql, { ...name, limitNanoUsd: nanoUsd(limit), soft, thresholds: [] }, "test");
		},
		async endBudget(of, scope, reset) {
			expect(await endBudget(sql, nameOf(of, scope, reset), "test")).toBe(true);
		},
		async recallAnswered(accountId) {
			const [row] = await sql<{ number: bigint }[]>`select number from recall where account_id = ${accountId}`;
			return row === undefined || isRecallAnswered(sql, spenderOf(accountId).organisationId, row.number);
		},
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
		const holderId = await newHolder();
		const grantOf = async () => {
			const spender = await world.open(CENT);
			const amounts = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(1n), wanted: nanoUsd(1n) };
			await book.grant({ holderId, allowanceId: uuidv7(), spender, ...amounts });
			return spender;
		};
		const spender = await grantOf();
		const books = [book, makeAllowanceBook(sql), makeAllowanceBook(sql)];
		for (let n = 0; n < 10; n++) {
			const others = await Promise.all([1, 2, 3, 4].map(grantOf));
			await Promise.all([spender, ...others].map((one) => book.requestRecall(one.accountId)));
			for (const one of books) {
				const pending = await one.pendingRecalls(holderId);
				expect(pending.map(({ accountId }) => accountId)).toContain(spender.accountId);
				for (const recall of pending)
					if (recall.accountId !== spender.accountId) await one.answerRecall(holderId, recall);
			}
		}
	});

	it("forgets recalls that are older than any lease, and the answers of holders that are gone", async () => {
		const spender = await world.open(CENT);
		const holderId = await newHolder();
		const amounts = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(1n), wanted: nanoUsd(1n) };
		await book.grant({ holderId, allowanceId: uuidv7(), spender, ...amounts });
		const number = await book.requestRecall(spender.accountId);
		await book.answerRecall(holderId, { accountId: spender.accountId, number: number - 1n });
		await sql`update recall set requested_at = requested_at - interval '61 s'`;
		expect(await book.pendingRecalls(holderId)).toEqual([]);
		await reapHolder(holderId);
		expect(await sql`select from recall_answer where holder_id = ${holderId}`).toHaveLength(0);
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
