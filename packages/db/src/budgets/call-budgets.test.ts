import { randomUUID } from "node:crypto";
import type { NamedCall } from "@turnpike/ledger";
import { callBudgetsContract } from "@turnpike/ledger/contract";
import { nanoUsd } from "@turnpike/money";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reap } from "../ledger/reap.ts";
import { inSnapshot } from "../reports/audit.ts";
import { checkBooks } from "../reports/check-books.ts";
import { openTestBook, postAll, type TestSpender, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { listBudgetedNames } from "./budgeted-names.ts";
import { makeCallBudgets } from "./call-budgets.ts";
import { listBudgets } from "./list-budgets.ts";
import { endBudget, setBudget } from "./set-budget.ts";

const CENT = 10_000_000n;
const world = await openTestBook("call budgets");
const { sql, book, log } = world;
const budgets = makeCallBudgets(sql);
afterAll(async () => {
	const { parked: _parked, unposted: _unposted, ...mistakes } = await inSnapshot(sql, checkBooks);
	await world.close();
	expect(mistakes).toEqual(Object.fromEntries(Object.keys(mistakes).map((name) => [name, 0])));
});

/** A spender with credit enough for all of this, in an allowance of its own. */
async function open() {
	const spender = await world.open(10_000n * CENT);
	const holderId = randomUUID();
	await book.register({ holderId, kind: "memory", instance: "" });
	const allowanceId = uuidv7();
	const amount = nanoUsd(5_000n * CENT);
	await book.grant({ holderId, allowanceId, spender, grantedBefore: nanoUsd(0n), atLeast: amount, wanted: amount });
	return { spender, holderId, allowanceId };
}

const newCall = (spender: TestSpender, names: Partial<Pick<NamedCall, "endUser" | "tags">>): NamedCall => ({
	generationId: uuidv7(),
	organisationId: spender.organisationId,
	endUser: "",
	tags: [],
	...names,
});

async function setLimit(spender: TestSpender, scope: "end_user" | "tag", name: string, limit: bigint, soft = false) {
	const { organisationId } = spender;
	const terms = { scopeId: name, reset: "none", limitNanoUsd: nanoUsd(limit), soft, thresholds: [] } as const;
	await setBudget(sql, { organisationId, scope, ...terms }, "test");
}

async function standing(spender: TestSpender, scope: "end_user" | "tag", scopeId: string) {
	const { organisationId } = spender;
	const [found] = await listBudgets(sql, { organisationId, scope, scopeId, after: "", limit: 1 });
	return { spent: found?.spentNanoUsd ?? 0n, reserved: found?.reservedNanoUsd ?? 0n };
}

/** Until so many calls wait for a lock. */
async function waiting(calls: number): Promise<void> {
	for (let found = 0; found < calls; ) {
		const [row] = await sql<{ calls: bigint }[]>`select count(*) as calls from pg_stat_activity
			where wait_event_type = 'Lock' and query like '%hold_call%' and datname = current_database()`;
		found = Number(row?.calls ?? 0n);
	}
}

/** Its usage as billing finds it. */
function usageOfCall(spender: TestSpender, allowanceId: string, call: NamedCall, hold: bigint, charge: bigint) {
	const { generationId, endUser, tags } = call;
	return usageOf(spender, allowanceId, charge, { generationId, endUser, tags, holdNanoUsd: nanoUsd(hold) });
}

callBudgetsContract("in Postgres", async () => {
	const { spender, allowanceId } = await open();
	return {
		budgets,
		allowanceId,
		setBudget: (scope, name, limit, soft) => setLimit(spender, scope, name, limit, soft),
		newCall: (names) => newCall(spender, names),
		async post(call, hold, charge) {
			await log.append(usageOfCall(spender, allowanceId, call, hold, charge));
			await postAll(sql, spender.accountId);
		},
		standing: (scope, name) => standing(spender, scope, name),
	};
});

describe("budgets of end users and tags in Postgres", () => {
	let spender: TestSpender;
	let allowanceId: string;
	let holderId: string;
	beforeAll(async () => {
		({ spender, allowanceId, holderId } = await open());
		await setLimit(spender, "end_user", "ann", 100n * CENT);
	});
	const hold = (call: NamedCall, cents: bigint) => budgets.hold(call, allowanceId, nanoUsd(cents * CENT));

	it("are one organisation's, whatever another calls its own", async () => {
		const other = await open();
		await setLimit(other.spender, "end_user", "ann", 1n * CENT);
		expect(await hold(newCall(spender, { endUser: "ann" }), 50n)).toEqual({ held: true });
		expect(await hold(newCall(other.spender, { endUser: "ann" }), 2n)).toHaveProperty("refused");
		expect(await standing(other.spender, "end_user", "ann")).toEqual({ spent: 0n, reserved: 0n });
	});

	it("are known by name, with what became of them since", async () => {
		const before = new Date();
		await setLimit(spender, "tag", "batch", CENT);
		const of = async (since: Date | undefined) =>
			(await listBudgetedNames(sql, since)).filter(({ organisationId }) => organisationId === spender.organisationId);
		expect((await of(undefined)).map(({ name }) => name).sort()).toEqual(["ann", "batch"]);
		expect(await of(before)).toMatchObject([{ scope: "tag", name: "batch", budgeted: true }]);
		const name = { organisationId: spender.organisationId, scope: "tag", scopeId: "batch", reset: "none" } as const;
		await endBudget(sql, name, "test");
		expect(await of(before)).toMatchObject([{ name: "batch", budgeted: false }]);
		expect(await hold(newCall(spender, { tags: ["batch"] }), 5n)).toEqual({ held: true });
	});

	it("keep nothing of a call whose process was lost", async () => {
		const call = newCall(spender, { endUser: "ann" });
		const { reserved } = await standing(spender, "end_user", "ann");
		await hold(call, 7n);
		await reap(sql, 30_000);
		expect(await standing(spender, "end_user", "ann")).toMatchObject({ reserved: reserved + 7n * CENT });
		await sql`update call_hold set started_at = started_at - interval '21 minutes' where generation_id = ${call.generationId}`;
		expect(await reap(sql, 30_000)).toMatchObject({ calls: 1 });
		expect(await standing(spender, "end_user", "ann")).toMatchObject({ reserved });
		expect(await budgets.extend(call.generationId, nanoUsd(8n * CENT))).toBe(false);
	});

	it("count the charge of such a call when its usage comes after all", async () => {
		const call = newCall(spender, { endUser: "ann" });
		await hold(call, 7n);
		const before = await standing(spender, "end_user", "ann");
		await sql`update call_hold set started_at = started_at - interval '21 minutes' where generation_id = ${call.generationId}`;
		await reap(sql, 30_000);
		await log.append(usageOfCall(spender, allowanceId, call, 7n * CENT, 3n * CENT));
		await postAll(sql, spender.accountId);
		const after = await standing(spender, "end_user", "ann");
		expect(after).toEqual({ spent: before.spent + 3n * CENT, reserved: before.reserved - 7n * CENT });
	});

	it("keep what a call holds whose usage, or last state, still waits to be posted", async () => {
		const [waiting, running] = [newCall(spender, { endUser: "ann" }), newCall(spender, { endUser: "ann" })];
		await hold(waiting, 2n);
		await hold(running, 3n);
		const before = await standing(spender, "end_user", "ann");
		await log.append(usageOfCall(spender, allowanceId, waiting, 2n * CENT, CENT));
		await log.checkpoint(usageOfCall(spender, allowanceId, running, 3n * CENT, 2n * CENT));
		await sql`update call_hold set started_at = started_at - interval '21 minutes'
			where generation_id in (${waiting.generationId}, ${running.generationId})`;
		expect(await reap(sql, 30_000)).toMatchObject({ calls: 0 });
		// Its holder is lost: the last state becomes usage, and both are posted.
		await sql`update holder set lease_until = clock_timestamp() - interval '1 hour' where id = ${holderId}`;
		await reap(sql, 30_000);
		await postAll(sql, spender.accountId);
		const after = await standing(spender, "end_user", "ann");
		expect(after.spent - before.spent).toBe(3n * CENT);
		expect(await reap(sql, 30_000)).toMatchObject({ calls: expect.any(Number) });
		expect((await standing(spender, "end_user", "ann")).reserved).toBe(0n);
	});

	it("count a call once that is asked for again while the first question still waits", async () => {
		const { spender, allowanceId } = await open();
		await setLimit(spender, "end_user", "bob", 150n);
		const first = newCall(spender, { endUser: "bob" });
		expect(await budgets.hold(first, allowanceId, nanoUsd(1n))).toEqual({ held: true });
		await budgets.release(first.generationId);
		const call = newCall(spender, { endUser: "bob" });
		const ask = async () => budgets.hold(call, allowanceId, nanoUsd(100n));
		const asked = await sql.begin(async (tx) => {
			await tx`select 1 from budget_window w join budget b on b.id = w.budget_id
				where b.organisation_id = ${spender.organisationId} for update of w`;
			const both = [ask(), ask()];
			await waiting(2);
			return { both };
		});
		expect(await Promise.all(asked.both)).toEqual([{ held: true }, { held: true }]);
		expect((await standing(spender, "end_user", "bob")).reserved).toBe(100n);
		await budgets.release(call.generationId);
	});

	it("do not deadlock, and end right, with calls that name several, posting, settling and reaping at once", async () => {
		const busy = await open();
		const tags = ["a", "b", "c"];
		for (const tag of tags) await setLimit(busy.spender, "tag", tag, 300n * CENT);
		await setLimit(busy.spender, "end_user", "eve", 300n * CENT);
		const until = performance.now() + 2_500;
		let charged = 0n;
		const caller = async (n: number) => {
			while (performance.now() < until) {
				const mixed = [...tags].sort(() => Math.random() - 0.5).slice(0, 1 + (n % 3));
				const call = newCall(busy.spender, { endUser: n % 2 ? "eve" : "", tags: mixed });
				const outcome = await budgets.hold(call, busy.allowanceId, nanoUsd(5_000n));
				if ("refused" in outcome) continue;
				if (Math.random() < 0.5) await budgets.extend(call.generationId, nanoUsd(6_000n));
				if (Math.random() < 0.3) {
					await budgets.release(call.generationId);
					continue;
				}
				await log.append(usageOfCall(busy.spender, busy.allowanceId, call, 6_000n, 1_000n));
				charged += 1_000n;
				await budgets.settle(call.generationId, nanoUsd(1_000n));
			}
		};
		const forever = async (work: () => Promise<unknown>) => {
			while (performance.now() < until) await work();
		};
		await Promise.all([
			...[0, 1, 2, 3, 4, 5].map(caller),
			forever(() => postAll(sql, busy.spender.accountId)),
			forever(() => reap(sql, 30_000)),
			forever(() => sql`select release_lost_calls(interval '0')`),
			forever(() => setLimit(busy.spender, "tag", "a", 300n * CENT + BigInt(Math.floor(Math.random() * 100)))),
		]);
		await postAll(sql, busy.spender.accountId);
		await sql`select release_lost_calls(interval '0')`;
		for (const tag of tags) expect((await standing(busy.spender, "tag", tag)).reserved).toBe(0n);
		expect(charged).toBeGreaterThan(10_000n);
	});
});
