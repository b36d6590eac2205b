import { setTimeout as sleep } from "node:timers/promises";
import { type Holder, livingHolders } from "./claim.ts";
import { connectionUrl, readConnection } from "./connection-file.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { logIn } from "./log-in.ts";
import { openServer } from "./open-server.ts";
import type { ClusterPlace } from "./place-cluster.ts";
import { runningPostmaster } from "./running-postmaster.ts";
import { claimsOf, type EmbeddedPostgresOptions, openingOf, placeOf } from "./start-embedded-postgres.ts";
import { stopPostmaster } from "./stop-postmaster.ts";
import { waitForClaim } from "./wait-for-claim.ts";

export interface BorrowedPostgres {
	readonly url: string;
	/** Leave the server as it was found: running if it ran, stopped if it was down. */
	close(): Promise<void>;
}

const WAIT_MS = 60_000;

/**
 * The embedded Postgres of a data directory for the length of one command: that of the running Turnpike, or one
 * started for the purpose. Commands on a stopped Turnpike take turns. Fails with EmbeddedPostgresError.
 */
export async function borrowEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<BorrowedPostgres> {
	const place = await placeOf(options);
	const result = await waitForClaim(claimsOf(place), "admin", WAIT_MS);
	if (!result.held) return shareWith(result.holder, place, options);
	try {
		const server = await openServer(await openingOf(options, place));
		return {
			url: connectionUrl(server.connection),
			close: async () => {
				if (!server.adopted) await stopPostmaster(server.pid, options.log, options.stopBounds);
				await result.release();
			},
		};
	} catch (error) {
		await result.release();
		throw error;
	}
}

async function shareWith(
	holder: Holder,
	place: ClusterPlace,
	options: EmbeddedPostgresOptions,
): Promise<BorrowedPostgres> {
	const giveUpAt = performance.now() + WAIT_MS;
	while (performance.now() < giveUpAt) {
		const file = await runningPostmaster(place.cluster);
		const connection = await readConnection(place.home);
		if (file.state === "live" && file.postmaster.ready && connection !== undefined) {
			await logIn(place, connection);
			return { url: connectionUrl(connection), close: async () => {} };
		}
		// It starts, recovers or stops. When it has stopped, the claim is free for us.
		if ((await livingHolders(claimsOf(place))).length === 0) return borrowEmbeddedPostgres(options);
		await sleep(100);
	}
	throw new EmbeddedPostgresError(
		"start_failed",
		`The database of ${options.dataDir} did not come up within ${WAIT_MS / 1000} s (pid ${holder.pid} has it).`,
	);
}
