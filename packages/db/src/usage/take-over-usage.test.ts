import { randomUUID } from "node:crypto";
import { serializeUsageEvent, type UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import { openTestBook, usageOf } from "../testing/open-test-book.fixture.ts";
import type { ReadableRecord, UnreadableRecord } from "./second-log-record.ts";
import { takeOverUsage } from "./take-over-usage.ts";
import { listUnreadable, retryUnreadable } from "./unreadable.ts";

const world = await openTestBook("second log");
const { sql } = world;
afterAll(() => world.close());
const spender = await world.open(0n);
const event = (overrides: Parameters<typeof usageOf>[3] = {}) => usageOf(spender, randomUUID(), 5n, overrides);

let entries = 0;
const newSource = () => `1790000000000-${++entries}`;
const record = (kind: ReadableRecord["kind"], of: UsageEvent): ReadableRecord => ({
	kind,
	source: newSource(),
	event: of,
});
const unreadable = (said: string | undefined, payload: string): UnreadableRecord => ({
	kind: "unreadable",
	source: newSource(),
	said,
	payload,
	reason: "not understood \0",
});

async function stored(table: "usage_event" | "usage_checkpoint" | "usage_withdrawal", events: readonly UsageEvent[]) {
	const ids = events.map((one) => one.generationId);
	const rows = await sql<{ id: string }[]>`select generation_id as id from ${sql(table)}
		where generation_id = any (${ids}::uuid[])`;
	return ids.map((id) => rows.some((row) => row.id === id));
}

async function unread(source: string) {
	return (await listUnreadable(sql)).find((one) => one.source === source);
}

describe("what the second log took", () => {
	it("is taken over once, whatever comes twice, and records that cannot be read are kept", async () => {
		const [final, both, open, free] = [event(), event(), event(), event()];
		const poison = unreadable(undefined, "\0\ud800{");
		const batch = [
			record("final", final),
			record("checkpoint", both),
			record("final", both),
			poison,
			record("checkpoint", open),
			record("checkpoint", { ...open, chargeNanoUsd: nanoUsd(4n) }),
			record("withdrawal", free),
		];
		expect(await takeOverUsage(sql, batch)).toBe(1);
		expect(await takeOverUsage(sql, batch)).toBe(0);
		const all = [final, both, open, free];
		expect(await stored("usage_event", all)).toEqual([true, true, false, false]);
		expect(await stored("usage_checkpoint", all)).toEqual([false, false, true, false]);
		expect(await stored("usage_withdrawal", all)).toEqual([false, false, false, true]);
		const [left] = await sql`select event ->> 'charge_nano_usd' as charge from usage_checkpoint
			where generation_id = ${open.generationId}`;
		expect(left).toEqual({ charge: "4" });
		const [kept] = await sql`select payload, reason from unreadable_usage where source = ${poison.source}`;
		expect(kept).toEqual({ payload: "\ufffd{", reason: "not understood " });
	});

	it("is not kept by records that the book refuses: these wait with the reason", async () => {
		const good = Array.from({ length: 9 }, () => event());
		const bad = [event({ ttftMs: 1e12 }), event({ admittedAt: Number.MAX_VALUE })];
		const batch = [...good.slice(0, 4), ...bad, ...good.slice(4)].map((one) => record("final", one));
		expect(await takeOverUsage(sql, batch)).toBe(2);
		expect(await takeOverUsage(sql, batch)).toBe(0);
		expect(await stored("usage_event", good)).toEqual(good.map(() => true));
		const [first, second] = batch.slice(4, 6);
		expect(await unread(first?.source ?? "")).toMatchObject({
			said: "final",
			reason: expect.stringContaining("out of range"),
		});
		expect(await unread(second?.source ?? "")).toMatchObject({
			said: "final",
			reason: expect.stringContaining("Invalid"),
		});
	});
});

describe("a record that could not be read", () => {
	it.each(["final", "checkpoint", "withdrawal"] as const)("is read once it can be, as the %s it is", async (kind) => {
		const late = event();
		const poison = unreadable(kind, serializeUsageEvent(late).replace('"estimated":false', '"estimated":"no"'));
		await takeOverUsage(sql, [poison]);
		expect(await retryUnreadable(sql, poison.source)).toEqual({ read: 0, left: 1 });
		expect(await unread(poison.source)).toMatchObject({
			said: kind,
			reason: "TypeError: event.estimated must be true or false",
		});
		// Who mends it may mend the record, or the reader.
		await sql`update unreadable_usage set payload = ${serializeUsageEvent(late)} where source = ${poison.source}`;
		expect(await retryUnreadable(sql, poison.source)).toEqual({ read: 1, left: 0 });
		expect(await retryUnreadable(sql, poison.source)).toEqual({ read: 0, left: 0 });
		const tables = ["usage_event", "usage_checkpoint", "usage_withdrawal"] as const;
		const found = await Promise.all(tables.map(async (table) => (await stored(table, [late]))[0]));
		expect(found).toEqual(["final", "checkpoint", "withdrawal"].map((one) => one === kind));
	});

	it("stays while nobody knows what it is, or the book refuses it", async () => {
		const nameless = unreadable(undefined, serializeUsageEvent(event()));
		const strange = unreadable("refund", serializeUsageEvent(event()));
		const refused = record("final", event({ latencyMs: 1e12 }));
		await takeOverUsage(sql, [nameless, strange, refused]);
		const { left } = await retryUnreadable(sql, undefined);
		expect(left).toBeGreaterThanOrEqual(3);
		expect(await unread(nameless.source)).toMatchObject({ reason: "TypeError: its kind is not known: null" });
		expect(await unread(strange.source)).toMatchObject({ reason: "TypeError: its kind is not known: refund" });
		expect(await unread(refused.source)).toMatchObject({ reason: expect.stringContaining("out of range") });
	});

	it("of which the book has the generation already changes nothing", async () => {
		const [once, again] = [event(), unreadable("final", "")];
		await takeOverUsage(sql, [record("final", once), { ...again, payload: serializeUsageEvent(once) }]);
		expect(await retryUnreadable(sql, again.source)).toEqual({ read: 1, left: 0 });
		expect(await stored("usage_event", [once])).toEqual([true]);
	});
});
