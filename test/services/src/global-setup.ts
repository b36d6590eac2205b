import { announceDatabase, readEnvironment } from "./env.ts";
import { startTestDatabase } from "./start-test-database.ts";

/** For vitest's `globalSetup`: a Postgres for this run, unless TEST_DATABASE_URL names one already. */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
	if (readEnvironment().databaseUrl !== undefined) return undefined;
	const server = await startTestDatabase();
	announceDatabase(server.url);
	return server.stop;
}
