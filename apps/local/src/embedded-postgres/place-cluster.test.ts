import { cp, mkdir, readdir, readFile, readlink, rename, rm, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { placeCluster } from "./place-cluster.ts";
import { type TestingPlace, testingPlace } from "./testing-place.fixture.ts";

let place: TestingPlace;
let said: string[];

beforeEach(async () => {
	place = await testingPlace();
	said = [];
});
afterEach(() => place.remove());

const placed = (uid: number, dataDir = place.dataDir) =>
	placeCluster({ dataDir, rootHome: place.rootHome, uid, log: (line) => said.push(line) });

describe("an ordinary account's cluster", () => {
	test("is in the data directory and runs as that account", async () => {
		const home = join(place.dataDir, "postgres");
		expect(await placed(1000)).toEqual({ home, cluster: join(home, "cluster"), copies: home, account: undefined });
		expect((await stat(home)).mode & 0o777).toBe(0o700);
	});

	test("is not begun anew where root made one", async () => {
		await placed(0);
		await expect(placed(1000)).rejects.toMatchObject({
			problem: "place_unusable",
			message: expect.stringContaining("made by root"),
		});
	});
});

describe("root's cluster", () => {
	test("is outside the data directory, behind a link, and does not run as root", async () => {
		const { home, account } = await placed(0);
		expect(dirname(home)).toBe(place.rootHome);
		expect(await readlink(join(place.dataDir, "postgres"))).toBe(home);
		expect(account?.uid).toBeGreaterThan(0);
		expect((await stat(home)).mode & 0o011).toBe(0o011);
	});

	test("is the same at every start, and another for another data directory", async () => {
		const first = await placed(0);
		expect(await placed(0)).toEqual(first);
		expect((await placed(0, `${place.dataDir} 2`)).home).not.toBe(first.home);
	});

	test("is one when two first starts race", async () => {
		const both = await Promise.all([placed(0), placed(0)]);
		expect(both[0].home).toBe(both[1].home);
		expect(await readdir(place.rootHome)).toHaveLength(1);
	});

	test("follows a data directory that was moved", async () => {
		const { home } = await placed(0);
		const moved = `${place.dataDir} moved`;
		await rename(place.dataDir, moved);
		expect((await placed(0, moved)).home).toBe(home);
		expect(await readFile(join(home, "data-dir"), "utf8")).toBe(moved);
	});

	test("is not shared with a copy of the data directory", async () => {
		await placed(0);
		const copy = `${place.dataDir} copy`;
		await cp(place.dataDir, copy, { recursive: true, verbatimSymlinks: true });
		await expect(placed(0, copy)).rejects.toMatchObject({
			message: expect.stringContaining("links to the database of"),
		});
		await rm(join(copy, "postgres"));
		await placed(0, copy);
	});

	test("begins empty after its data directory was deleted, and says where the old one is", async () => {
		const { home } = await placed(0);
		await rm(place.dataDir, { recursive: true });
		expect((await placed(0)).home).toBe(`${home}-2`);
		expect(said).toEqual([expect.stringContaining(home)]);
	});

	test("is not put into a directory of root's that stands where the link should be", async () => {
		await mkdir(join(place.dataDir, "postgres"), { recursive: true });
		await (process.getuid?.() === 0
			? expect(placed(0)).rejects.toMatchObject({ problem: "place_unusable" })
			: expect(placed(0)).resolves.toMatchObject({ account: { uid: process.getuid?.() } }));
	});

	test("survives a link to a home that is gone", async () => {
		await mkdir(place.dataDir);
		await symlink(join(place.rootHome, "gone"), join(place.dataDir, "postgres"));
		expect((await placed(0)).home).toBe(join(place.rootHome, "gone"));
		expect((await stat(join(place.rootHome, "gone"))).isDirectory()).toBe(true);
	});
});
