import { describe, expect, it } from "vitest";
import { countOf } from "../count/count.ts";
import { print } from "./print.ts";
import { isRight, type ScenarioReport } from "./report.ts";

const right: ScenarioReport = {
	scenario: "split",
	counts: [countOf("double debits", [])],
	figures: { calls: 12 },
	recoveries: [{ victim: "postgres", atMs: 10, downMs: 0, answeredAfterMs: 800 }],
};
const wrong: ScenarioReport = {
	...right,
	scenario: "one",
	counts: [countOf("double debits", ["gen-1", "gen-2"])],
	kept: "/somewhere",
};

describe("the report", () => {
	it("is right only when every count is 0", () => {
		expect(isRight(right)).toBe(true);
		expect(isRight(wrong)).toBe(false);
	});

	it("says the seed, the counts and how long each kill was felt", () => {
		const text = print([right], 77);
		expect(text).toContain("seed 77: everything is right");
		expect(text).toMatch(/double debits\s+0/);
		expect(text).toContain("postgres killed 1×, answered again after ms: 800 (down 0)");
	});

	it("shows what was wrong and where to look", () => {
		const text = print([right, wrong], 1);
		expect(text).toContain("NOT RIGHT");
		expect(text).toContain("WRONG in one:\n  2 double debits\n    gen-1\n    gen-2\n  data and logs: /somewhere");
	});

	it("says why a scenario was skipped", () => {
		const skipped: ScenarioReport = {
			scenario: "redis",
			skipped: "no redis-server",
			counts: [],
			figures: {},
			recoveries: [],
		};
		expect(print([right, skipped], 1)).toContain("redis: skipped, no redis-server");
	});
});
