import { appendFileSync } from "node:fs";
import { freePort, startEmbeddedPostgres } from "@turnpike/local/embedded-postgres";
import { killPostmaster } from "../processes/kill-postmaster.ts";
import { RedisProcess } from "../processes/redis-process.ts";
import { TurnpikeProcess } from "../processes/turnpike-process.ts";
import { environmentOf, type Place } from "./place.ts";
import type { Victim, World } from "./world.ts";

const WORKERS = 2;

/** Where each of the APIs holds credit: in its own memory, or with others in one Redis. */
export type Holders = readonly ("memory" | "redis")[];

export const THREE_IN_MEMORY: Holders = ["memory", "memory", "memory"];
export const THREE_IN_REDIS: Holders = ["redis", "redis", "redis"];

/** APIs, billing workers and Postgres apart, as one would host them. */
export async function startSplitProcesses(place: Place, holders: Holders): Promise<World> {
	const { keep } = place;
	const dataDir = place.dataDir("database");
	keep.opened(dataDir);
	const log = (line: string) => appendFileSync(place.logFile("postgres"), `${line}\n`);
	const postgres = await startEmbeddedPostgres({
		dataDir,
		log,
		onEvent: (event) => log(`${new Date().toISOString()} ${JSON.stringify(event)}`),
	});
	const redis = holders.includes("redis")
		? new RedisProcess(await freePort(), place.dataDir("redis"), place.logFile("redis"), keep)
		: undefined;
	const processOf = async (role: "api" | "billing", name: string, knowsRedis: boolean) =>
		new TurnpikeProcess({
			name,
			port: await freePort(),
			environment: {
				...environmentOf(place, place.dataDir(name)),
				...(redis && knowsRedis ? { REDIS_URL: redis.url } : {}),
				DATABASE_URL: postgres.url,
				ROLE: role,
			},
			logFile: place.logFile(name),
			keep,
		});
	const apis = await Promise.all(holders.map((holder, at) => processOf("api", `api-${at + 1}`, holder === "redis")));
	const workers = await Promise.all(
		Array.from({ length: WORKERS }, (_, at) => processOf("billing", `billing-${at + 1}`, true)),
	);
	const processes = [...apis, ...workers];
	const end = async () => {
		await Promise.all(processes.map((one) => one.kill()));
		await redis?.kill();
		await postgres.stop();
		keep.closed(dataDir);
	};
	try {
		await redis?.start();
		await Promise.all(processes.map((one) => one.start()));
	} catch (error) {
		await end();
		throw error;
	}
	return {
		apis: apis.map((api) => api.url),
		processes,
		victims: victimsOf(apis, workers, redis, dataDir),
		databaseUrl: postgres.url,
		pepper: place.pepper,
		quiesce: () => stopAll(apis),
		async forgetHolds() {
			await redis?.drained();
			await redis?.flush();
		},
		async restartWorker() {
			await workers[0]?.stop();
			await workers[0]?.start();
		},
		stopProcesses: () => stopAll(processes),
		openBook: async () => ({ url: postgres.url, close: async () => {} }),
		end,
	};
}

async function stopAll(processes: readonly TurnpikeProcess[]): Promise<void> {
	await Promise.all(processes.map((one) => one.stop()));
}

function victimsOf(
	apis: readonly TurnpikeProcess[],
	workers: readonly TurnpikeProcess[],
	redis: RedisProcess | undefined,
	dataDir: string,
): Victim[] {
	const everywhere = apis.map((api) => api.url);
	const processVictim = (one: TurnpikeProcess, shownBy: readonly string[]): Victim => ({
		name: one.name,
		kill: () => one.kill(),
		revive: () => one.start(),
		shownBy,
	});
	const all = [...apis, ...workers];
	const victims: Victim[] = [
		...apis.map((api) => processVictim(api, [api.url])),
		...workers.map((worker) => processVictim(worker, [])),
		{ name: "postgres", kill: () => killPostmaster(dataDir), revive: async () => {}, shownBy: everywhere },
		{
			name: "everything",
			async kill() {
				await Promise.all([...all.map((one) => one.kill()), killPostmaster(dataDir), redis?.kill()]);
			},
			async revive() {
				await redis?.start();
				await Promise.all(all.map((one) => one.start()));
			},
			shownBy: everywhere,
		},
	];
	if (redis) {
		victims.push(
			{ name: "redis", kill: () => redis.kill(), revive: () => redis.start(), shownBy: everywhere },
			{ name: "redis-wiped", kill: () => redis.flush(), revive: async () => {}, shownBy: everywhere },
		);
	}
	return victims;
}
