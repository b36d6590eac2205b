import { randomUUID } from "node:crypto";
import { nanoUsd } from "@turnpike/money";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { connect, type Queries } from "../connect.ts";
import { inSnapshot } from "../reports/audit.ts";
import { checkBooks } from "../reports/check-books.ts";
import { decide, openTestBook, postAll, type TestSpender, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { listParked, retryParked } from "../usage/parked.ts";
import { accountsToPost, postAccount, postAroundPoison } from "./posting-store.ts";
import { readBalance } from "./read-balance.ts";

const CENT = 10_000_000n;
const world = await openTestBook("posting");
const { sql, book, log } = world;
afterAll(async () => {
	const checks = await inSnapshot(sql, checkBooks);
	await world.close();
	const { parked: _parked, unposted: _unposted, ...mistakes } = checks;
	expect(mistakes).toEqual(Object.fromEntries(Object.keys(mistakes).map((name) => [name, 0])));
});

let holderId = "";
beforeEach(async () => {
	holderId = randomUUID();
	await book.register({ holderId, kind: "memory", instance: "" });
});

/** A spender with so many cents, and an allowance of all of them. */
async function funded(cents: bigint) {
	const spender = await world.open(cents * CENT);
	return { spender, allowanceId: await grant(spender, cents * CENT) };
}

async function grant(spender: TestSpender, nano: bigint): Promise<string> {
	const allowanceId = uuidv7();
	const amounts = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(nano), wanted: nanoUsd(nano) };
	expect(await book.grant({ holderId, allowanceId, spender, ...amounts })).toHaveProperty("grantedNanoUsd");
	return allowanceId;
}

async function balance(spender: TestSpender) {
	const found = await readBalance(sql, spender.organisationId);
	if (!found) throw new Error("no such organisation");
	expect(found.available + found.reserved).toBe(found.deposited - found.posted);
	return found;
}

describe("posting", () => {
	it("debits each generation once, in one balanced transaction that each of them names", async () => {
		const { spender, allowanceId } = await funded(100n);
		const events = [3n, 4n, 0n].map((cents) => usageOf(spender, allowanceId, cents * CENT));
		await Promise.all(events.map((event) => log.append(event)));
		expect(await balance(spender)).toMatchObject({ reserved: 100n * CENT, posted: 0n, unposted: 7n * CENT });
		expect(await postAll(sql, spender.accountId)).toEqual({ posted: 3, parked: 0 });
		expect(await balance(spender)).toMatchObject({ reserved: 93n * CENT, posted: 7n * CENT, unposted: 0n });
		const rows = await sql<{ transaction_id: string; posted: bigint }[]>`
			select transaction_id, posted_nano_usd as posted from usage_event where account_id = ${spender.accountId}`;
		expect(new Set(rows.map((row) => row.transaction_id)).size).toBe(1);
		const entries = await sql<{ account_id: string; amount: bigint }[]>`
			select account_id, amount_nano_usd as amount from entry where transaction_id = ${rows[0]?.transaction_id ?? ""}`;
		expect(entries.reduce((sum, line) => sum + line.amount, 0n)).toBe(0n);
		expect(entries.find((line) => line.account_id === spender.accountId)?.amount).toBe(-7n * CENT);
		expect(await postAll(sql, spender.accountId)).toEqual({ posted: 0, parked: 0 });
	});

	it("takes the same event, appended again and again, once", async () => {
		const { spender, allowanceId } = await funded(10n);
		const event = usageOf(spender, allowanceId, CENT);
		await Promise.all([1, 2, 3].map(() => log.append(event)));
		await postAll(sql, spender.accountId);
		await log.append(event);
		expect(await postAll(sql, spender.accountId)).toEqual({ posted: 0, parked: 0 });
		expect(await balance(spender)).toMatchObject({ posted: CENT });
	});

	it("is exactly once with workers racing over the same accounts while usage still arrives", async () => {
		const owners = await Promise.all(Array.from({ length: 4 }, () => funded(1_000n)));
		let arriving = true;
		const append = owners.map(async ({ spender, allowanceId }) => {
			for (let n = 0; n < 10; n++) {
				const batch = Array.from({ length: 25 }, () => usageOf(spender, allowanceId, 1_000n));
				await Promise.all([...batch, ...batch.slice(0, 3)].map((event) => log.append(event)));
			}
		});
		const worker = async () => {
			let posted = 0;
			for (;;) {
				const last = !arriving;
				let found = 0;
				for (const { spender } of owners) {
					const result = await postAccount(sql, spender.accountId, uuidv7(), decide, 40);
					found += result.posted + (result.claimed ? 0 : 1);
					posted += result.posted;
				}
				if (last && found === 0) return posted;
			}
		};
		const workers = [worker(), worker(), worker()];
		await Promise.all(append);
		arriving = false;
		const posted = await Promise.all(workers);
		expect(posted.reduce((sum, one) => sum + one, 0)).toBe(1_000);
		for (const { spender } of owners) expect(await balance(spender)).toMatchObject({ posted: 250_000n, unposted: 0n });
	});

	it("undoes all of it when the worker dies between two statements", async () => {
		const { spender, allowanceId } = await funded(10n);
		await log.append(usageOf(spender, allowanceId, CENT));
		const worker = connect(world.url, { connections: 1 });
		const dying = postAccount(worker, spender.accountId, uuidv7(), async (input) => {
			await sql`select pg_terminate_backend(pid) from pg_stat_activity
				where datname = current_database() and query like '%for update of a%' and pid <> pg_backend_pid()`;
			return decide(input);
		});
		await expect(dying).rejects.toThrow();
		expect(await balance(spender)).toMatchObject({ posted: 0n, unposted: CENT });
		expect(await postAll(sql, spender.accountId)).toEqual({ posted: 1, parked: 0 });
		await worker.end({ timeout: 1 });
	});

	it("does not keep an account locked for a worker that is not heard of any more", async () => {
		const { spender, allowanceId } = await funded(10n);
		await log.append(usageOf(spender, allowanceId, CENT));
		const worker = connect(world.url, { connections: 1 });
		const limitOf = async (queries: Queries) =>
			(await queries<{ limit: string }[]>`select current_setting('idle_in_transaction_session_timeout') as limit`)[0]
				?.limit;
		const silent = postAccount(worker, spender.accountId, uuidv7(), async (input, tx) => {
			expect(await limitOf(tx)).toBe("1min");
			await tx`set local idle_in_transaction_session_timeout = '50ms'`;
			await new Promise((resolve) => setTimeout(resolve, 500));
			return decide(input);
		});
		await expect(silent).rejects.toThrow();
		expect(await limitOf(worker)).toBe("0");
		expect(await postAll(sql, spender.accountId)).toEqual({ posted: 1, parked: 0 });
		await worker.end({ timeout: 1 });
	});

	it("undoes all of it when any part of it fails", async () => {
		const { spender, allowanceId } = await funded(10n);
		await log.append(usageOf(spender, allowanceId, CENT));
		const unbalanced = postAccount(sql, spender.accountId, uuidv7(), (input) => {
			const posting = decide(input);
			return { ...posting, entries: posting.entries.slice(1) };
		});
		await expect(unbalanced).rejects.toThrow("does not sum to zero");
		const overdrawn = postAccount(sql, spender.accountId, uuidv7(), (input) => {
			const posting = decide(input);
			return { ...posting, fromAllowances: new Map([[allowanceId, nanoUsd(11n * CENT)]]) };
		});
		await expect(overdrawn).rejects.toThrow(/allowance_within_grant|reserved_not_negative/);
		expect(await balance(spender)).toMatchObject({ posted: 0n, reserved: 10n * CENT });
		await postAll(sql, spender.accountId);
	});

	it("refuses to name a generation that another transaction has", async () => {
		const { spender, allowanceId } = await funded(10n);
		const event = usageOf(spender, allowanceId, CENT);
		await log.append(event);
		const twice = postAccount(sql, spender.accountId, uuidv7(), async (input) => {
			await sql`update usage_event set transaction_id = ${randomUUID()} where generation_id = ${event.generationId}`;
			return decide(input);
		});
		await expect(twice).rejects.toThrow("posted by another transaction");
		await sql`update usage_event set transaction_id = null where generation_id = ${event.generationId}`;
		await postAll(sql, spender.accountId);
	});

	it("takes the oldest first, as many as it is told, and says whether more may wait", async () => {
		const { spender, allowanceId } = await funded(10n);
		for (let n = 0; n < 5; n++)
			await log.append(usageOf(spender, allowanceId, 1n, { generationId: uuidv7(Date.now() + n) }));
		const postTwo = () => postAccount(sql, spender.accountId, uuidv7(), decide, 2);
		expect(await postTwo()).toEqual({ claimed: true, posted: 2, parked: 0, full: true });
		const left = await sql`select from usage_event where account_id = ${spender.accountId} and transaction_id is null`;
		expect(left).toHaveLength(3);
		await postTwo();
		expect(await postTwo()).toEqual({ claimed: true, posted: 1, parked: 0, full: false });
		expect(await postTwo()).toEqual({ claimed: true, posted: 0, parked: 0, full: false });
	});

	it("never charges above the hold, nor above the grant: the house pays the rest", async () => {
		const { spender, allowanceId } = await funded(10n);
		await log.append(usageOf(spender, allowanceId, 9n * CENT, { holdNanoUsd: nanoUsd(7n * CENT) }));
		await log.append(usageOf(spender, allowanceId, 5n * CENT));
		await postAll(sql, spender.accountId);
		expect(await balance(spender)).toMatchObject({ posted: 10n * CENT, reserved: 0n, available: 0n });
		const [house] = await sql<{ overrun: bigint }[]>`select sum(overrun_nano_usd)::bigint as overrun from usage_event
			where account_id = ${spender.accountId}`;
		expect(house?.overrun).toBe(4n * CENT);
	});
});

describe("a backlog", () => {
	it("is posted without walking through what is posted already, whatever the planner was told", async () => {
		const { spender, allowanceId } = await funded(1_000n);
		await Promise.all(Array.from({ length: 4_000 }, () => log.append(usageOf(spender, allowanceId, 1n))));
		await sql`analyze usage_event`;
		const rowsRead = async () => {
			await sql`select pg_stat_force_next_flush()`;
			const [row] = await sql<{ read: bigint }[]>`select sum(idx_tup_read)::bigint as read from pg_stat_user_indexes
				where relname like 'usage_event_%' and indexrelname like '%_pkey'`;
			return Number(row?.read ?? 0n);
		};
		const worker = connect(world.url, { connections: 1 });
		await worker`select 1`;
		const before = await rowsRead();
		for (let n = 0; n < 20; n++) await postAccount(worker, spender.accountId, uuidv7(), decide, 200);
		await worker.end({ timeout: 1 });
		await new Promise((resolve) => setTimeout(resolve, 50));
		// Naming each generation's transaction looks each of them up, once.
		expect((await rowsRead()) - before).toBeLessThan(8_500);
	});
});

describe("budgets", () => {
	it("count what was posted under them, late charges too", async () => {
		const of = await world.open(100n * CENT);
		const spender = await world.addKey(of, { limit: 20n * CENT, reset: "daily" });
		const open = await grant(spender, 6n * CENT);
		const closed = await grant(spender, 4n * CENT);
		await book.closeAllowance(closed, nanoUsd(0n));
		const window = async () => {
			const [row] = await sql<{ spent: bigint; reserved: bigint }[]>`
				select spent_nano_usd as spent, reserved_nano_usd as reserved from budget_window w
				join budget b on b.id = w.budget_id where b.scope_id = ${spender.keyId}`;
			return row;
		};
		expect(await window()).toEqual({ spent: 0n, reserved: 6n * CENT });
		await log.append(usageOf(spender, open, 5n * CENT));
		await log.append(usageOf(spender, closed, 4n * CENT));
		await postAll(sql, spender.accountId);
		expect(await window()).toEqual({ spent: 9n * CENT, reserved: CENT });
		await log.append(usageOf(spender, closed, 11n * CENT));
		await postAll(sql, spender.accountId);
		expect(await window()).toEqual({ spent: 9n * CENT, reserved: CENT });
	});
});

describe("poison", () => {
	it("is parked with its reason, and posted once it was mended", async () => {
		const { spender, allowanceId } = await funded(10n);
		const poison = usageOf(spender, allowanceId, CENT, { usage: {} });
		await Promise.all([poison, usageOf(spender, allowanceId, CENT)].map((event) => log.append(event)));
		expect(await postAll(sql, spender.accountId)).toEqual({ posted: 1, parked: 1 });
		const mine = (await listParked(sql)).filter((one) => one.organisationId === spender.organisationId);
		expect(mine).toMatchObject([{ generationId: poison.generationId, reason: "unpriced" }]);
		expect(await postAll(sql, spender.accountId)).toEqual({ posted: 0, parked: 0 });
		await sql`update usage_event set usage = ${sql.json({ input: Number(CENT) })} where generation_id = ${poison.generationId}`;
		expect(await retryParked(sql, poison.generationId)).toBe(1);
		expect(await postAll(sql, spender.accountId)).toEqual({ posted: 1, parked: 0 });
		expect(await balance(spender)).toMatchObject({ posted: 2n * CENT });
	});

	it("of an account that does not exist is parked, too", async () => {
		const { spender, allowanceId } = await funded(10n);
		const nobody = { ...spender, accountId: `acc_${randomUUID()}` };
		await log.append(usageOf(nobody, allowanceId, CENT));
		expect(await postAll(sql, nobody.accountId)).toEqual({ posted: 0, parked: 1 });
		expect(await accountsToPost(sql, 10, "")).not.toContain(nobody.accountId);
	});

	it("that only the database notices is parked alone, however many workers come upon it at once", async () => {
		await sql.unsafe(`create or replace function refuse() returns trigger language plpgsql as $$ begin
			if new.app = 'poison' and new.transaction_id is not null then raise exception 'bad luck' using errcode = '22003'; end if;
			return new; end $$; create or replace trigger refuse before update on usage_event for each row execute function refuse()`);
		const { spender, allowanceId } = await funded(10n);
		const events = Array.from({ length: 60 }, (_, n) =>
			usageOf(spender, allowanceId, 1n, { app: n % 20 === 7 ? "poison" : "" }),
		);
		await Promise.all(events.map((event) => log.append(event)));
		const worker = async () => {
			for (;;) {
				const around = await postAroundPoison(sql, spender.accountId, uuidv7, decide, 9);
				if (around.claimed && around.posted + around.parked === 0) return;
			}
		};
		await Promise.all([worker(), worker(), worker()]);
		expect(await balance(spender)).toMatchObject({ posted: 57n, unposted: 0n });
		const mine = (await listParked(sql)).filter((one) => one.organisationId === spender.organisationId);
		expect(mine.map((one) => one.generationId).sort()).toEqual(
			events.flatMap((event) => (event.app === "poison" ? [event.generationId] : [])).sort(),
		);
		expect(new Set(mine.map((one) => one.reason))).toEqual(new Set(["could not be posted: bad luck"]));
		await sql`drop trigger refuse on usage_event`;
	});

	it("that only the commit would notice is parked alone, too", async () => {
		const { spender, allowanceId } = await funded(10n);
		const events = [1n, 2n, 3n].map((price) => usageOf(spender, allowanceId, price));
		await Promise.all(events.map((event) => log.append(event)));
		const unbalanced = (input: Parameters<typeof decide>[0]) => {
			const posting = decide(input);
			const wrong = input.events.some((event) => event.chargeNanoUsd === 2n);
			return wrong ? { ...posting, entries: posting.entries.slice(1) } : posting;
		};
		const result = await postAroundPoison(sql, spender.accountId, uuidv7, unbalanced);
		expect(result).toEqual({ claimed: true, posted: 2, parked: 1, full: false });
		expect(await balance(spender)).toMatchObject({ posted: 4n });
	});

	it("is none where the database fails for another reason: nothing is parked, nothing posted", async () => {
		const { spender, allowanceId } = await funded(10n);
		await log.append(usageOf(spender, allowanceId, 1n));
		const failing = postAroundPoison(sql, spender.accountId, uuidv7, () => {
			throw Object.assign(new Error("no such table"), { code: "42P01" });
		});
		await expect(failing).rejects.toThrow("no such table");
		expect(await postAll(sql, spender.accountId)).toEqual({ posted: 1, parked: 0 });
	});

	it("says whose it is not: usage of another account's allowance is parked", async () => {
		const { spender } = await funded(10n);
		const other = await funded(10n);
		await log.append(usageOf(spender, other.allowanceId, CENT));
		expect(await postAll(sql, spender.accountId)).toEqual({ posted: 0, parked: 1 });
		expect(await balance(other.spender)).toMatchObject({ posted: 0n, reserved: 10n * CENT });
	});
});

describe("accounts to post", () => {
	it("are all found, in pages", async () => {
		const owners = await Promise.all(Array.from({ length: 5 }, () => funded(1n)));
		await Promise.all(owners.map(({ spender, allowanceId }) => log.append(usageOf(spender, allowanceId, 1n))));
		const found: string[] = [];
		for (
			let page = await accountsToPost(sql, 2, "");
			page.length > 0;
			page = await accountsToPost(sql, 2, page.at(-1) ?? "")
		) {
			found.push(...page);
		}
		expect(found).toEqual(owners.map(({ spender }) => spender.accountId).sort());
		await Promise.all(owners.map(({ spender }) => postAll(sql, spender.accountId)));
		expect(await accountsToPost(sql, 10, "")).toEqual([]);
	});
});

describe("postings, grants, returns and reaping at once", () => {
	it("neither deadlock nor overshoot", async () => {
		const spender = await world.open(50n * CENT);
		const keys = [
			spender,
			await world.addKey(spender, { limit: 30n * CENT, reset: "daily" }),
			await world.addKey(spender),
		];
		const until = performance.now() + 3_000;
		const troubles: unknown[] = [];
		const forever = async (work: () => Promise<unknown>) => {
			while (performance.now() < until) await work().catch((error) => troubles.push(error));
		};
		const { reap } = await import("./reap.ts");
		const spend = (key: TestSpender) => async () => {
			const mine = randomUUID();
			await book.register({ holderId: mine, kind: "memory", instance: "" });
			const allowanceId = uuidv7();
			const amounts = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(1_000n), wanted: nanoUsd(CENT) };
			const outcome = await book.grant({ holderId: mine, allowanceId, spender: key, ...amounts });
			if ("refused" in outcome) return;
			await log.append(usageOf(key, allowanceId, 1_000n));
			if (Math.random() < 0.5) await book.giveBack(allowanceId, nanoUsd(outcome.grantedNanoUsd - 1_000n));
			if (Math.random() < 0.7) await book.closeAllowance(allowanceId, nanoUsd(1_000n));
			else await sql`update holder set lease_until = clock_timestamp() - interval '1 hour' where id = ${mine}`;
		};
		await Promise.all([
			...keys.flatMap((key) => [forever(spend(key)), forever(spend(key))]),
			forever(() => postAccount(sql, spender.accountId, uuidv7(), decide, 20)),
			forever(() => postAccount(sql, spender.accountId, uuidv7(), decide, 20)),
			forever(() => reap(sql, 1_000)),
			forever(() => reap(sql, 1_000)),
			forever(() => world.fund(spender.accountId, 1_000n)),
		]);
		expect(troubles).toEqual([]);
		await postAll(sql, spender.accountId);
		await reap(sql, 1_000);
		const [used] = await sql<
			{ count: number }[]
		>`select count(*)::int as count from usage_event where account_id = ${spender.accountId}`;
		expect(used?.count).toBeGreaterThan(50);
		expect(await balance(spender)).toMatchObject({ posted: BigInt(used?.count ?? 0) * 1_000n, reserved: 0n });
	});
});
