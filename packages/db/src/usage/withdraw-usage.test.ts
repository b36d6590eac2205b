import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { openTestBook, usageOf } from "../testing/open-test-book.fixture.ts";
import { readUsageEvent, type UsageEventRow } from "./read-usage-event.ts";
import { withdrawUsage } from "./withdraw-usage.ts";

const world = await openTestBook("withdraw usage");
const { sql, log } = world;
afterAll(() => world.close());
const spender = await world.open(0n);
const event = () => usageOf(spender, randomUUID(), 5n);

async function stored(generationId: string) {
	const rows = await sql<UsageEventRow[]>`select * from usage_event where generation_id = ${generationId}`;
	return rows[0] && readUsageEvent(rows[0]);
}

const free = { status: "interrupted", usage: {}, chargeNanoUsd: 0n };

describe("usage that is withdrawn", () => {
	it("costs nothing, though its commit had come through", async () => {
		const written = event();
		await log.append(written);
		expect(await withdrawUsage(sql, written)).toBe(true);
		expect(await stored(written.generationId)).toMatchObject(free);
	});

	it("is recorded as free where no commit came through, and stays so when the commit comes late", async () => {
		const written = event();
		expect(await withdrawUsage(sql, written)).toBe(true);
		await log.append(written);
		expect(await stored(written.generationId)).toMatchObject(free);
	});

	it("leaves no checkpoint that could be billed later", async () => {
		const written = event();
		await log.checkpoint(written);
		await withdrawUsage(sql, written);
		const left = await sql`select 1 from usage_checkpoint where generation_id = ${written.generationId}`;
		expect(left).toHaveLength(0);
	});

	it("is left alone once it is posted, and says so", async () => {
		const written = event();
		await log.append(written);
		await sql`update usage_event set transaction_id = ${randomUUID()}, posted_nano_usd = 5, overrun_nano_usd = 0
			where generation_id = ${written.generationId}`;
		expect(await withdrawUsage(sql, written)).toBe(false);
		expect((await stored(written.generationId))?.chargeNanoUsd).toBe(5n);
	});
});
