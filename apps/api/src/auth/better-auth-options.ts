import type { IdMaker } from "@turnpike/accounts";
import type { Config } from "@turnpike/config";
import type { Database } from "@turnpike/db";
import type { Logger } from "@turnpike/telemetry";

export interface BetterAuthOptions {
	readonly sql: Database;
	/**
	 * What better-auth itself writes with. Where many sign in at once it is another pool than `sql`: its transactions call on
	 * us, and we write by `sql`; of one pool they could hold every connection, each of them waiting for one more.
	 */
	readonly transactions: Database;
	readonly secret: string;
	readonly publicUrl: string;
	readonly oauth: Config["oauth"];
	readonly ids: IdMaker;
	readonly log: Logger;
}
