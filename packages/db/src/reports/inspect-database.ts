import { readMigrationFiles } from "drizzle-orm/migrator";
import type { Database } from "../connect.ts";
import { MIGRATIONS } from "../migrate.ts";

/** What a database says of itself; it need not have been migrated. */
export interface DatabaseFacts {
	/** As it writes it: `18.4`. */
	readonly version: string;
	/** Unix milliseconds of its clock. */
	readonly now: number;
	/** Whether a commit that was answered survives a crash. */
	readonly durable: boolean;
	/** Migrations of this code that it has. */
	readonly applied: number;
	/** Migrations of this code that it has not. */
	readonly pending: number;
	/** Migrations that it has and this code does not know: a newer release was here. */
	readonly unknown: number;
}

interface FactsRow {
	readonly version: string;
	readonly now: Date;
	readonly fsync: string;
	readonly synchronous_commit: string;
	readonly migrated: boolean;
}

export async function inspectDatabase(sql: Database): Promise<DatabaseFacts> {
	const [row] = await sql<FactsRow[]>`select current_setting('server_version') as version, clock_timestamp() as now,
		current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
		to_regclass('drizzle.__drizzle_migrations') is not null as migrated`;
	if (!row) throw new Error("a select of constants without a row");
	const stored = row.migrated
		? await sql<{ made_at: bigint }[]>`select created_at as made_at from drizzle.__drizzle_migrations`
		: [];
	const known = readMigrationFiles({ migrationsFolder: MIGRATIONS }).map(({ folderMillis }) => folderMillis);
	const there = new Set(stored.map(({ made_at }) => Number(made_at)));
	const applied = known.filter((made) => there.has(made)).length;
	return {
		version: row.version,
		now: row.now.getTime(),
		durable: row.fsync === "on" && row.synchronous_commit !== "off",
		applied,
		pending: known.length - applied,
		unknown: there.size - applied,
	};
}
