import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, newPassword, readConnection, writeConnection } from "./connection-file.ts";
import { freePort, isPortFree } from "./free-port.ts";
import { initCluster } from "./init-cluster.ts";
import { becomesReady, type Launch, launchPostmaster } from "./launch-postmaster.ts";
import { logIn } from "./log-in.ts";
import type { ClusterPlace } from "./place-cluster.ts";
import type { Binaries } from "./prepare-binaries.ts";
import { isAlive } from "./process-identity.ts";
import { resetPassword } from "./reset-password.ts";
import { runningPostmaster } from "./running-postmaster.ts";
import type { Settings } from "./settings.ts";
import { stopPostmaster } from "./stop-postmaster.ts";

/** Long enough for a killed server to be gone. */
const DYING_MS = 2_000;

export interface Opening {
	readonly place: ClusterPlace;
	readonly binaries: Binaries;
	readonly settings: Settings;
	readonly log: (line: string) => void;
}

/** A server that accepts connections, and whether it ran before we came. */
export interface OpenServer {
	readonly pid: number;
	readonly connection: Connection;
	readonly adopted: boolean;
}

/** Adopt the cluster's live server or start one, making the cluster if there is none. Only by the claim's holder. */
export async function openServer(opening: Opening): Promise<OpenServer> {
	await initCluster(opening.place, opening.binaries, opening.log);
	const connection = (await readConnection(opening.place.home)) ?? (await renewConnection(opening));
	return (await adopt(opening, connection)) ?? (await start(opening, connection));
}

async function adopt({ place, log }: Opening, connection: Connection): Promise<OpenServer | undefined> {
	const file = await runningPostmaster(place.cluster);
	if (file.state !== "live" || !(await becomesReady(place.cluster, file.postmaster.pid, log))) return undefined;
	const actual = { ...connection, port: file.postmaster.port };
	try {
		await logIn(place, actual);
	} catch (error) {
		// A server that was killed a moment ago still has its file, and its last processes still answer.
		if (!(await isDying(file.postmaster.pid))) throw error;
		return undefined;
	}
	if (actual.port !== connection.port) await writeConnection(place.home, actual);
	log(`Postgres was still running (pid ${file.postmaster.pid}); going on with it`);
	return { pid: file.postmaster.pid, connection: actual, adopted: true };
}

/** Whether a process is gone within the time a killed one needs to go. */
async function isDying(pid: number): Promise<boolean> {
	const giveUpAt = performance.now() + DYING_MS;
	while (await isAlive(pid)) {
		if (performance.now() > giveUpAt) return false;
		await sleep(20);
	}
	return true;
}

async function start(opening: Opening, stored: Connection): Promise<OpenServer> {
	const { place, log } = opening;
	const connection = { ...stored, port: (await isPortFree(stored.port)) ? stored.port : await freePort() };
	if (connection.port !== stored.port) await writeConnection(place.home, connection);
	const pid = await launchPostmaster(launchOf(opening, connection));
	try {
		await logIn(place, connection);
	} catch (error) {
		await stopPostmaster(pid, log);
		throw error;
	}
	return { pid, connection, adopted: false };
}

/** The cluster is there but the file with its password is not: give it a new one, which needs it stopped. */
async function renewConnection({ place, binaries, log }: Opening): Promise<Connection> {
	log(`The password of the database in ${place.home} was lost; giving it a new one`);
	const file = await runningPostmaster(place.cluster);
	if (file.state === "live") await stopPostmaster(file.postmaster.pid, log);
	const connection = { port: await freePort(), password: newPassword() };
	await resetPassword(place, binaries, connection.password);
	await writeConnection(place.home, connection);
	return connection;
}

/** Start the server that died, where clients look for it. */
export async function reopenServer(opening: Opening, connection: Connection): Promise<number> {
	return launchPostmaster(launchOf(opening, connection));
}

function launchOf({ place, binaries, settings, log }: Opening, { port }: Connection): Launch {
	return { place, binaries, settings, log, port };
}
