import { TurnpikeError } from "@turnpike/wire";
import { analyticsRequest, readObject } from "@turnpike/wire/account";
import { describe, expect, it } from "vitest";
import { analyticsQuery } from "./analytics-query.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;
const read = (body: object) =>
	analyticsQuery(
		{ organisationId: "org_1", keyId: undefined },
		readObject(analyticsRequest, { metrics: ["request_count"], ...body }),
		NOW,
	);

function refusal(body: object): { param: string | undefined; message: string } {
	try {
		read(body);
	} catch (error) {
		if (error instanceof TurnpikeError) return { param: error.param, message: error.message };
		throw error;
	}
	throw new Error("the query was accepted");
}

describe("a query of analytics", () => {
	it("is about the last seven days as a whole, the largest first, unless it says otherwise", () => {
		expect(read({ metrics: ["total_usage", "request_count"] })).toEqual({
			organisationId: "org_1",
			from: NOW + 1 - 7 * DAY_MS,
			to: NOW + 1,
			dimensions: [],
			metrics: ["total_usage", "request_count"],
			filters: [],
			order: { by: "total_usage", descending: true },
			limit: 1_000,
		});
		expect(read({ granularity: "day" }).order).toEqual({ by: "date", descending: true });
	});

	it("may name dimensions as OpenRouter does, and filter by any of them", () => {
		const query = read({
			dimensions: ["api_key_id", "external_user"],
			filters: [
				{ field: "workspace", operator: "eq", value: "prj_1" },
				{ field: "user", operator: "not_in", value: ["usr_1", "usr_2"] },
				{ field: "app", operator: "in", value: ["mine"], include_unset: true },
				{ field: "model", operator: "neq", value: 7 },
			],
			order_by: { field: "api_key_id", direction: "asc" },
		});
		expect(query.dimensions).toEqual(["key", "end_user"]);
		expect(query.filters).toEqual([
			{ dimension: "project", values: ["prj_1"], negated: false },
			{ dimension: "member", values: ["usr_1", "usr_2"], negated: true },
			{ dimension: "app", values: ["mine", ""], negated: false },
			{ dimension: "model", values: ["7"], negated: true },
		]);
		expect(query.order).toEqual({ by: "key", descending: false });
	});

	it("may be long where the rollups answer it, and a month where generations are counted", () => {
		const time_range = { start: "2024-01-01", end: "2026-01-01T00:00:00Z" };
		expect(read({ time_range, dimensions: ["model"] }).to).toBe(Date.UTC(2026, 0, 1));
		for (const more of [
			{ filters: [{ field: "tag", operator: "in", value: ["one", "two"] }] },
			{ metrics: ["p50_latency"] },
			{ filters: [{ field: "status", operator: "eq", value: "cut" }] },
		]) {
			expect(refusal({ time_range, ...more }).param).toBe("time_range");
			expect(read({ time_range: { start: "2025-12-01", end: "2026-01-01" }, ...more }).from).toBeGreaterThan(0);
		}
		expect(refusal({ granularity: "minute", time_range: { start: "2026-01-01", end: "2026-01-03" } }).param).toBe(
			"time_range",
		);
	});

	it.each<[string, object]>([
		["metrics", { metrics: [] }],
		["metrics[0]", { metrics: ["cost"] }],
		["dimensions", { dimensions: ["model", "provider", "key"] }],
		["dimensions", { dimensions: ["key", "api_key_id"] }],
		["granularity", { granularity: "year" }],
		["time_range.start", { time_range: { start: "soon", end: "2026-01-01" } }],
		["time_range.start", { time_range: { start: "2026-01-02", end: "2026-01-01" } }],
		["filters[0].field", { filters: [{ field: "country", operator: "eq", value: "x" }] }],
		["filters[0].operator", { filters: [{ field: "model", operator: "gt", value: "x" }] }],
		["filters[0].value", { filters: [{ field: "model", operator: "eq", value: ["x"] }] }],
		["filters[0].value", { filters: [{ field: "model", operator: "in", value: "x" }] }],
		["order_by.field", { order_by: { field: "tokens_total" } }],
		["order_by.field", { order_by: { field: "date" } }],
		["order_by.field", { order_by: { field: "constructor" } }],
		["limit", { limit: 10_001 }],
		["group_limit", { group_limit: 0 }],
		["filter", { filter: [] }],
		["classifier_dimensions", { classifier_dimensions: {} }],
	])("is refused for its %s: %j", (param, body) => {
		expect(refusal(body).param).toBe(param);
	});
});
