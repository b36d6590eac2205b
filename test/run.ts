// `npm test`: finds or starts what the tests need, runs every workspace's tests, and ends with one line that counts them.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { environmentWith } from "./services/src/env.ts";
import { HELP, parseArguments, type RunArguments } from "./services/src/run/arguments.ts";
import { findServices } from "./services/src/run/find-services.ts";
import { type Tally, tallyOf, verdict } from "./services/src/run/summarize.ts";
import { selectWorkspaces, turboIn, type Workspace } from "./services/src/run/workspaces.ts";

const ROOT = join(import.meta.dirname, "..");
/** Below each workspace. */
const REPORT = ".results/vitest.json";

async function main(): Promise<number> {
	const asked = parseArguments(process.argv.slice(2));
	if (asked.help) {
		console.log(HELP);
		return 0;
	}
	const { withTests, without } = await selectWorkspaces(ROOT, asked);
	for (const { name } of without) console.log(`${name}: no such tests`);
	for (const { path } of withTests) await rm(join(ROOT, path, REPORT), { force: true });
	const services = await findServices();
	try {
		for (const note of services.notes) console.log(note);
		const code = withTests.length === 0 ? 1 : await runTests(withTests, asked, services.environment);
		return await conclude(withTests, code);
	} finally {
		await services.stop();
	}
}

async function runTests(
	workspaces: readonly Workspace[],
	asked: RunArguments,
	environment: Readonly<Record<string, string>>,
): Promise<number> {
	const child = spawn(
		turboIn(ROOT),
		[
			...["run", "test", "--continue", "--concurrency=2", "--ui=stream", "--log-order=stream", "--output-logs=full"],
			...workspaces.map(({ name }) => `--filter=${name}`),
			...["--", "--reporter=default", "--reporter=json", `--outputFile.json=${REPORT}`],
			// No test is about its own speed: a busy machine must not fail one.
			...["--testTimeout=120000", "--hookTimeout=120000"],
			...asked.patterns,
			...asked.options,
		],
		{ cwd: ROOT, stdio: ["ignore", "inherit", "inherit"], env: environmentWith(environment) },
	);
	passSignals(child);
	const [code] = await once(child, "exit");
	return typeof code === "number" ? code : 1;
}

/** We stay to stop the services; a second signal changes nothing. */
function passSignals(child: ChildProcess): void {
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
}

async function conclude(workspaces: readonly Workspace[], code: number): Promise<number> {
	const tallies = await Promise.all(workspaces.map(async ({ name, path }) => tallyOf(name, await reportIn(path))));
	for (const [index, tally] of tallies.entries()) {
		console.log(`${workspaces[index]?.name}: ${verdict([tally])}`);
	}
	const counted: Tally[] = [...tallies];
	if (code !== 0 && tallies.every((tally) => tally.failed === 0)) counted.push(FAILED_OUTSIDE_A_TEST);
	for (const failure of counted.flatMap((tally) => tally.failures)) console.log(`FAILED ${failure}`);
	console.log(verdict(counted));
	return counted.some((tally) => tally.failed > 0) ? 1 : 0;
}

/** An unhandled error, or nothing to run: the run failed although no test did. */
const FAILED_OUTSIDE_A_TEST: Tally = {
	passed: 0,
	failed: 1,
	skipped: 0,
	failures: ["outside a test: see the output above, or give another filter"],
};

async function reportIn(workspace: string): Promise<unknown> {
	try {
		return JSON.parse(await readFile(join(ROOT, workspace, REPORT), "utf8"));
	} catch {
		return undefined;
	}
}

try {
	process.exitCode = await main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
}
