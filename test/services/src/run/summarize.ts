/** What one workspace's tests came to. */
export interface Tally {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	/** A line for each test, or file, that failed. */
	readonly failures: readonly string[];
}

/** Read vitest's JSON report; a workspace that left none failed before any test ran. */
export function tallyOf(workspace: string, report: unknown): Tally {
	if (!isReport(report)) return { passed: 0, failed: 1, skipped: 0, failures: [`${workspace}: vitest left no report`] };
	const tally = { passed: 0, failed: 0, skipped: 0, failures: [] as string[] };
	for (const file of report.testResults) {
		for (const test of file.assertionResults) {
			if (test.status === "passed") tally.passed++;
			else if (test.status === "failed") fail(`${test.fullName}`);
			else tally.skipped++;
		}
		// A file that could not be loaded, or whose hooks failed, has no failed test to show for it.
		const shown = file.assertionResults.some((test) => test.status === "failed");
		if (file.status === "failed" && !shown) fail(`${file.name}: ${file.message?.split("\n")[0] ?? "did not run"}`);
	}
	return tally;

	function fail(line: string): void {
		tally.failed++;
		tally.failures.push(`${workspace}: ${line}`);
	}
}

/** The last line of a run: `N passed, N failed`, with `, N skipped` when there were any. */
export function verdict(tallies: readonly Tally[]): string {
	const total = (of: "passed" | "failed" | "skipped") => tallies.reduce((sum, tally) => sum + tally[of], 0);
	const skipped = total("skipped");
	return `${total("passed")} passed, ${total("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

interface Report {
	readonly testResults: readonly {
		readonly name: string;
		readonly status: string;
		readonly message?: string;
		readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
	}[];
}

function isReport(value: unknown): value is Report {
	return typeof value === "object" && value !== null && "testResults" in value && Array.isArray(value.testResults);
}
