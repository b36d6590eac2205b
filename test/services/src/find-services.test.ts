import { mkdir, mkdtemp, rm, stat, utimes } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readEnvironment } from "./env.ts";
import { findProgram } from "./find-program.ts";
import { findServices } from "./run/find-services.ts";
import { startTestRedis } from "./start-test-redis.ts";
import { PREFIX, sweepAbandoned } from "./sweep-abandoned.ts";

const given = readEnvironment();
const redisServer = await findProgram(["redis-server"], given.searchPath);

test("servers that the environment names are used and not stopped", async () => {
	const services = await findServices({
		databaseUrl: "postgres://db",
		redisUrl: "redis://r",
		chromium: "/opt/chrome",
		searchPath: "",
	});
	expect(services.environment).toEqual({
		TEST_DATABASE_URL: "postgres://db",
		TEST_REDIS_URL: "redis://r",
		TEST_CHROMIUM: "/opt/chrome",
	});
	await services.stop();
});

test("what is not there is said to be skipped, and why", async () => {
	const services = await findServices({
		databaseUrl: "postgres://db",
		redisUrl: undefined,
		chromium: undefined,
		searchPath: "/nowhere",
	});
	expect(services.notes).toEqual([
		"Postgres: the one of TEST_DATABASE_URL",
		expect.stringMatching(/^Redis: skipped, no redis-server on PATH/),
		expect.stringMatching(/^Chromium: skipped/),
	]);
	expect(Object.keys(services.environment)).toEqual(["TEST_DATABASE_URL"]);
});

test("an empty variable counts as absent", () => {
	expect(readEnvironment({ TEST_REDIS_URL: "", PATH: "/bin" })).toMatchObject({ redisUrl: undefined });
});

test.skipIf(redisServer === undefined)("a Redis of our own answers, and is gone after its stop", async () => {
	const redis = await startTestRedis(redisServer ?? "");
	expect(await ping(redis.url)).toBe("+PONG\r\n");
	await redis.stop();
	await expect(ping(redis.url)).rejects.toThrow(/ECONNREFUSED/);
});

test("a Redis that does not start is an error, not a wait", async () => {
	await expect(startTestRedis("/bin/true")).rejects.toThrow(/ended before/);
});

test("what a killed run left behind is removed, what a run has just made is not", async () => {
	const base = await mkdtemp(join(tmpdir(), "sweep-"));
	for (const name of [`${PREFIX}old`, `${PREFIX}new`, "not ours"]) await mkdir(join(base, name));
	const longAgo = new Date(Date.now() - 3_600_000);
	for (const name of [`${PREFIX}old`, "not ours"]) await utimes(join(base, name), longAgo, longAgo);
	await sweepAbandoned(base);
	await expect(stat(join(base, `${PREFIX}old`))).rejects.toThrow(/ENOENT/);
	await stat(join(base, `${PREFIX}new`));
	await stat(join(base, "not ours"));
	await rm(base, { recursive: true });
});

function ping(url: string): Promise<string> {
	return new Promise((done, fail) => {
		const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write("PING\r\n"));
		socket.once("error", fail);
		socket.once("data", (chunk) => {
			socket.destroy();
			done(chunk.toString());
		});
	});
}
