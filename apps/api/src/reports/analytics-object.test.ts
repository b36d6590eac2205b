import type { Analytics } from "@turnpike/db";
import { nanoUsd } from "@turnpike/money";
import { analyticsAnswer, analyticsMeta, analyticsRequest, readObject } from "@turnpike/wire/account";
import { describe, expect, it } from "vitest";
import { analyticsCsv, analyticsMetaObject, analyticsObject } from "./analytics-object.ts";
import { analyticsQuery } from "./analytics-query.ts";

const asked = readObject(analyticsRequest, {
	metrics: ["request_count", "total_usage", "cache_hit_rate"],
	dimensions: ["api_key_id", "model"],
	granularity: "day",
	time_range: { start: "2026-11-20T10:30:00Z", end: "2026-11-22T10:30:00Z" },
});
const query = analyticsQuery({ organisationId: "org_1", keyId: undefined }, asked, 0);
const found: Analytics = {
	rows: [
		{
			date: "2026-11-21",
			dimensions: { key: "key_1", model: "author/model" },
			metrics: { request_count: 3, total_usage: nanoUsd(1_000_000_001n), cache_hit_rate: null },
		},
	],
	truncated: false,
	source: "rollups",
	asOf: Date.UTC(2026, 10, 23),
	unposted: { generations: 2, charge: nanoUsd(5n) },
};
const names = { key: new Map([["key_1", "=mine"]]) };

describe("analytics as JSON", () => {
	it("have dimensions by the names they were asked by, what has a name named, and exact amounts", () => {
		const answer = analyticsObject(asked, query, found, names, 12.4);
		expect(analyticsAnswer.parse(answer)).toEqual(answer);
		expect(answer.data).toEqual({
			data: [
				{
					api_key_id: "key_1",
					api_key_id_name: "=mine",
					model: "author/model",
					date__day: "2026-11-21",
					request_count: 3,
					total_usage: 1.000000001,
					total_usage_usd: "1.000000001",
					cache_hit_rate: null,
				},
			],
			metadata: {
				query_time_ms: 12,
				row_count: 1,
				truncated: false,
				source: "rollups",
				time_range: { start: "2026-11-20T10:00:00.000Z", end: "2026-11-22T11:00:00.000Z" },
			},
			as_of: "2026-11-23T00:00:00.000Z",
			unposted: { request_count: 2, total_usage: 5e-9, total_usage_usd: "0.000000005" },
		});
	});
});

describe("analytics as CSV", () => {
	it("have a line of names, and no formula", () => {
		expect(analyticsCsv(asked, found, names)).toBe(
			"api_key_id,api_key_id_name,model,date__day,request_count,total_usage_usd,cache_hit_rate\r\n" +
				"key_1,'=mine,author/model,2026-11-21,3,1.000000001,\r\n",
		);
	});
});

describe("what may be asked", () => {
	it("is as its schema says, and every name of it is taken", () => {
		const meta = analyticsMetaObject();
		expect(analyticsMeta.parse(meta)).toEqual(meta);
		for (const { name } of meta.data.metrics)
			expect(() => readObject(analyticsRequest, { metrics: [name] })).not.toThrow();
		for (const { name } of meta.data.dimensions) {
			const body = { metrics: ["request_count"], dimensions: [name] };
			expect(() => readObject(analyticsRequest, body)).not.toThrow();
		}
		expect(meta.data.metrics.find(({ name }) => name === "p99_latency")?.longest_days).toBe(31);
		expect(meta.data.metrics.find(({ name }) => name === "total_usage")?.longest_days).toBeNull();
	});
});
