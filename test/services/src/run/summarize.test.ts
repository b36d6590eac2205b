import { expect, test } from "vitest";
import { tallyOf, verdict } from "./summarize.ts";

const file = (status: string, ...statuses: string[]) => ({
	name: "src/x.test.ts",
	status,
	message: "Cannot find module\n  at …",
	assertionResults: statuses.map((each, index) => ({ status: each, fullName: `test ${index}` })),
});

test("passed, failed and every way of not running are counted", () => {
	const report = {
		testResults: [file("failed", "passed", "failed", "skipped", "pending", "todo"), file("passed", "passed")],
	};
	expect(tallyOf("@turnpike/x", report)).toEqual({
		passed: 2,
		failed: 1,
		skipped: 3,
		failures: ["@turnpike/x: test 1"],
	});
});

test("a file that could not be loaded is a failure although none of its tests failed", () => {
	expect(tallyOf("@turnpike/x", { testResults: [file("failed")] })).toMatchObject({
		failed: 1,
		failures: ["@turnpike/x: src/x.test.ts: Cannot find module"],
	});
});

test.each([[undefined], [null], [{}], ["text"]])("a workspace whose report is %j failed", (report) => {
	expect(tallyOf("@turnpike/x", report)).toMatchObject({ passed: 0, failed: 1 });
});

test("the verdict sums all workspaces and names skipped tests only when there are any", () => {
	const tally = { passed: 2, failed: 0, skipped: 0, failures: [] };
	expect(verdict([tally, tally])).toBe("4 passed, 0 failed");
	expect(verdict([tally, { ...tally, failed: 1, skipped: 3 }])).toBe("4 passed, 1 failed, 3 skipped");
	expect(verdict([])).toBe("0 passed, 0 failed");
});
