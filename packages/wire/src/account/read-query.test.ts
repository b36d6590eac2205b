import { describe, expect, it } from "vitest";
import * as z from "zod";
import { refusalOf } from "../errors/refusal-of.fixture.ts";
import { moment, wholeNumber } from "./query-fields.ts";
import { readQuery } from "./read-query.ts";

const schema = z.object({
	from: moment.optional(),
	limit: wholeNumber(1, 10).optional(),
	kind: z.enum(["a", "b"]).optional(),
	until: z.iso.datetime().optional(),
});
const read = (query: string) => readQuery(schema, new URLSearchParams(query));

describe("a query", () => {
	it("is read by its schema; an empty value and a name nobody knows are as good as absent", () => {
		expect(read("limit=7&from=2026-11-23&kind=&else=1")).toEqual({ limit: 7, from: Date.UTC(2026, 10, 23) });
		expect(read("from=2026-11-23T08:00:00%2B01:00").from).toBe(Date.UTC(2026, 10, 23, 7));
	});

	it.each([
		["limit=0", "limit", "at least 1"],
		["limit=11", "limit", "at most 10"],
		["limit=1.5", "limit", "a whole number"],
		["limit=-1", "limit", "a whole number"],
		["from=soon", "from", "a date such as"],
		["from=2026-13-01", "from", "a date such as"],
		["until=soon", "until", "must be an instant such as"],
		["kind=c", "kind", 'one of "a", "b"'],
		["kind=a&kind=b", "kind", "once"],
	])("is refused for %s, and told what would be right", (query, param, right) => {
		const refusal = refusalOf(() => read(query));
		expect(refusal).toMatchObject({ code: "invalid_value", param });
		expect(refusal.message).toContain(right);
	});
});
