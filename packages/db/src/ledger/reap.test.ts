import { randomUUID } from "node:crypto";
import { nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import { inSnapshot } from "../reports/audit.ts";
import { checkBooks } from "../reports/check-books.ts";
import { openTestBook, postAll, type TestSpender, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { retryUnreadable } from "../usage/unreadable.ts";
import { readBalance } from "./read-balance.ts";
import { reap, reclaim } from "./reap.ts";

const CENT = 10_000_000n;
const world = await openTestBook("reap");
const { sql, book, log } = world;
afterAll(async () => {
	const { parked: _parked, unposted: _unposted, ...mistakes } = await inSnapshot(sql, checkBooks);
	await world.close();
	expect(Object.values(mistakes).every((count) => count === 0)).toBe(true);
});

/** A holder with one allowance of ten cents out of a dollar. */
async function holding(instance = "") {
	const spender = await world.open(100n * CENT);
	const holderId = randomUUID();
	await book.register({ holderId, kind: "memory", instance });
	return { spender, holderId, allowanceId: await grant(holderId, spender) };
}

async function grant(holderId: string, spender: TestSpender): Promise<string> {
	const allowanceId = uuidv7();
	const amounts = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(10n * CENT), wanted: nanoUsd(0n) };
	await book.grant({ holderId, allowanceId, spender, ...amounts });
	return allowanceId;
}

async function lose(holderId: string): Promise<void> {
	await sql`update holder set lease_until = clock_timestamp() - interval '1 minute' where id = ${holderId}`;
}

async function money(spender: TestSpender) {
	const balance = await readBalance(sql, spender.organisationId);
	return (
		balance && { available: balance.available / CENT, reserved: balance.reserved / CENT, posted: balance.posted / CENT }
	);
}

describe("reaping", () => {
	it("leaves holders alone whose calls may still run", async () => {
		const { spender, holderId } = await holding();
		await lose(holderId);
		expect(await reap(sql, 120_000)).toEqual({ holders: 0, checkpoints: 0, unreadable: 0, calls: 0, returned: 0 });
		expect(await money(spender)).toMatchObject({ reserved: 10n });
		expect(await book.renew(holderId)).toBe(true);
	});

	it("gives up the others once, and returns what their allowances have left", async () => {
		const { spender, holderId } = await holding();
		await lose(holderId);
		expect(await reap(sql, 30_000)).toEqual({ holders: 1, checkpoints: 0, unreadable: 0, calls: 0, returned: 1 });
		expect(await money(spender)).toEqual({ available: 100n, reserved: 0n, posted: 0n });
		expect(await reap(sql, 30_000)).toEqual({ holders: 0, checkpoints: 0, unreadable: 0, calls: 0, returned: 0 });
		expect(await book.renew(holderId)).toBe(false);
	});

	it("keeps what durable usage waits to be posted, and returns the rest behind it", async () => {
		const { spender, holderId, allowanceId } = await holding();
		await log.append(usageOf(spender, allowanceId, 4n * CENT));
		await lose(holderId);
		expect(await reap(sql, 30_000)).toMatchObject({ returned: 0 });
		expect(await money(spender)).toEqual({ available: 90n, reserved: 10n, posted: 0n });
		await postAll(sql, spender.accountId);
		expect(await reap(sql, 30_000)).toMatchObject({ returned: 1 });
		expect(await money(spender)).toEqual({ available: 96n, reserved: 0n, posted: 4n });
	});

	it("bills a lost stream by its last checkpoint", async () => {
		const { spender, holderId, allowanceId } = await holding();
		const named = { memberId: "mem_1", tags: ["a", "b"] };
		const stream = usageOf(spender, allowanceId, 2n * CENT, { status: "aborted", estimated: true, ...named });
		await log.checkpoint({ ...stream, usage: { input: 1 }, chargeNanoUsd: nanoUsd(1n) });
		await log.checkpoint(stream);
		await lose(holderId);
		expect(await reap(sql, 30_000)).toEqual({ holders: 1, checkpoints: 1, unreadable: 0, calls: 0, returned: 0 });
		await postAll(sql, spender.accountId);
		await reap(sql, 30_000);
		expect(await money(spender)).toEqual({ available: 98n, reserved: 0n, posted: 2n });
		const [row] = await sql`select admitted_at, hold_nano_usd as hold, status, member_id, tags
			from usage_event where generation_id = ${stream.generationId}`;
		expect(row).toEqual({
			admitted_at: new Date(stream.admittedAt),
			hold: 2n * CENT,
			status: "aborted",
			member_id: "mem_1",
			tags: ["a", "b"],
		});
	});

	it("bills a lost stream of a holder that lives on, once its allowance is closed and a late log has had its time", async () => {
		const { spender, holderId, allowanceId } = await holding();
		const stream = usageOf(spender, allowanceId, 2n * CENT, { status: "aborted", estimated: true });
		await log.checkpoint(stream);
		// The hold of the process that was lost has expired: all of it counts as spent.
		await book.closeAllowance(allowanceId, nanoUsd(10n * CENT));
		expect(await reap(sql, 30_000)).toMatchObject({ holders: 0, checkpoints: 0, returned: 0 });
		await sql`update allowance set closed_at = clock_timestamp() - interval '6 minutes' where id = ${allowanceId}`;
		expect(await reap(sql, 30_000)).toMatchObject({ holders: 0, checkpoints: 1, returned: 0 });
		await postAll(sql, spender.accountId);
		expect(await reap(sql, 30_000)).toMatchObject({ checkpoints: 0, returned: 1 });
		expect(await money(spender)).toEqual({ available: 98n, reserved: 0n, posted: 2n });
		expect(await book.renew(holderId)).toBe(true);
	});

	it("lets the final record stand where it came after all", async () => {
		const { spender, holderId, allowanceId } = await holding();
		const stream = usageOf(spender, allowanceId, 3n * CENT);
		await log.checkpoint({ ...stream, usage: { input: 1 }, chargeNanoUsd: nanoUsd(1n) });
		const [checkpoint] = await sql<{ event: string }[]>`select event::text as event from usage_checkpoint
			where generation_id = ${stream.generationId}`;
		await log.append(stream);
		// The checkpoint was on its way while the final record was written.
		await sql`insert into usage_checkpoint (generation_id, allowance_id, event)
			values (${stream.generationId}, ${allowanceId}, ${checkpoint?.event ?? ""}::text::jsonb)`;
		await lose(holderId);
		await reap(sql, 30_000);
		await postAll(sql, spender.accountId);
		await reap(sql, 30_000);
		expect(await money(spender)).toEqual({ available: 97n, reserved: 0n, posted: 3n });
	});

	it("is not stopped by a checkpoint that cannot become usage: that one waits for a person", async () => {
		const bad = await holding();
		const poison = usageOf(bad.spender, bad.allowanceId, CENT);
		await log.checkpoint(poison);
		await sql`update usage_checkpoint set event = event || '{"latency_ms": "soon"}' where generation_id = ${poison.generationId}`;
		const good = await holding();
		await log.checkpoint(usageOf(good.spender, good.allowanceId, CENT));
		await lose(bad.holderId);
		await lose(good.holderId);
		expect(await reap(sql, 30_000)).toEqual({ holders: 2, checkpoints: 1, unreadable: 1, calls: 0, returned: 1 });
		await postAll(sql, good.spender.accountId);
		expect(await reap(sql, 30_000)).toMatchObject({ returned: 1 });
		expect(await money(good.spender)).toEqual({ available: 99n, reserved: 0n, posted: 1n });
		expect(await money(bad.spender)).toEqual({ available: 100n, reserved: 0n, posted: 0n });
		const kept = await sql<
			{ reason: string }[]
		>`select reason from unreadable_usage where source = ${`checkpoint:${poison.generationId}`}`;
		expect(kept).toMatchObject([{ reason: expect.stringContaining("soon") }]);

		// Tried again, it comes back with its reason for as long as it is wrong, and is billed once it is not.
		const source = `checkpoint:${poison.generationId}`;
		expect(await retryUnreadable(sql, source)).toEqual({ read: 1, left: 0 });
		expect(await reap(sql, 30_000)).toMatchObject({ unreadable: 1 });
		await sql`update unreadable_usage set payload = replace(payload, '"soon"', '5') where source = ${source}`;
		expect(await retryUnreadable(sql, source)).toEqual({ read: 1, left: 0 });
		expect(await reap(sql, 30_000)).toMatchObject({ checkpoints: 1, unreadable: 0 });
		await postAll(sql, bad.spender.accountId);
		expect(await money(bad.spender)).toEqual({ available: 99n, reserved: 0n, posted: 1n });
	});

	it("clears checkpoints away that their final records left behind", async () => {
		const { spender, allowanceId } = await holding();
		const stream = usageOf(spender, allowanceId, CENT);
		await log.checkpoint(stream);
		const rows = await sql`select * from usage_checkpoint where generation_id = ${stream.generationId}`;
		await log.append(stream);
		const [row] = rows;
		await sql`insert into usage_checkpoint (generation_id, allowance_id, event, recorded_at)
			values (${stream.generationId}, ${allowanceId}, ${sql.json(row?.event)}, clock_timestamp() - interval '2 hours')`;
		await reap(sql, 30_000);
		expect(await sql`select from usage_checkpoint where generation_id = ${stream.generationId}`).toHaveLength(0);
		await postAll(sql, spender.accountId);
	});

	it("settles a closed allowance's unposted remainder after a while, and not before", async () => {
		const { spender, allowanceId } = await holding();
		await book.closeAllowance(allowanceId, nanoUsd(4n * CENT));
		await reap(sql, 30_000);
		expect(await money(spender)).toEqual({ available: 96n, reserved: 4n, posted: 0n });
		await sql`update allowance set closed_at = closed_at - interval '6 minutes' where id = ${allowanceId}`;
		expect(await reap(sql, 30_000)).toMatchObject({ returned: 1 });
		expect(await money(spender)).toEqual({ available: 100n, reserved: 0n, posted: 0n });
		await log.append(usageOf(spender, allowanceId, 4n * CENT));
		await postAll(sql, spender.accountId);
		expect(await money(spender)).toEqual({ available: 96n, reserved: 0n, posted: 4n });
	});

	it("takes up what a holder left that ended by its own word", async () => {
		const { spender, holderId } = await holding();
		await book.unregister(holderId);
		expect(await reap(sql, 3_600_000)).toMatchObject({ holders: 0, returned: 1 });
		expect(await money(spender)).toEqual({ available: 100n, reserved: 0n, posted: 0n });
	});

	it("may be done by many at once", async () => {
		const lost = await Promise.all(Array.from({ length: 10 }, () => holding()));
		for (const { holderId, spender, allowanceId } of lost) {
			await log.checkpoint(usageOf(spender, allowanceId, CENT));
			await lose(holderId);
		}
		const reports = await Promise.all(Array.from({ length: 6 }, () => reap(sql, 30_000)));
		expect(reports.reduce((sum, report) => sum + report.holders, 0)).toBe(10);
		expect(reports.reduce((sum, report) => sum + report.checkpoints, 0)).toBe(10);
		for (const { spender } of lost) await postAll(sql, spender.accountId);
		await reap(sql, 30_000);
		for (const { spender } of lost) expect(await money(spender)).toEqual({ available: 99n, reserved: 0n, posted: 1n });
	});
});

describe("reclaiming", () => {
	it("takes up the holders of a place at once, but not those that live there, and nobody else's", async () => {
		const place = randomUUID();
		const dead = await holding(place);
		const living = await holding(place);
		const elsewhere = await holding(randomUUID());
		const nowhere = await holding("");
		expect(await reclaim(sql, place, [living.holderId])).toMatchObject({ holders: 1, returned: 1 });
		expect(await reclaim(sql, "", [])).toMatchObject({ holders: 0 });
		expect(await money(dead.spender)).toMatchObject({ available: 100n });
		for (const { holderId } of [living, elsewhere, nowhere]) expect(await book.renew(holderId)).toBe(true);
		expect(await book.renew(dead.holderId)).toBe(false);
	});
});
