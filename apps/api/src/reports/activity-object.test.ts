import type { Activity, ActivityRow } from "@turnpike/db";
import { nanoUsd } from "@turnpike/money";
import { describe, expect, it } from "vitest";
import { activityCsv, activityObject } from "./activity-object.ts";

function activityOf(group: ActivityRow["group"]): Activity {
	const counts = { generations: 3, promptTokens: 100, cachedTokens: 20, completionTokens: 50, reasoningTokens: 10 };
	const row = { group, ...counts, charge: nanoUsd(1_000_000_001n), providerCost: nanoUsd(900_000_000n) };
	const unposted = { generations: 1, charge: nanoUsd(5n) };
	return { rows: [row], asOf: Date.UTC(2026, 10, 23), unposted };
}

const named = (name: string) => new Map([["key_1", name]]);

/** The one field that tells, of a CSV of one row grouped by key. */
function nameField(name: string): string {
	const [, row = ""] = activityCsv(activityOf({ key: "key_1" }), ["key"], named(name)).split(/\r\n(?=key_1)/);
	return row.slice("key_1,".length, row.indexOf(",3,100,"));
}

describe("activity as JSON", () => {
	it("has exact amounts beside its numbers, and says what is still to come", () => {
		const object = activityObject(activityOf({ key: "key_1" }), named("mine"));
		expect(object).toMatchObject({
			as_of: "2026-11-23T00:00:00.000Z",
			unposted: { requests: 1, usage_usd: "0.000000005" },
			data: [{ key: "key_1", key_name: "mine", requests: 3, prompt_tokens: 100, usage_usd: "1.000000001" }],
		});
	});

	it("names the endpoint only where both its groups tell it", () => {
		const both = activityObject(
			activityOf({ model: "openai/gpt-5.5", provider: "azure", day: "2026-11-22" }),
			named(""),
		);
		expect(both.data[0]).toMatchObject({
			endpoint_id: "openai/gpt-5.5@azure",
			provider_name: "azure",
			date: "2026-11-22",
		});
		expect(activityObject(activityOf({ provider: "azure" }), named("")).data[0]).not.toHaveProperty("endpoint_id");
	});

	it("has an empty name for a key nobody knows any more", () => {
		expect(activityObject(activityOf({ key: "key_2" }), named("mine")).data[0]).toMatchObject({ key_name: "" });
	});
});

describe("activity as CSV", () => {
	it("has a line of names, then lines that end as RFC 4180 wants them, groups in the order asked for", () => {
		const csv = activityCsv(activityOf({ model: "openai/gpt-5.5", day: "2026-11-22" }), ["day", "model"], named(""));
		expect(csv).toBe(
			"date,model,requests,prompt_tokens,cached_tokens,completion_tokens,reasoning_tokens,usage_usd\r\n" +
				"2026-11-22,openai/gpt-5.5,3,100,20,50,10,1.000000001\r\n",
		);
	});

	it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])("makes text of what a spreadsheet would run: %j", (name) => {
		expect(nameField(name)).toBe(`'${name}`);
	});

	it("quotes what needs it, formulas that were made text too", () => {
		expect(nameField('a "b", c')).toBe('"a ""b"", c"');
		expect(nameField("two\nlines")).toBe('"two\nlines"');
		expect(nameField('=HYPERLINK("x","y")')).toBe('"\'=HYPERLINK(""x"",""y"")"');
		expect(nameField("\r=1")).toBe('"\'\r=1"');
	});

	it("leaves a plain name as it is", () => {
		expect(nameField("a-b = c")).toBe("a-b = c");
	});
});
