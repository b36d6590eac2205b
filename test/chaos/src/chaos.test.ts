import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type { Count } from "./count/count.ts";
import type { ScenarioReport } from "./report/report.ts";

const SCENARIOS = "one,split,redis,drain,dollar";
const MAIN = new URL("main.ts", import.meta.url).pathname;

/** Runs the harness as a person would, on the runtime the servers run on. */
async function runChaos(...args: string[]) {
	const child = spawn("bun", [MAIN, ...args, "--json"], { stdio: ["ignore", "pipe", "pipe"] });
	let output = "";
	let progress = "";
	child.stdout.on("data", (bytes) => {
		output += bytes;
	});
	child.stderr.on("data", (bytes) => {
		progress += bytes;
	});
	const [code] = await once(child, "close");
	if (output === "") throw new Error(`no report, exit code ${code}:\n${progress}`);
	const { seed, reports } = JSON.parse(output) as { seed: number; reports: ScenarioReport[] };
	return { code, seed, reports };
}

const wrongIn = (report: ScenarioReport): Count[] => report.counts.filter((count) => count.value !== 0);

describe("under kill -9", () => {
	it("the money is right: each process, Postgres and Redis killed, drained, overspent", {
		timeout: 300_000,
	}, async () => {
		const { code, seed, reports } = await runChaos(
			"--mode",
			SCENARIOS,
			"--seconds",
			"3",
			"--kills",
			"3",
			"--callers",
			"24",
			"--calls",
			"200",
			"--instances",
			"4",
		);
		const wrong = reports.map((report) => ({ scenario: report.scenario, kept: report.kept, wrong: wrongIn(report) }));
		expect(
			wrong.filter((one) => one.wrong.length > 0),
			`--seed ${seed}`,
		).toEqual([]);
		expect(code).toBe(0);
		for (const report of reports) {
			if (report.skipped !== undefined) console.warn(`skipped: ${report.scenario}, ${report.skipped}`);
			else expect(report.counts.length, report.scenario).toBeGreaterThan(20);
		}
		expect(reports.map((report) => report.scenario).join()).toBe(SCENARIOS);
		const [one, split] = reports;
		for (const killed of [one, split]) {
			expect(killed?.recoveries).toHaveLength(3);
			expect(Number(killed?.figures.completed)).toBeGreaterThan(5);
		}
	});
});
