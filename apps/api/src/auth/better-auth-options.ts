import type { IdMaker } from "@turnpike/accounts";
import type { Config } from "@turnpike/config";
import type { Database } from "@turnpike/db";
import type { Logger } from "@turnpike/telemetry";

export interface BetterAuthOptions {
	readonly sql: Database;
	readonly secret: string;
	readonly publicUrl: string;
	readonly oauth: Config["oauth"];
	readonly ids: IdMaker;
	readonly log: Logger;
}
