import { randomUUID } from "node:crypto";
import type { UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { completionTokens, promptTokens } from "@turnpike/wire";
import { afterAll, describe, expect, it } from "vitest";
import { connect } from "../connect.ts";
import { inSnapshot } from "../reports/audit.ts";
import { checkBooks } from "../reports/check-books.ts";
import { openTestBook, postAll, type TestSpender, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { fineRollupsAsOf } from "./fine-rollups-as-of.ts";
import { rollUpPending } from "./roll-up-pending.ts";

const HOUR_MS = 3_600_000;
const world = await openTestBook("fine rollups");
const { sql, book, log } = world;
afterAll(() => world.close());

async function open() {
	const spender = await world.open(1_000_000_000n);
	const holderId = randomUUID();
	await book.register({ holderId, kind: "memory", instance: "" });
	const allowanceId = uuidv7();
	const amount = nanoUsd(900_000_000n);
	await book.grant({ holderId, allowanceId, spender, grantedBefore: nanoUsd(0n), atLeast: amount, wanted: amount });
	return { spender, allowanceId };
}

function usage(spender: TestSpender, allowanceId: string, n: number): UsageEvent {
	return usageOf(spender, allowanceId, BigInt(1 + (n % 90)), {
		admittedAt: Date.now() - (n % 3) * HOUR_MS,
		usage: { input: 1 + (n % 90), cache_read: n % 5, output: n % 7, reasoning: n % 2 },
		model: `author/model-${n % 2}`,
		memberId: n % 2 ? "mem_1" : "",
		endUser: n % 3 ? `user-${n % 4}` : "",
		app: n % 5 ? "" : "An App",
		tags: [[], ["red"], ["red", "blue"]][n % 3] ?? [],
	});
}

async function appendAll(events: readonly UsageEvent[]): Promise<void> {
	await Promise.all(events.map((event) => log.append(event)));
}

async function rollUpAll(): Promise<void> {
	while ((await rollUpPending(sql)) > 0);
}

const VALUES: Readonly<Record<string, (event: UsageEvent) => readonly string[]>> = {
	member: (event) => [event.memberId],
	end_user: (event) => [event.endUser],
	app: (event) => [event.app],
	tag: (event) => (event.tags.length === 0 ? [""] : event.tags),
};

/** What an independent sum gives: by value and model. */
function summed(events: readonly UsageEvent[], valuesOf: (event: UsageEvent) => readonly string[]) {
	const sums = new Map<string, bigint[]>();
	for (const event of events) {
		for (const value of valuesOf(event)) {
			const sum = sums.get(`${value} ${event.model}`) ?? [0n, 0n, 0n, 0n];
			const figures = [
				1n,
				event.chargeNanoUsd,
				BigInt(promptTokens(event.usage)),
				BigInt(completionTokens(event.usage)),
			];
			sums.set(
				`${value} ${event.model}`,
				sum.map((before, at) => before + (figures[at] ?? 0n)),
			);
		}
	}
	return sums;
}

async function rolledUp(organisationId: string, dimension: string) {
	const rows = await sql<{ value: string; model: string; figures: bigint[] }[]>`
		select value, model, array[sum(generations), sum(charge_nano_usd), sum(prompt_tokens), sum(completion_tokens)]::bigint[] as figures
		from usage_hourly_by where organisation_id = ${organisationId} and dimension = ${dimension} group by 1, 2`;
	return new Map(rows.map(({ value, model, figures }) => [`${value} ${model}`, figures]));
}

async function wrongRollups(): Promise<number> {
	return (await inSnapshot(sql, checkBooks)).wrongFineRollups;
}

describe("rollups by member, end user, app and tag", () => {
	it("are what an independent sum gives, and each but tags sums to the ledger", async () => {
		const { spender, allowanceId } = await open();
		const events = Array.from({ length: 300 }, (_, n) => usage(spender, allowanceId, n));
		await appendAll(events);
		await postAll(sql, spender.accountId);
		await rollUpAll();
		for (const [dimension, valuesOf] of Object.entries(VALUES)) {
			expect(await rolledUp(spender.organisationId, dimension), dimension).toEqual(summed(events, valuesOf));
		}
		const [posted] = await sql<
			{ posted: bigint }[]
		>`select posted_nano_usd as posted from account where id = ${spender.accountId}`;
		for (const dimension of ["member", "end_user", "app"]) {
			const sums = [...(await rolledUp(spender.organisationId, dimension)).values()];
			expect(sums.reduce((sum, [, charge = 0n]) => sum + charge, 0n)).toBe(posted?.posted);
		}
		expect(await wrongRollups()).toBe(0);
	});

	it("have each posting once, with workers at it together while usage is posted", async () => {
		const owners = await Promise.all([open(), open(), open()]);
		const all = new Map(owners.map(({ spender }) => [spender.organisationId, [] as UsageEvent[]]));
		let posting = true;
		const poster = async () => {
			for (let round = 0; round < 8; round++) {
				for (const { spender, allowanceId } of owners) {
					const events = Array.from({ length: 30 }, (_, n) => usage(spender, allowanceId, n * 7 + round));
					all.get(spender.organisationId)?.push(...events);
					await appendAll(events);
					await postAll(sql, spender.accountId);
				}
			}
			posting = false;
		};
		const worker = async () => {
			for (;;) {
				const last = !posting;
				if ((await rollUpPending(sql)) === 0 && last) return;
			}
		};
		await Promise.all([poster(), worker(), worker(), worker()]);
		await rollUpAll();
		for (const [organisationId, events] of all) {
			expect(await rolledUp(organisationId, "end_user")).toEqual(summed(events, ({ endUser }) => [endUser]));
		}
		expect(await wrongRollups()).toBe(0);
	});

	it("survive a worker that dies with what it had taken", async () => {
		const { spender, allowanceId } = await open();
		const events = Array.from({ length: 50 }, (_, n) => usage(spender, allowanceId, n));
		await appendAll(events);
		await postAll(sql, spender.accountId);
		const dying = connect(world.url, { connections: 1 });
		const died = dying.begin(async (tx) => {
			await rollUpPending(tx as unknown as typeof dying);
			await sql`select pg_terminate_backend(pid) from pg_stat_activity
				where datname = current_database() and state = 'idle in transaction' and query like '%roll_up_pending%'`;
			await tx`select 1`;
		});
		await expect(died).rejects.toThrow();
		await dying.end({ timeout: 1 });
		expect(await rolledUp(spender.organisationId, "app")).toEqual(new Map());
		await rollUpAll();
		expect(await rolledUp(spender.organisationId, "app")).toEqual(summed(events, ({ app }) => [app]));
	});

	it("take in what is posted late, in its own hour", async () => {
		const { spender, allowanceId } = await open();
		const early = usage(spender, allowanceId, 1);
		await log.append(early);
		await postAll(sql, spender.accountId);
		await rollUpAll();
		const late = { ...usage(spender, allowanceId, 1), generationId: uuidv7(Date.now() - 40 * 24 * HOUR_MS) };
		await log.append({ ...late, admittedAt: early.admittedAt });
		await postAll(sql, spender.accountId);
		await rollUpAll();
		const [row] = await sql<{ generations: number }[]>`select generations from usage_hourly_by
			where organisation_id = ${spender.organisationId} and dimension = 'member'`;
		expect(row?.generations).toBe(2);
		expect(await wrongRollups()).toBe(0);
	});

	it("say until when they are complete", async () => {
		await rollUpAll();
		const before = Date.now();
		expect(await fineRollupsAsOf(sql)).toBeGreaterThanOrEqual(before - 1_000);
		const { spender, allowanceId } = await open();
		await log.append(usage(spender, allowanceId, 0));
		await postAll(sql, spender.accountId);
		const pending = await fineRollupsAsOf(sql);
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(await fineRollupsAsOf(sql)).toBe(pending);
		await rollUpAll();
		expect(await fineRollupsAsOf(sql)).toBeGreaterThan(pending);
	});
});
