import { randomUUID } from "node:crypto";
import { nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import { readBalance } from "../ledger/read-balance.ts";
import { inSnapshot } from "../reports/audit.ts";
import { checkBooks } from "../reports/check-books.ts";
import { openTestBook, postAll, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { readUsageEvent, type UsageEventRow } from "./read-usage-event.ts";
import { withdrawRequested } from "./withdraw-requested.ts";

const world = await openTestBook("withdraw usage");
const { sql, log, book } = world;
afterAll(async () => {
	const { parked: _parked, unposted: _unposted, ...mistakes } = await inSnapshot(sql, checkBooks);
	await world.close();
	expect(mistakes).toEqual(Object.fromEntries(Object.keys(mistakes).map((name) => [name, 0])));
});
const CENT = 10_000_000n;
const spender = await world.open(100n * CENT);

/** An event with an allowance that covers it. */
async function anEvent(charge = 5n) {
	const holderId = randomUUID();
	await book.register({ holderId, kind: "memory", instance: "" });
	const allowanceId = uuidv7();
	const granted = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(CENT), wanted: nanoUsd(CENT) };
	await book.grant({ holderId, allowanceId, spender, ...granted });
	return usageOf(spender, allowanceId, charge);
}

async function stored(generationId: string) {
	const rows = await sql<UsageEventRow[]>`select * from usage_event where generation_id = ${generationId}`;
	return rows[0] && readUsageEvent(rows[0]);
}

const balance = async () => {
	const found = await readBalance(sql, spender.organisationId);
	return (found?.available ?? 0n) + (found?.reserved ?? 0n);
};
const withdrawAll = () => withdrawRequested(sql, uuidv7);
const free = { status: "interrupted", usage: {}, chargeNanoUsd: 0n };
const NOTHING = { freed: 0, givenBack: 0 };

describe("usage that is withdrawn", () => {
	it("costs nothing, though its commit had come through", async () => {
		const event = await anEvent();
		await log.append(event);
		await log.withdraw(event);
		expect(await withdrawAll()).toEqual({ freed: 1, givenBack: 0 });
		expect(await stored(event.generationId)).toMatchObject(free);
		expect(await withdrawAll()).toEqual(NOTHING);
	});

	it("is recorded as free where no commit came through, and stays so when the commit comes late", async () => {
		const event = await anEvent();
		await log.withdraw(event);
		await withdrawAll();
		await log.append(event);
		expect(await stored(event.generationId)).toMatchObject(free);
	});

	it("leaves no checkpoint that could be billed later", async () => {
		const event = await anEvent();
		await log.checkpoint(event);
		await log.withdraw(event);
		await withdrawAll();
		const left = await sql`select 1 from usage_checkpoint where generation_id = ${event.generationId}`;
		expect(left).toHaveLength(0);
	});

	it("is given back where it was debited already, once, whoever asks and however often", async () => {
		const before = await balance();
		const event = await anEvent(7n);
		await log.append(event);
		await postAll(sql, spender.accountId);
		expect(await balance()).toBe(before - 7n);
		await log.withdraw(event);
		await log.withdraw(event);
		const reports = await Promise.all([withdrawAll(), withdrawAll(), withdrawAll()]);
		expect(reports.reduce((sum, { givenBack }) => sum + givenBack, 0)).toBe(1);
		expect(await balance()).toBe(before);
		expect((await stored(event.generationId))?.chargeNanoUsd).toBe(7n);
		await sql`update usage_withdrawal set done_at = null where generation_id = ${event.generationId}`;
		await withdrawAll();
		expect(await balance()).toBe(before);
	});

	it("is not debited by a posting that runs at the same time, or is given back", async () => {
		const before = await balance();
		for (let round = 0; round < 20; round++) {
			const event = await anEvent(3n);
			await log.append(event);
			await log.withdraw(event);
			await Promise.all([postAll(sql, spender.accountId), withdrawAll()]);
			await postAll(sql, spender.accountId);
		}
		expect(await balance()).toBe(before);
	});
});

describe("a withdrawal of which only the generation is known", () => {
	const request = (generationId: string) => sql`insert into usage_withdrawal (generation_id) values (${generationId})`;
	const isDone = async (generationId: string) => {
		const [row] = await sql<{ done: boolean }[]>`
			select done_at is not null as done from usage_withdrawal where generation_id = ${generationId}`;
		return row?.done;
	};

	it("waits for its usage, and frees what comes", async () => {
		const event = await anEvent();
		await request(event.generationId);
		expect(await withdrawAll()).toEqual(NOTHING);
		expect(await isDone(event.generationId)).toBe(false);
		await log.append(event);
		expect(await withdrawAll()).toEqual({ freed: 1, givenBack: 0 });
		expect(await stored(event.generationId)).toMatchObject(free);
	});

	it("makes the last checkpoint of a lost process a free record, before it is billed", async () => {
		const event = await anEvent();
		await log.checkpoint(event);
		await request(event.generationId);
		expect(await withdrawAll()).toEqual({ freed: 1, givenBack: 0 });
		expect(await stored(event.generationId)).toMatchObject({ ...free, providerCostNanoUsd: event.providerCostNanoUsd });
	});

	it("is over when nothing has come for an hour", async () => {
		const generationId = uuidv7();
		await request(generationId);
		await sql`update usage_withdrawal set requested_at = now() - interval '61 minutes' where generation_id = ${generationId}`;
		expect(await withdrawAll()).toEqual(NOTHING);
		expect(await isDone(generationId)).toBe(true);
	});
});
