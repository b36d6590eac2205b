import { describe, expect, it } from "vitest";
import { readActivityRequest } from "./activity-query.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;
const read = (query: string, accept: string | null = null) =>
	readActivityRequest(new URLSearchParams(query), accept, NOW);

describe("a request for activity", () => {
	it("is about the last thirty days by day, model and provider, as JSON, unless it says otherwise", () => {
		const to = NOW + 1;
		const filter = { key: undefined, project: undefined, model: undefined, provider: undefined };
		expect(read("")).toEqual({ by: ["day", "model", "provider"], from: to - 30 * DAY_MS, to, csv: false, filter });
	});

	it("may name its groups, by either name, each counted once", () => {
		expect(read("by=key, model,key").by).toEqual(["key", "model"]);
		expect(read("group_by=hour").by).toEqual(["hour"]);
	});

	it("may ask as OpenRouter does: split by workspaces, of one key, of one workspace", () => {
		expect(read("group_by=workspace").by).toEqual(["day", "model", "provider", "project"]);
		expect(read("by=workspace,key").by).toEqual(["project", "key"]);
		expect(read("api_key_hash=abc&workspace_id=prj_1").filter).toMatchObject({ key: "abc", project: "prj_1" });
		expect(read("key=key_1&model=a/b&provider=p").filter).toMatchObject({ key: "key_1", model: "a/b", provider: "p" });
	});

	it("may name a day, which is that day in UTC and nothing more", () => {
		const from = Date.UTC(2026, 10, 20);
		expect(read("date=2026-11-20&from=2020-01-01")).toMatchObject({ from, to: from + DAY_MS });
	});

	it("may name a span by days or instants, counted back from its end where it has no beginning", () => {
		expect(read("from=2026-11-01&to=2026-11-02T06:00:00Z")).toMatchObject({
			from: Date.UTC(2026, 10, 1),
			to: Date.UTC(2026, 10, 2, 6),
		});
		expect(read("to=2026-11-01").from).toBe(Date.UTC(2026, 10, 1) - 30 * DAY_MS);
	});

	it("is answered as CSV where its header or its format says so, the format first", () => {
		expect(read("", "text/csv").csv).toBe(true);
		expect(read("format=csv").csv).toBe(true);
		expect(read("format=json", "text/csv").csv).toBe(false);
	});
});

describe("a request for activity that cannot be read", () => {
	it.each([
		["format=xml", "format"],
		["by=colour", "by"],
		["date=yesterday", "date"],
		["date=2026-13-01", "date"],
		["from=1790000000000", "from"],
		["to=2026-11-02Tnoon", "to"],
		["from=2026-11-02&to=2026-11-01", "from"],
	])("says which parameter is wrong: %s", (query, param) => {
		expect(() => read(query)).toThrow(expect.objectContaining({ code: "invalid_value", status: 400, param }));
	});
});
