import { join } from "node:path";
import { connectionUrl } from "./connection-file.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { findBinaries } from "./find-binaries.ts";
import { type Opening, openServer, reopenServer } from "./open-server.ts";
import { type ClusterPlace, placeCluster } from "./place-cluster.ts";
import { prepareBinaries } from "./prepare-binaries.ts";
import { isAlive } from "./process-identity.ts";
import { SETTINGS, type Settings } from "./settings.ts";
import { type StopBounds, stopPostmaster } from "./stop-postmaster.ts";
import { type ServerEvent, supervise } from "./supervise.ts";
import { waitForClaim } from "./wait-for-claim.ts";

export interface EmbeddedPostgresOptions {
	/** DATA_DIR: the cluster lives in it, or behind a link in it. */
	readonly dataDir: string;
	readonly log: (line: string) => void;
	/** Told when the server dies while we run, and how its restart went. */
	readonly onEvent?: (event: ServerEvent) => void;
	/** Where root's clusters live; tests give a directory of their own. */
	readonly rootHome?: string;
	/** Settings that differ from the usual ones. */
	readonly settings?: Settings;
	readonly stopBounds?: StopBounds;
}

export interface EmbeddedPostgres {
	/** `postgres://…`, of a superuser, the same after every restart of the server in this run. */
	readonly url: string;
	/** The server had been left running by an earlier process. */
	readonly adopted: boolean;
	/** Stop the server, last of all; a second call waits for the first. */
	stop(): Promise<void>;
}

const ROOT_HOME = "/var/lib/turnpike";
/** How long `start` waits for an operator's command that has the database open. */
const WAIT_FOR_ADMIN_MS = 30_000;

/**
 * The embedded Postgres of a data directory, for as long as this process wants it: made if absent, adopted if a killed
 * process left it running, started otherwise, and started again whenever it dies. Fails with EmbeddedPostgresError.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
	const place = await placeOf(options);
	const held = await waitForClaim(claimsOf(place), "start", WAIT_FOR_ADMIN_MS);
	if (!held.held) {
		throw new EmbeddedPostgresError(
			"already_running",
			`Turnpike is already running on ${options.dataDir} (pid ${held.holder.pid}); stop it, or give another DATA_DIR.`,
		);
	}
	try {
		const opening = await openingOf(options, place);
		const server = await openServer(opening);
		const supervision = supervise({
			pid: server.pid,
			isAlive,
			restart: () => reopenServer(opening, server.connection),
			onEvent: (event) => options.onEvent?.(event),
		});
		let stopping: Promise<void> | undefined;
		const stop = async (): Promise<void> => {
			await stopPostmaster(await supervision.end(), options.log, options.stopBounds);
			await held.release();
		};
		return {
			url: connectionUrl(server.connection),
			adopted: server.adopted,
			stop: () => {
				stopping ??= stop();
				return stopping;
			},
		};
	} catch (error) {
		await held.release();
		throw error;
	}
}

export function placeOf(options: EmbeddedPostgresOptions): Promise<ClusterPlace> {
	return placeCluster({ dataDir: options.dataDir, rootHome: options.rootHome ?? ROOT_HOME, log: options.log });
}

export function claimsOf(place: ClusterPlace): string {
	return join(place.home, "claims");
}

export async function openingOf(options: EmbeddedPostgresOptions, place: ClusterPlace): Promise<Opening> {
	const binaries = await prepareBinaries(findBinaries(), place.copies, place.account !== undefined);
	return { place, binaries, settings: { ...SETTINGS, ...options.settings }, log: options.log };
}
