import { readEnvironment } from "../env.ts";
import { findProgram } from "../find-program.ts";
import { startTestDatabase } from "../start-test-database.ts";
import { startTestRedis } from "../start-test-redis.ts";

/** What the tests can use in this run. */
export interface Services {
	/** Variables that lead the tests to what was found or started. */
	readonly environment: Readonly<Record<string, string>>;
	/** What is there, and what is left out and why; a line each. */
	readonly notes: readonly string[];
	stop(): Promise<void>;
}

/** Use the servers that the environment names, start those that can be started, and say which tests will be skipped. */
export async function findServices(given = readEnvironment()): Promise<Services> {
	const environment: Record<string, string> = {};
	const notes: string[] = [];
	const stops: (() => Promise<void>)[] = [];
	const database = given.databaseUrl === undefined ? await startTestDatabase() : undefined;
	if (database) stops.push(database.stop);
	environment.TEST_DATABASE_URL = database?.url ?? given.databaseUrl ?? "";
	notes.push(database ? "Postgres: an embedded one for this run" : "Postgres: the one of TEST_DATABASE_URL");
	const redis = await redisOf(given.redisUrl, given.searchPath);
	if (redis.stop) stops.push(redis.stop);
	if (redis.url) environment.TEST_REDIS_URL = redis.url;
	notes.push(redis.note);
	const chromium = given.chromium ?? (await findProgram(CHROMIUMS, given.searchPath));
	if (chromium) environment.TEST_CHROMIUM = chromium;
	notes.push(chromium ? `Chromium: ${chromium}` : "Chromium: skipped, none on PATH and no TEST_CHROMIUM");
	return {
		environment,
		notes,
		stop: async () => {
			for (const stop of stops.splice(0)) await stop();
		},
	};
}

const CHROMIUMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

interface RedisFound {
	readonly url?: string;
	readonly note: string;
	readonly stop?: () => Promise<void>;
}

async function redisOf(given: string | undefined, searchPath: string): Promise<RedisFound> {
	if (given !== undefined) return { url: given, note: "Redis: the one of TEST_REDIS_URL" };
	const program = await findProgram(["redis-server"], searchPath);
	if (program === undefined) {
		return { note: "Redis: skipped, no redis-server on PATH and no TEST_REDIS_URL" };
	}
	const server = await startTestRedis(program);
	return { url: server.url, stop: server.stop, note: `Redis: ${program} for this run` };
}
