import { borrowEmbeddedPostgres, freePort } from "@turnpike/local/embedded-postgres";
import { killPostmaster } from "../processes/kill-postmaster.ts";
import { TurnpikeProcess } from "../processes/turnpike-process.ts";
import { environmentOf, type Place } from "./place.ts";
import type { Victim, World } from "./world.ts";

/** `npm start`: API, billing worker and embedded Postgres, the first two in one process. */
export async function startOneProcess(place: Place): Promise<World> {
	const { keep } = place;
	const dataDir = place.dataDir("data");
	const turnpike = new TurnpikeProcess({
		name: "turnpike",
		port: await freePort(),
		environment: { ...environmentOf(place, dataDir), ROLE: "all" },
		logFile: place.logFile("turnpike"),
		keep,
	});
	keep.opened(dataDir);
	await turnpike.start();
	const borrow = () => borrowEmbeddedPostgres({ dataDir, log: () => {} });
	const lent = await borrow();
	const restart = async () => {
		await turnpike.stop();
		await turnpike.start();
	};
	return {
		apis: [turnpike.url],
		processes: [turnpike],
		victims: victimsOf(turnpike, dataDir),
		databaseUrl: lent.url,
		pepper: place.pepper,
		quiesce: restart,
		restartWorker: restart,
		forgetHolds: async () => {},
		async stopProcesses() {
			await turnpike.stop();
		},
		openBook: borrow,
		async end() {
			await turnpike.kill();
			await killPostmaster(dataDir);
			keep.closed(dataDir);
		},
	};
}

function victimsOf(turnpike: TurnpikeProcess, dataDir: string): Victim[] {
	const shownBy = [turnpike.url];
	return [
		{ name: "turnpike", kill: () => turnpike.kill(), revive: () => turnpike.start(), shownBy },
		{ name: "postgres", kill: () => killPostmaster(dataDir), revive: async () => {}, shownBy },
		{
			name: "both",
			async kill() {
				await Promise.all([turnpike.kill(), killPostmaster(dataDir)]);
			},
			revive: () => turnpike.start(),
			shownBy,
		},
	];
}
