import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@turnpike/config";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkDataDirectory } from "./check-data-directory.ts";

let directory: string;

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), "data dir "));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const check = (path: string) => checkDataDirectory(readConfig({ DATA_DIR: path }, []));

test("one that is there, and one that is yet to be made, are fine", async () => {
	expect((await check(directory)).status).not.toBe("broken");
	expect(await check(join(directory, "not yet"))).toMatchObject({ status: "ok" });
});

test("a file in its place is broken", async () => {
	await writeFile(join(directory, "file"), "");
	expect(await check(join(directory, "file"))).toMatchObject({ status: "broken" });
});

test("a secret that others can read is found, with the command that mends it", async () => {
	const path = join(directory, "key-pepper");
	await writeFile(path, "secret", { mode: 0o600 });
	expect((await check(directory)).detail).not.toContain("key-pepper");
	await chmod(path, 0o644);
	expect(await check(directory)).toMatchObject({ status: "warning", advice: `chmod 600 '${path}'` });
});
