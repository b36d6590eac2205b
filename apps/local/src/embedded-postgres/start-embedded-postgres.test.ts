import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile, realpath, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { borrowEmbeddedPostgres } from "./borrow-embedded-postgres.ts";
import { isAlive } from "./process-identity.ts";
import { runningPostmaster } from "./running-postmaster.ts";
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./start-embedded-postgres.ts";
import { stopAbandonedPostgres } from "./stop-abandoned-postgres.ts";
import type { ServerEvent } from "./supervise.ts";
import { type TestingPlace, testingPlace } from "./testing-place.fixture.ts";

let place: TestingPlace;
let options: EmbeddedPostgresOptions;
let home: string;

beforeAll(async () => {
	place = await testingPlace();
	options = { dataDir: place.dataDir, rootHome: place.rootHome, log: () => {} };
	home = join(place.dataDir, "postgres");
	const first = await startEmbeddedPostgres(options);
	await run(first.url, "create table kept (word text)");
	await run(first.url, "insert into kept values ('yesterday')");
	await first.stop();
}, 30_000);

afterAll(async () => {
	const file = await runningPostmaster(join(home, "cluster"));
	if (file.state === "live") process.kill(file.postmaster.pid, "SIGQUIT");
	await sleep(200);
	await place.remove();
});

describe("an embedded Postgres", { timeout: 30_000 }, () => {
	test("keeps its data, its password and its port over a stop and a start, in a path with spaces", async () => {
		const before = await readFile(join(home, "server.json"), "utf8");
		await using server = await started();
		expect(await run(server.url, "select word from kept")).toEqual([{ word: "yesterday" }]);
		expect(server.adopted).toBe(false);
		expect(await readFile(join(home, "server.json"), "utf8")).toBe(before);
	});

	test("commits durably, in UTC and UTF-8, in code-point order, and takes only the generated password", async () => {
		await using server = await started();
		const [settings] = await run(
			server.url,
			`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
				current_setting('TimeZone') as zone, current_setting('server_encoding') as encoding,
				'Z' < 'a' as by_code_point, lower('É') as lower, current_setting('data_checksums') as checksums`,
		);
		expect(settings).toEqual({
			fsync: "on",
			commit: "on",
			zone: "UTC",
			encoding: "UTF8",
			by_code_point: true,
			lower: "é",
			checksums: "on",
		});
		const guess = new URL(server.url);
		guess.password = "postgres";
		await expect(run(guess.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
	});

	test("refuses a second start on the same data directory and names the process that has it", async () => {
		await using server = await started();
		await expect(startEmbeddedPostgres(options)).rejects.toMatchObject({
			problem: "already_running",
			message: expect.stringContaining(`pid ${process.pid}`),
		});
		expect(await run(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
	});

	test("is adopted by the next start when its parent was killed, and loses nothing", async () => {
		const parent = await held();
		await run(parent.url, "insert into kept values ('before the kill')");
		parent.child.kill("SIGKILL");
		await once(parent.child, "exit");
		await using server = await started();
		expect(server).toMatchObject({ adopted: true, url: parent.url });
		expect(await run(server.url, "select word from kept where word like 'before%'")).toHaveLength(1);
	});

	test("that nobody will adopt can be ended, but not while a living process has it", async () => {
		const parent = await held();
		const real = await realpath(home);
		expect(await stopAbandonedPostgres(real)).toBe(false);
		expect(await run(parent.url, "select 1 as one")).toEqual([{ one: 1 }]);
		parent.child.kill("SIGKILL");
		await once(parent.child, "exit");
		expect(await stopAbandonedPostgres(real)).toBe(true);
		expect(await runningPostmaster(join(home, "cluster"))).toEqual({ state: "absent" });
	});

	test("is left running by the signals a terminal sends to its parent's process group", async () => {
		await using server = await started();
		const pid = await serverPid();
		const { stdout } = spawnSync("ps", ["-o", "sid=,pgid=", "-p", String(pid)], { encoding: "utf8" });
		expect(stdout.trim().split(/\s+/).map(Number)).toEqual([pid, pid]);
		expect(server.adopted).toBe(false);
	});

	test("comes back by itself at the same address after kill -9, with what was committed", async () => {
		const events: ServerEvent[] = [];
		await using server = await started({ onEvent: (event) => events.push(event) });
		await run(server.url, "insert into kept values ('committed')");
		const pid = await serverPid();
		process.kill(pid, "SIGKILL");
		await expect.poll(() => events.at(-1)?.type, { timeout: 20_000 }).toBe("restarted");
		expect(events[0]).toEqual({ type: "died", pid });
		expect(await run(server.url, "select word from kept where word = 'committed'")).toHaveLength(1);
	});

	test("starts again after both it and its parent were killed", async () => {
		const parent = await held();
		const pid = await serverPid();
		parent.child.kill("SIGKILL");
		process.kill(pid, "SIGKILL");
		await once(parent.child, "exit");
		await using server = await started();
		expect(server.adopted).toBe(false);
		expect(await run(server.url, "select count(*)::int as n from kept where word = 'yesterday'")).toEqual([{ n: 1 }]);
	});

	test("starts over a pid file whose number now belongs to another process", async () => {
		const path = join(home, "cluster", "postmaster.pid");
		await writeFile(path, `${process.pid}\n${join(home, "cluster")}\n0\n1\n\n127.0.0.1\n1 1\nready   \n`);
		await using server = await started();
		expect(server.adopted).toBe(false);
		expect(await run(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
	});

	test("takes another port when its own was taken meanwhile", async () => {
		const port = Number(JSON.parse(await readFile(join(home, "server.json"), "utf8")).port);
		const squatter = createServer().listen(port, "127.0.0.1");
		await once(squatter, "listening");
		try {
			await using server = await started();
			expect(Number(new URL(server.url).port)).not.toBe(port);
			expect(await run(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
		} finally {
			squatter.close();
		}
	});

	test("gets a new password when the file that held it is lost", async () => {
		await rm(join(home, "server.json"));
		await using server = await started();
		expect(await run(server.url, "select word from kept where word = 'yesterday'")).toHaveLength(1);
	});

	test("made by another major version is refused and left as it is", async () => {
		const path = join(home, "cluster", "PG_VERSION");
		await writeFile(path, "17\n");
		await expect(startEmbeddedPostgres(options)).rejects.toMatchObject({
			problem: "wrong_version",
			message: expect.stringMatching(/made by Postgres 17 and this Turnpike runs Postgres 18/),
		});
		expect(await readFile(path, "utf8")).toBe("17\n");
		await writeFile(path, "18\n");
		await using server = await started();
		expect(await run(server.url, "select word from kept where word = 'yesterday'")).toHaveLength(1);
	});

	test("that cannot start says what Postgres said, and can be started later", async () => {
		await expect(startEmbeddedPostgres({ ...options, settings: { shared_buffers: "nonsense" } })).rejects.toMatchObject(
			{ problem: "start_failed", message: expect.stringContaining("shared_buffers") },
		);
		await using server = await started();
		expect(server.adopted).toBe(false);
	});
});

describe("borrowing the database for one command", { timeout: 30_000 }, () => {
	test("uses the running server and leaves it running", async () => {
		await using server = await started();
		const borrowed = await borrowEmbeddedPostgres(options);
		expect(borrowed.url).toBe(server.url);
		await borrowed.close();
		expect(await run(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
	});

	test("starts a server that is down and stops it again, one command after the other", async () => {
		const both = [0, 1].map(async () => {
			const borrowed = await borrowEmbeddedPostgres(options);
			const rows = await run(borrowed.url, "select word from kept where word = 'yesterday'");
			await borrowed.close();
			return rows.length;
		});
		expect(await Promise.all(both)).toEqual([1, 1]);
		expect(await runningPostmaster(join(home, "cluster"))).toEqual({ state: "absent" });
	});

	test("makes a start wait until the command is done", async () => {
		const borrowed = await borrowEmbeddedPostgres(options);
		const pid = await serverPid();
		const starting = started();
		await sleep(300);
		expect(await isAlive(pid)).toBe(true);
		await borrowed.close();
		await using server = await starting;
		expect(server.adopted).toBe(false);
	});
});

async function started(more: Partial<EmbeddedPostgresOptions> = {}) {
	const server = await startEmbeddedPostgres({ ...options, ...more });
	return { ...server, [Symbol.asyncDispose]: () => server.stop() };
}

interface Held {
	readonly child: ChildProcess;
	readonly url: string;
	readonly adopted: boolean;
}

/** A Bun process of its own that holds the database, as `npm start` does. */
async function held(): Promise<Held> {
	const bun = join(import.meta.dirname, "../../../../node_modules/.bin/bun");
	const program = join(import.meta.dirname, "hold-open.fixture.ts");
	const child = spawn(bun, [program, place.dataDir, place.rootHome], { stdio: ["ignore", "pipe", "inherit"] });
	for await (const line of createInterface({ input: child.stdout })) return { child, ...JSON.parse(line) };
	throw new Error("the process ended without a word");
}

async function serverPid(): Promise<number> {
	const file = await runningPostmaster(join(home, "cluster"));
	if (file.state !== "live") throw new Error(`the server's pid file is ${file.state}`);
	return file.postmaster.pid;
}

async function run(url: string, query: string): Promise<readonly Record<string, unknown>[]> {
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	try {
		return [...(await sql.unsafe(query))];
	} finally {
		await sql.end();
	}
}
