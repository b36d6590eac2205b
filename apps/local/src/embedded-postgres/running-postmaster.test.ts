import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processIdentity } from "./process-identity.ts";
import { runningPostmaster } from "./running-postmaster.ts";

let cluster: string;
beforeEach(async () => {
	cluster = await realpath(await mkdtemp(join(tmpdir(), "cluster-")));
});
afterEach(() => rm(cluster, { recursive: true, force: true }));

test("a cluster that was stopped has no pid file", async () => {
	expect(await runningPostmaster(cluster)).toEqual({ state: "absent" });
});

test.each([
	["a process that is gone", "999999999"],
	["a process that is no Postgres", String(process.pid)],
	["nothing sensible", "hello"],
	["the process of the whole machine", "1"],
	["a process group", "-1"],
])("a pid file that names %s is stale", async (_, pid) => {
	const path = join(cluster, "postmaster.pid");
	await writeFile(path, `${pid}\n${cluster}\n0\n5432\n\n127.0.0.1\n1 1\nready   \n`);
	expect(await runningPostmaster(cluster)).toEqual({ state: "stale", path });
});

test("a pid file that cannot be read is an error, not an absence", async () => {
	await mkdir(join(cluster, "postmaster.pid"));
	await expect(runningPostmaster(cluster)).rejects.toThrow(/EISDIR/);
});

test("a process keeps its identity, and one that is not there has none", async () => {
	expect(await processIdentity(process.pid)).toMatch(/^[A-Za-z0-9-]+$/);
	expect(await processIdentity(process.pid)).toBe(await processIdentity(process.pid));
	expect(await processIdentity(999_999_999)).toBeUndefined();
});
