import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** The folder of the migrations, as the migrator wants it. */
export const MIGRATIONS = fileURLToPath(new URL("../drizzle", import.meta.url));
/** Any number, the same in every process: two migrators would race. */
const MIGRATION_LOCK = 7_465_001;

/**
 * Brings a database to the current schema; forward only, safe to run from several processes at once.
 *
 * @throws the database's own error, with the statement that failed; soon, where the connection is lost in between.
 */
export async function migrate(url: string): Promise<void> {
	const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10, fetch_types: false });
	try {
		// The lock belongs to this one connection and ends with it.
		await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
		await runMigrations(drizzle(sql), { migrationsFolder: MIGRATIONS });
		await sql`select ensure_usage_partitions(now() - interval '1 month', 6)`;
		await sql`select ensure_answer_partitions(7)`;
	} finally {
		// With a limit: a database that says nothing is not waited for.
		await sql.end({ timeout: 1 });
	}
}
