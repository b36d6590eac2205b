import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on a page that keeps somebody from using it: one line for each element. */
export async function checkAccess(page: Page): Promise<readonly string[]> {
	await page.evaluate(AXE);
	const results = await page.evaluate(
		() =>
			(window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run() as Promise<
				Pick<AxeResults, "violations">
			>,
	);
	return results.violations
		.filter(({ impact }) => impact === "serious" || impact === "critical" || impact === "moderate")
		.flatMap(({ id, help, nodes }) =>
			nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target}: ${failureSummary}`),
		);
}
