import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { stopPostmaster } from "./stop-postmaster.ts";

const children: ChildProcess[] = [];
afterEach(() => {
	for (const child of children.splice(0)) child.kill("SIGKILL");
});

test("a server that obeys is stopped by the fast shutdown", async () => {
	const { pid, exited } = await server("");
	const said: string[] = [];
	await stopPostmaster(pid, (line) => said.push(line), { fastMs: 5_000, immediateMs: 5_000 });
	expect(await exited).toEqual([null, "SIGINT"]);
	expect(said).toEqual([]);
});

test("a server that hangs in its fast shutdown is stopped at once, and that is said", async () => {
	const { pid, exited } = await server("process.on('SIGINT', () => {})");
	const said: string[] = [];
	await stopPostmaster(pid, (line) => said.push(line), { fastMs: 100, immediateMs: 5_000 });
	expect(await exited).toEqual([null, "SIGQUIT"]);
	expect(said).toEqual([expect.stringContaining("did not stop within 0.1 s")]);
});

test("a server that obeys nothing is killed", async () => {
	const { pid, exited } = await server("process.on('SIGINT', () => {}); process.on('SIGQUIT', () => {})");
	await stopPostmaster(pid, () => {}, { fastMs: 50, immediateMs: 100 });
	expect(await exited).toEqual([null, "SIGKILL"]);
});

test("a server that is already gone is no error", async () => {
	const { pid, exited } = await server("");
	process.kill(pid, "SIGKILL");
	await exited;
	await stopPostmaster(pid, () => {});
});

/** Not a Postgres: a process that takes its signals the way the test needs. */
async function server(traps: string): Promise<{ readonly pid: number; readonly exited: Promise<unknown[]> }> {
	const program = `${traps}; setInterval(() => {}, 1000); console.log('up')`;
	const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "ignore"] });
	children.push(child);
	const exited = once(child, "exit");
	await once(child.stdout, "data");
	if (child.pid === undefined) throw new Error("a process that speaks has a pid");
	return { pid: child.pid, exited };
}
