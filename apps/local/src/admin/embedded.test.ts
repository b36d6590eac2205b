import { once } from "node:events";
import { mkdtemp, readFile, readlink, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../embedded-postgres/free-port.ts";
import { runningPostmaster } from "../embedded-postgres/running-postmaster.ts";
import { adminJson, start } from "./command.fixture.ts";
import { startServer } from "./server.fixture.ts";

interface Start {
	readonly org: string;
	readonly key: string;
}

let directory: string;
let environment: Record<string, string>;

beforeEach(async () => {
	directory = await realpath(await mkdtemp(join(tmpdir(), "turnpike-tests-admin a b ")));
	environment = { DATA_DIR: join(directory, "data"), PORT: String(await freePort()) };
});

afterEach(async () => {
	// Root's clusters live behind a link.
	const home = await readlink(join(directory, "data", "postgres")).catch(() => undefined);
	if (home !== undefined) await rm(home, { recursive: true, force: true });
	await rm(directory, { recursive: true, force: true });
});

const ask = <Answer>(...words: string[]): Promise<Answer> => adminJson<Answer>(words, environment);

async function databaseState(): Promise<string> {
	const entry = join(directory, "data", "postgres");
	const home = await readlink(entry).catch(() => entry);
	return (await runningPostmaster(join(home, "cluster"))).state;
}

test("a fresh checkout answers at once, and its database is down again afterwards", async () => {
	const first = await ask<Start>("quickstart");
	expect(await databaseState()).toBe("absent");
	expect(await ask("quickstart")).toEqual(first);
	expect(await ask("balance", "--org", first.org)).toMatchObject({ available_usd: "10.000000000" });
	expect(await databaseState()).toBe("absent");
}, 60_000);

test("commands that come at once take turns", async () => {
	const [first, second, { orgs }] = await Promise.all([
		ask<Start>("quickstart"),
		ask<Start>("quickstart"),
		ask<{ orgs: object[] }>("list-orgs"),
	]);
	expect(second).toEqual(first);
	expect(orgs.length).toBeLessThanOrEqual(1);
	expect(await databaseState()).toBe("absent");
}, 60_000);

test("a command that is interrupted leaves no server behind", async () => {
	await ask("list-orgs");
	const child = start("apps/local/src/admin/main.ts", ["list-orgs"], environment);
	const exited = once(child, "exit");
	// Its server is there from now on, though the command may not know yet that it is.
	while ((await databaseState()) === "absent" && child.exitCode === null) await sleep(2);
	child.kill("SIGTERM");
	await exited;
	expect(await databaseState()).toBe("absent");
}, 60_000);

test("while the server runs, commands share its database, its pepper and its development key", async () => {
	const server = await startServer(environment);
	try {
		const { org, key } = await ask<Start>("quickstart");
		expect(server.said()).toContain(`Development key: ${key}`);
		const made = await ask<{ key: string; name: string }>("create-key", "--org", org, "--name", "made beside");
		const response = await fetch(`http://127.0.0.1:${environment.PORT}/v1/key`, {
			headers: { authorization: `Bearer ${made.key}` },
		});
		expect(await response.json()).toMatchObject({ data: { name: "made beside" } });
		expect(await databaseState()).toBe("live");
	} finally {
		expect(await server.stop()).toBe(0);
	}
	expect(await databaseState()).toBe("absent");
	expect(JSON.parse(await readFile(join(directory, "data", "quickstart.json"), "utf8"))).toHaveProperty("key");
	expect(await ask<{ keys: object[] }>("list-keys")).toMatchObject({ keys: [{}, { name: "made beside" }] });
}, 60_000);

test("doctor finds nothing broken in a fresh checkout, and leaves the schema to the first start", async () => {
	const report = await ask<{ ok: boolean; checks: { name: string; status: string }[] }>("doctor");
	expect(report.ok).toBe(true);
	expect(report.checks.find(({ name }) => name === "schema")).toMatchObject({ status: "warning" });
	await ask("list-orgs");
	const later = await ask<typeof report>("doctor");
	expect(later.checks.find(({ name }) => name === "schema")).toMatchObject({ status: "ok" });
}, 60_000);
