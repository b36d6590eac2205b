import type { Config } from "@turnpike/config";
import { migrate } from "@turnpike/db";
import type { Logger } from "@turnpike/telemetry";
import { startEmbeddedPostgres } from "./embedded-postgres/index.ts";

export interface OpenDatabase {
	readonly url: string;
	/** Whether the database is this process's own, so that nobody else spends out of it. */
	readonly embedded: boolean;
	/** Stops the embedded database; does nothing to one that was given. */
	close(): Promise<void>;
}

/** The database the configuration names, or the embedded one, migrated to the current schema. */
export async function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
	if (config.databaseUrl !== undefined) {
		await migrate(config.databaseUrl);
		return { url: config.databaseUrl, embedded: false, close: async () => {} };
	}
	const postgres = await startEmbeddedPostgres({
		dataDir: config.dataDir,
		log: (line) => log.debug("postgres", { line }),
		onEvent: ({ type, ...event }) => log.warn(`the embedded database ${type.replaceAll("_", " ")}`, event),
	});
	try {
		await migrate(postgres.url);
	} catch (error) {
		await postgres.stop();
		throw error;
	}
	return { url: postgres.url, embedded: true, close: () => postgres.stop() };
}
