import { randomUUID } from "node:crypto";
import type { UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestBook, postAll, type TestSpender, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import type { GenerationRow } from "./generation-row.ts";
import type { GenerationsQuery } from "./generations-query.ts";
import { listGenerations, type ScanBudget } from "./list-generations.ts";

const HOUR_MS = 3_600_000;
const DAYS = 75;
const STATUSES = ["completed", "aborted", "interrupted", "cut"] as const;
const world = await openTestBook("list_generations");
const { sql, book, log } = world;
afterAll(() => world.close());

const keys: TestSpender[] = [];
let events: UsageEvent[] = [];
const now = Date.now();

/** Two keys' generations over several months, and a stranger's among them: most posted, some waiting, one parked. */
beforeAll(async () => {
	const first = await world.open(100_000_000n);
	const stranger = await world.open(100_000_000n);
	const waiting: UsageEvent[] = [];
	keys.push(first, await world.addKey(first));
	for (const [at, spender] of [...keys, stranger].entries()) {
		const holderId = randomUUID();
		await book.register({ holderId, kind: "memory", instance: "" });
		const allowanceId = uuidv7();
		const amounts = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(1_000_000n), wanted: nanoUsd(0n) };
		await book.grant({ holderId, allowanceId, spender, ...amounts });
		const made = Array.from({ length: 150 }, (_, n) => {
			const admittedAt = now - n * ((DAYS * 24 * HOUR_MS) / 150) - at;
			return usageOf(spender, allowanceId, BigInt(n + 1), {
				generationId: uuidv7(admittedAt),
				admittedAt,
				model: `author/model-${n % 7}`,
				provider: n % 2 ? "one" : "two",
				status: STATUSES[n % 4] ?? "completed",
				// Nobody knows what that costs: it is parked.
				...(n === 100 && { usage: {} }),
			});
		});
		const rest = made.toReversed();
		for (const event of rest.slice(0, 120)) await log.append(event);
		await postAll(sql, spender.accountId);
		waiting.push(...rest.slice(120));
		if (spender !== stranger) events = [...events, ...made];
	}
	for (const event of waiting) await log.append(event);
	events.sort((a, b) => (a.generationId < b.generationId ? 1 : -1));
});

const ask = (query: Partial<GenerationsQuery> = {}, budget?: ScanBudget) =>
	listGenerations(sql, { organisationId: keys[0]?.organisationId ?? "", limit: 20, ...query }, budget);

/** Every page of a query, one after the other. */
async function walk(query: Partial<GenerationsQuery>, budget?: ScanBudget): Promise<GenerationRow[]> {
	const rows: GenerationRow[] = [];
	let before = query.before;
	for (;;) {
		const page = await ask({ ...query, ...(before !== undefined && { before }) }, budget);
		rows.push(...page.rows);
		if (page.next === undefined) return rows;
		before = page.next;
	}
}

const idsOf = (rows: readonly { readonly generationId: string }[]) => rows.map((row) => row.generationId);

describe("a list of generations", () => {
	it("has every one of the organisation's, posted or waiting or parked, the newest first, and nobody else's", async () => {
		const rows = await walk({});
		expect(idsOf(rows)).toEqual(idsOf(events));
		expect(rows.filter((row) => row.parked)).toHaveLength(2);
		expect(rows.filter((row) => row.posted)).toHaveLength(238);
		expect(rows[0]).toMatchObject({ posted: false, parked: false, charge: events[0]?.chargeNanoUsd, attempts: 1 });
	});

	it.each([1, 7, 299, 300, 301])("is the same by pages of %i", async (limit) => {
		expect(idsOf(await walk({ limit }))).toEqual(idsOf(events));
	});

	it.each<[string, Partial<GenerationsQuery>]>([
		["a key", { keyId: "second" }],
		["a model", { model: "author/model-3" }],
		["a provider", { provider: "one" }],
		["a status", { status: "cut" }],
		["a period", { from: now - 40 * 24 * HOUR_MS, to: now - 20 * 24 * HOUR_MS }],
		["all of it", { model: "author/model-1", provider: "one", status: "aborted", from: now - 60 * 24 * HOUR_MS }],
		["nothing there is", { model: "nobody/knows" }],
	])("is of %s where asked, however few are looked at for a page", async (_, asked) => {
		const query = asked.keyId === undefined ? asked : { ...asked, keyId: keys[1]?.keyId ?? "" };
		const wanted = events.filter(
			(event) =>
				(query.keyId === undefined || event.keyId === query.keyId) &&
				(query.model === undefined || event.model === query.model) &&
				(query.provider === undefined || event.provider === query.provider) &&
				(query.status === undefined || event.status === query.status) &&
				(query.from === undefined || event.admittedAt >= query.from) &&
				(query.to === undefined || event.admittedAt < query.to),
		);
		expect(idsOf(await walk({ ...query, limit: 5 }))).toEqual(idsOf(wanted));
		expect(idsOf(await walk({ ...query, limit: 5 }, { rows: 11, scans: 2 }))).toEqual(idsOf(wanted));
	});

	it("is of one project where asked", async () => {
		expect(await walk({ projectId: keys[0]?.projectId ?? "" })).toHaveLength(300);
		expect(await walk({ projectId: "prj_another" })).toEqual([]);
	});

	it("of nobody is empty", async () => {
		expect(await ask({ organisationId: "nobody" })).toEqual({ rows: [], next: undefined });
	});
});
