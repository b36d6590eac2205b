import { type Database, makeKeptAnswers } from "@turnpike/db";
import type { Logger } from "@turnpike/telemetry";
import type { Vault } from "@turnpike/vault";
import { Archive } from "./archive.ts";
import { Drains } from "./drains.ts";
import { Retries } from "./retries.ts";

export interface RetryingOptions {
	readonly sql: Database;
	readonly vault: Vault;
	readonly log: Logger;
	readonly monotonic: () => number;
	/** Answers read to their end at once though nobody waits for them. */
	readonly mostDrains: number;
}

/** What retries need of where the API runs. */
export function retryingOf({ sql, vault, log, monotonic, mostDrains }: RetryingOptions) {
	const onTrouble = (what: string, error: unknown) => log.warn(`trouble with ${what}`, { error });
	return {
		retries: new Retries(monotonic),
		drains: new Drains(mostDrains),
		archive: new Archive({ store: makeKeptAnswers(sql), vault, onTrouble }),
	};
}
