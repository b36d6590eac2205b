import { cp, lstat, mkdtemp, readdir, readFile, readlink, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findBinaries } from "./find-binaries.ts";
import { hydrateSymlinks } from "./hydrate-symlinks.ts";
import { prepareBinaries } from "./prepare-binaries.ts";

const packaged = findBinaries();
let directory: string;

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), "binaries-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test("the installed package names its version and its major version", () => {
	expect(packaged).toMatchObject({ major: "18", stamp: expect.stringMatching(/^(linux|darwin)-(x64|arm64)-18\./) });
});

test("a machine without an embedded Postgres is told to set DATABASE_URL", () => {
	expect(() => findBinaries("plan9-mips")).toThrow(/no embedded Postgres for plan9-mips; set DATABASE_URL/);
});

test("binaries run in place for the account that installed them", async () => {
	const { postgres } = await prepareBinaries(packaged, directory, false);
	expect(postgres).toBe(join(packaged.native, "bin", "postgres"));
	expect(await readdir(directory)).toEqual([]);
});

test("binaries that another account runs are copied once, readable by everyone", async () => {
	const first = await prepareBinaries(packaged, directory, true);
	const { mode, ino } = await stat(first.postgres);
	expect(mode & 0o005).toBe(0o005);
	const again = await prepareBinaries(packaged, directory, true);
	expect((await stat(again.postgres)).ino).toBe(ino);
});

test("two that copy at once end with one whole copy", async () => {
	const both = await Promise.all([1, 2].map(() => prepareBinaries(packaged, directory, true)));
	expect(both[0]).toEqual(both[1]);
	expect(await readdir(directory)).toEqual([`postgres-${packaged.stamp}`]);
	expect((await stat(both[0]?.initdb ?? "")).size).toBe((await stat(join(packaged.native, "bin", "initdb"))).size);
});

test("links that the package's install script did not make are made", async () => {
	const native = join(directory, "native");
	await cp(packaged.native, native, { recursive: true, verbatimSymlinks: true });
	const links: readonly { source: string; target: string }[] = JSON.parse(
		await readFile(join(native, "pg-symlinks.json"), "utf8"),
	);
	expect(links.length).toBeGreaterThan(0);
	for (const { target } of links) await rm(join(directory, target), { force: true });
	await hydrateSymlinks(native);
	await hydrateSymlinks(native);
	for (const { source, target } of links) {
		expect((await lstat(join(directory, target))).isSymbolicLink()).toBe(true);
		expect(await readlink(join(directory, target))).not.toContain("/");
		expect((await stat(join(directory, target))).ino).toBe((await stat(join(directory, source))).ino);
	}
});
