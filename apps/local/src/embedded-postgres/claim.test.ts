import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claim, livingHolders } from "./claim.ts";
import { processIdentity } from "./process-identity.ts";
import { waitForClaim } from "./wait-for-claim.ts";

let directory: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), "claims-"));
});

afterEach(async () => {
	for (const child of children.splice(0)) child.kill("SIGKILL");
	await rm(directory, { recursive: true, force: true });
});

test("a claim is held until it is released", async () => {
	const first = await claim(directory, "start");
	expect(await claim(directory, "start")).toEqual({ held: false, holder: { purpose: "start", pid: process.pid } });
	if (first.held) await first.release();
	expect(await claim(directory, "start")).toMatchObject({ held: true });
});

test("of processes that claim in the same instant exactly one holds, and the others name it", async () => {
	const claimants = [1, 2, 3, 4].map(() => claimant("start"));
	const results = await Promise.all(claimants.map(({ result }) => result));
	const winners = claimants.filter((_, index) => results[index]?.held);
	expect(winners).toHaveLength(1);
	expect(results.filter((result) => !result.held).map((result) => result.holder?.pid)).toEqual(
		[1, 2, 3].map(() => winners[0]?.child.pid),
	);
}, 20_000);

test("the claim of a killed process is free at once", async () => {
	const { child, result } = claimant("start");
	expect(await result).toEqual({ held: true });
	child.kill("SIGKILL");
	await once(child, "exit");
	expect(await claim(directory, "start")).toMatchObject({ held: true });
	expect(await readdir(directory)).toHaveLength(1);
});

test("a process that replaced itself by a new run of its program has none of the old run's claims", async () => {
	const identity = await processIdentity(process.pid);
	await writeFile(join(directory, `start.${process.pid}.${identity}.00000000.0123456789ab`), "");
	expect(await claim(directory, "start")).toMatchObject({ held: true });
});

test("a process that got a dead holder's number is not taken for the holder", async () => {
	expect(await processIdentity(process.pid)).not.toBe("another-start");
	await writeFile(join(directory, `start.${process.pid}.another-start.00`), "");
	expect(await livingHolders(directory)).toEqual([]);
	expect(await claim(directory, "start")).toMatchObject({ held: true });
});

test("files that are no claims are left alone", async () => {
	await writeFile(join(directory, "README"), "");
	expect(await claim(directory, "start")).toMatchObject({ held: true });
	expect(await readdir(directory)).toContain("README");
});

test("a command that will end is waited for, a start is not", async () => {
	const command = await claim(directory, "admin");
	const waiting = waitForClaim(directory, "start", 5_000);
	setTimeout(() => command.held && command.release(), 50);
	expect(await waiting).toMatchObject({ held: true });
	expect(await waitForClaim(directory, "admin", 60_000)).toMatchObject({ held: false, holder: { purpose: "start" } });
});

test("a command that does not end is waited for within the bound only", async () => {
	await claim(directory, "admin");
	expect(await waitForClaim(directory, "start", 100)).toMatchObject({ held: false, holder: { purpose: "admin" } });
});

interface Said {
	readonly held: boolean;
	readonly holder?: { readonly pid: number };
}

function claimant(purpose: string): { readonly child: ChildProcess; readonly result: Promise<Said> } {
	const program = join(import.meta.dirname, "claim.fixture.ts");
	const child = spawn(process.execPath, [program, directory, purpose], { stdio: ["ignore", "pipe", "inherit"] });
	children.push(child);
	return { child, result: firstLine(child) };
}

async function firstLine(child: ChildProcess): Promise<Said> {
	if (child.stdout === null) throw new Error("stdout is a pipe");
	for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
	throw new Error("the process ended without a word");
}
