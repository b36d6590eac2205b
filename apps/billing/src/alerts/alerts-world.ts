import type { Database } from "@turnpike/db";
import type { Vault } from "@turnpike/vault";

/** What telling needs from where it runs. */
export interface AlertsWorld {
	readonly sql: Database;
	readonly vault: Vault;
	/** How the outside reaches this installation, without a trailing slash. */
	readonly publicUrl: () => string;
	/** `host` or `host:port` of an operator's own to which webhooks may lead though they are not public. */
	readonly privateHosts: readonly string[];
	/** Unix milliseconds. */
	readonly now: () => number;
	readonly onTrouble: (what: string, error: unknown) => void;
}
