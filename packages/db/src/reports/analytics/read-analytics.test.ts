import { randomUUID } from "node:crypto";
import type { UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { completionTokens, promptTokens, type Usage } from "@turnpike/wire";
import { ANALYTICS_METRICS, type AnalyticsDimension, type AnalyticsMetric } from "@turnpike/wire/account";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readBalance } from "../../ledger/read-balance.ts";
import { openTestBook, postAll, type TestSpender, usageOf } from "../../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../../testing/uuidv7.fixture.ts";
import { rollUpPending } from "../../usage/roll-up-pending.ts";
import type { AnalyticsQuery } from "./analytics-query.ts";
import { type Analytics, readAnalytics } from "./read-analytics.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STATUSES = ["completed", "completed", "aborted", "interrupted", "cut"] as const;
const TAGS = [[], ["red"], ["red", "blue"], ["blue"]] as const;
const world = await openTestBook("analytics");
const { sql, book, log } = world;
afterAll(() => world.close());

const now = Date.UTC(2026, 10, 23, 12, 34, 56);
const keys: TestSpender[] = [];
const posted: UsageEvent[] = [];

beforeAll(async () => {
	const first = await world.open(100_000_000n);
	const stranger = await world.open(100_000_000n);
	keys.push(first, await world.addKey(first));
	for (const [at, spender] of [...keys, stranger].entries()) {
		const holderId = randomUUID();
		await book.register({ holderId, kind: "memory", instance: "" });
		const allowanceId = uuidv7();
		const amounts = { grantedBefore: nanoUsd(0n), atLeast: nanoUsd(1_000_000n), wanted: nanoUsd(0n) };
		await book.grant({ holderId, allowanceId, spender, ...amounts });
		const events = Array.from({ length: 200 }, (_, n) => {
			const admittedAt = now - Math.floor(n * ((40 * DAY_MS) / 200)) - at * 1_000;
			const price = 3 + ((n * 7_919) % 1_000);
			return usageOf(spender, allowanceId, BigInt(price), {
				// Its id is as much older as its body took to come.
				generationId: uuidv7(admittedAt - (n % 25) * 1_000),
				admittedAt,
				usage: { input: price, cache_read: n % 90, output: n % 40, reasoning: n % 3, web_search: n % 2 },
				model: `author/model-${n % 3}`,
				provider: n % 2 ? "one" : "two",
				status: STATUSES[n % 5] ?? "completed",
				finishReason: n % 4 ? "stop" : "length",
				streamed: n % 3 !== 0,
				latencyMs: 100 + ((n * 31) % 900),
				ttftMs: 10 + ((n * 17) % 200),
				memberId: n % 2 ? "usr_1" : "",
				endUser: n % 3 ? `user-${n % 4}` : "",
				app: n % 5 ? "" : "An App",
				tags: TAGS[n % 4] ?? [],
				...(n % 7 === 0 && { attempts: [attempt("failed"), attempt("answered")] }),
			});
		});
		for (const event of events) await log.append(event);
		await postAll(sql, spender.accountId);
		if (spender !== stranger) posted.push(...events);
		if (spender === keys[1]) await log.append(usageOf(spender, allowanceId, 777n, { admittedAt: now }));
	}
	while ((await rollUpPending(sql)) > 0);
});

function attempt(outcome: "answered" | "failed") {
	const rest = { status: 200, failure: "", latencyMs: 1 };
	return { endpointId: "author/model@provider", provider: "provider", outcome, ...rest } as const;
}

const organisationId = () => keys[0]?.organisationId ?? "";
const ask = (query: Partial<AnalyticsQuery> = {}) =>
	readAnalytics(sql, {
		organisationId: organisationId(),
		from: now - 60 * DAY_MS,
		to: now + DAY_MS,
		dimensions: [],
		metrics: ["request_count", "total_usage"],
		filters: [],
		order: { by: "date", descending: true },
		limit: 10_000,
		...query,
	});

const chargeOf = (events: readonly UsageEvent[]) => events.reduce((sum, event) => sum + event.chargeNanoUsd, 0n);
const figures = ({ rows }: Analytics, metric: AnalyticsMetric) => rows.map((row) => row.metrics[metric]);
const total = (analytics: Analytics) =>
	figures(analytics, "total_usage").reduce<bigint>((sum, value) => sum + BigInt(value ?? 0), 0n);

/** What an event counts under; a tag counts under each of its tags. */
const VALUES: Record<AnalyticsDimension, (event: UsageEvent) => readonly string[]> = {
	model: (event) => [event.model],
	provider: (event) => [event.provider],
	key: (event) => [event.keyId],
	project: (event) => [event.projectId],
	member: (event) => [event.memberId],
	end_user: (event) => [event.endUser],
	app: (event) => [event.app],
	tag: (event) => (event.tags.length === 0 ? [""] : event.tags),
	endpoint: (event) => [event.endpointId],
	status: (event) => [event.status],
	finish_reason: (event) => [event.finishReason],
	format: (event) => [event.format],
};

describe("analytics", () => {
	it("of posted usage sum to the ledger, to the nano-dollar, and say what is not posted yet", async () => {
		const all = await ask();
		expect(all.rows).toEqual([
			{ date: undefined, dimensions: {}, metrics: { request_count: 400, total_usage: chargeOf(posted) } },
		]);
		expect((await readBalance(sql, organisationId()))?.posted).toBe(chargeOf(posted));
		expect(all).toMatchObject({ source: "rollups", truncated: false, unposted: { generations: 1, charge: 777n } });
		expect(Math.abs(all.asOf - Date.now())).toBeLessThan(600_000);
	});

	it.each<[AnalyticsDimension, "rollups" | "generations"]>([
		["model", "rollups"],
		["provider", "rollups"],
		["key", "rollups"],
		["project", "rollups"],
		["member", "rollups"],
		["end_user", "rollups"],
		["app", "rollups"],
		["endpoint", "generations"],
		["status", "generations"],
		["finish_reason", "generations"],
		["format", "generations"],
		["tag", "rollups"],
	])("by %s are what an independent sum gives, out of %s", async (dimension, source) => {
		const answer = await ask({ dimensions: [dimension], order: { by: "total_usage", descending: true } });
		expect(answer.source).toBe(source);
		const expected = new Map<string, { request_count: number; total_usage: bigint }>();
		for (const event of posted) {
			for (const value of VALUES[dimension](event)) {
				const sum = expected.get(value) ?? { request_count: 0, total_usage: 0n };
				const { request_count, total_usage } = sum;
				expected.set(value, {
					request_count: request_count + 1,
					total_usage: total_usage + event.chargeNanoUsd,
				});
			}
		}
		expect(new Map(answer.rows.map((row) => [row.dimensions[dimension], row.metrics]))).toEqual(expected);
		const costs = answer.rows.map((row) => BigInt(row.metrics.total_usage ?? 0));
		expect(costs).toEqual(costs.toSorted((a, b) => (a < b ? 1 : -1)));
	});

	it.each(["hour", "day", "week", "month"] as const)("by %s are the same out of both sources", async (granularity) => {
		const rollups = await ask({ granularity, dimensions: ["model"] });
		const generations = await ask({
			granularity,
			dimensions: ["model"],
			filters: [{ dimension: "status", values: ["nothing"], negated: true }],
		});
		expect([rollups.source, generations.source]).toEqual(["rollups", "generations"]);
		expect(rollups.rows).toEqual(generations.rows);
		expect(total(rollups)).toBe(chargeOf(posted));
		const dates = rollups.rows.map((row) => row.date ?? "");
		expect(dates).toEqual(dates.toSorted().toReversed());
	});

	it.each([
		[{ dimensions: ["end_user", "model"], granularity: "day" }],
		[{ dimensions: ["tag"], granularity: "month" }],
		[{ dimensions: ["app"], filters: [{ dimension: "app", values: [""], negated: true }] }],
		[{ dimensions: ["provider"], filters: [{ dimension: "member", values: ["usr_1"], negated: false }] }],
		[{ dimensions: ["key"], filters: [{ dimension: "tag", values: ["red"], negated: false }] }],
	] as const)("out of finer rollups are the same as out of generations: %j", async (query) => {
		const rollups = await ask(query);
		const everything = { dimension: "status", values: ["nothing"], negated: true } as const;
		const filters = "filters" in query ? [...query.filters, everything] : [everything];
		const generations = await ask({ ...query, filters });
		expect([rollups.source, generations.source]).toEqual(["rollups", "generations"]);
		expect(rollups.rows.length).toBeGreaterThan(0);
		expect(rollups.rows).toEqual(generations.rows);
	});

	it("of sets of tags count no generation twice", async () => {
		const filters = [{ dimension: "tag", values: ["red", "blue"], negated: false }] as const;
		const answer = await ask({ filters });
		expect(answer.source).toBe("generations");
		expect(total(answer)).toBe(chargeOf(posted.filter(({ tags }) => tags.length > 0)));
	});

	it("by minute begin each minute, and weeks on a Monday", async () => {
		const minutes = await ask({ granularity: "minute", from: now - DAY_MS });
		expect(minutes.rows[0]?.date).toBe("2026-11-23T12:34:00Z");
		const weeks = await ask({ granularity: "week" });
		expect(weeks.rows.map((row) => new Date(row.date ?? "").getUTCDay())).toEqual(weeks.rows.map(() => 1));
	});

	it("count every metric as plain arithmetic does", async () => {
		const metrics = Object.keys(ANALYTICS_METRICS) as AnalyticsMetric[];
		const [row] = (await ask({ metrics })).rows;
		const sumOf = (each: (usage: Usage) => number) => posted.reduce((sum, event) => sum + each(event.usage), 0);
		const prompt = sumOf(promptTokens);
		const completion = sumOf(completionTokens);
		const counted = (status: string) => posted.filter((event) => event.status === status).length;
		const fallbacks = posted.filter((event) => event.attempts.length > 1).length;
		expect(row?.metrics).toMatchObject({
			request_count: 400,
			total_usage: chargeOf(posted),
			tokens_total: prompt + completion,
			tokens_prompt: prompt,
			tokens_completion: completion,
			cached_tokens: sumOf((usage) => usage.cache_read ?? 0),
			reasoning_tokens: sumOf((usage) => usage.reasoning ?? 0),
			cache_hit_rate: sumOf((usage) => usage.cache_read ?? 0) / prompt,
			tokens_input: sumOf((usage) => usage.input ?? 0),
			tokens_output: sumOf((usage) => usage.output ?? 0),
			tokens_input_image: 0,
			web_search_count: sumOf((usage) => usage.web_search ?? 0),
			error_count: counted("interrupted"),
			abort_count: counted("aborted"),
			cut_count: counted("cut"),
			error_rate: counted("interrupted") / 400,
			fallback_count: fallbacks,
			fallback_rate: fallbacks / 400,
		});
		const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);
		const nearest = (numbers: readonly number[], at: number) => sorted(numbers)[Math.ceil(numbers.length * at) - 1];
		const latencies = posted.map((event) => event.latencyMs);
		const firstBytes = posted.filter((event) => event.streamed).map((event) => event.ttftMs);
		expect(row?.metrics).toMatchObject({
			p50_latency: nearest(latencies, 0.5),
			p99_latency: nearest(latencies, 0.99),
			p50_ttft: nearest(firstBytes, 0.5),
			p95_ttft: nearest(firstBytes, 0.95),
			avg_ttft: expect.closeTo(firstBytes.reduce((a, b) => a + b) / firstBytes.length, 6),
		});
		expect(Number(row?.metrics.p90_throughput)).toBeGreaterThan(Number(row?.metrics.p50_throughput));
	});

	it("of nothing are zeros, and no rate", async () => {
		const metrics = ["request_count", "total_usage", "cache_hit_rate", "p50_latency", "error_rate"] as const;
		const { rows } = await ask({ organisationId: "nobody", metrics });
		const nothing = { request_count: 0, total_usage: 0n, cache_hit_rate: null, p50_latency: null, error_rate: null };
		expect(rows.map((row) => row.metrics)).toEqual([nothing]);
		expect((await ask({ organisationId: "nobody", dimensions: ["model"] })).rows).toEqual([]);
	});

	it("are of what the filters leave", async () => {
		const some = (filters: AnalyticsQuery["filters"], more: Partial<AnalyticsQuery> = {}) => ask({ filters, ...more });
		const expected = (wanted: (event: UsageEvent) => boolean) => chargeOf(posted.filter(wanted));
		const model = { dimension: "model", values: ["author/model-1", "author/model-2"], negated: false } as const;
		const notOne = { dimension: "provider", values: ["one"], negated: true } as const;
		expect(total(await some([model, notOne]))).toBe(
			expected((event) => event.model !== "author/model-0" && event.provider === "two"),
		);
		const blue = { dimension: "tag", values: ["blue"], negated: false } as const;
		expect(total(await some([blue]))).toBe(expected((event) => event.tags.includes("blue")));
		expect(total(await some([{ ...blue, negated: true }]))).toBe(expected((event) => !event.tags.includes("blue")));
		expect(total(await some([{ ...blue, values: [""] }]))).toBe(expected((event) => event.tags.length === 0));
		const both = { ...blue, values: ["red", "blue"] };
		expect(total(await some([both]))).toBe(expected((event) => event.tags.length > 0));
		const byTag = await some([blue], { dimensions: ["tag"] });
		expect(byTag.rows.map((row) => row.dimensions)).toEqual([{ tag: "blue" }]);
		const unset = { dimension: "end_user", values: ["", "user-1"], negated: false } as const;
		expect(total(await some([unset]))).toBe(expected((event) => ["", "user-1"].includes(event.endUser)));
		expect(total(await some([{ dimension: "model", values: ["'; drop table entry; --"], negated: false }]))).toBe(0n);
	});

	it("are of one key where asked", async () => {
		const keyId = keys[1]?.keyId ?? "";
		const mine = chargeOf(posted.filter((event) => event.keyId === keyId));
		expect(total(await ask({ keyId }))).toBe(mine);
		expect(total(await ask({ keyId, dimensions: ["status"] }))).toBe(mine);
		expect((await ask({ keyId: keys[0]?.keyId ?? "" })).unposted).toEqual({ generations: 0, charge: 0n });
	});

	it("count the very period out of generations, and whole hours out of rollups", async () => {
		const [from, to] = [now - 9 * DAY_MS, now - 2 * DAY_MS];
		const within = (start: number, end: number) =>
			chargeOf(posted.filter((event) => event.admittedAt >= start && event.admittedAt < end));
		expect(total(await ask({ from, to, dimensions: ["format"] }))).toBe(within(from, to));
		const wholeHours = within(from - (from % HOUR_MS), to - (to % HOUR_MS) + HOUR_MS);
		expect(total(await ask({ from, to }))).toBe(wholeHours);
	});

	it("have no more rows than asked for, in all and of each group, in the order asked for", async () => {
		const query = {
			granularity: "day",
			dimensions: ["model"],
			order: { by: "total_usage", descending: true },
		} as const;
		const all = await ask(query);
		const two = await ask({ ...query, groupLimit: 2 });
		const taken = new Map<string | undefined, number>();
		const expected = all.rows.filter(({ dimensions: { model } }) => {
			taken.set(model, (taken.get(model) ?? 0) + 1);
			return (taken.get(model) ?? 0) <= 2;
		});
		expect(two.rows).toEqual(expected);
		const three = await ask({ ...query, limit: 3 });
		expect(three).toMatchObject({ truncated: true, rows: all.rows.slice(0, 3) });
		const ascending = await ask({ ...query, order: { by: "model", descending: false } });
		const models = ascending.rows.map((row) => row.dimensions.model ?? "");
		expect(models).toEqual(models.toSorted());
		const busiest = await ask({
			dimensions: ["status"],
			metrics: ["total_usage"],
			order: { by: "request_count", descending: true },
		});
		expect(busiest.rows[0]?.dimensions.status).toBe("completed");
	});
});
