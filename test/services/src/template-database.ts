import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { migrate } from "@turnpike/db";
import type postgres from "postgres";
import { onServer, urlOf } from "./on-server.ts";

const MIGRATIONS = fileURLToPath(new URL("../../../packages/db/drizzle", import.meta.url));
/** Any number, the same in every process that tests on one server. */
const TEMPLATE_LOCK = 7_465_100;

/**
 * The server's migrated database that others are cloned from, made by whoever comes first. Its name carries the
 * migrations' hash and the month (the usage tables have partitions by month): a server that outlives a change to
 * either gets another one.
 */
export async function templateDatabase(server: string): Promise<string> {
	const template = `turnpike_template_${new Date().toISOString().slice(0, 7).replace("-", "")}_${await migrationsHash()}`;
	await onServer(server, async (sql) => {
		if (await exists(sql, template)) return;
		// The lock belongs to this connection and ends with it.
		await sql`select pg_advisory_lock(${TEMPLATE_LOCK})`;
		if (await exists(sql, template)) return;
		const partial = `turnpike_partial_${randomBytes(4).toString("hex")}`;
		await sql`create database ${sql(partial)}`;
		await migrate(urlOf(server, partial));
		// Renamed last: a template that exists is a whole one.
		await sql`alter database ${sql(partial)} rename to ${sql(template)}`;
	});
	return template;
}

async function exists(sql: postgres.Sql, database: string): Promise<boolean> {
	return (await sql`select from pg_database where datname = ${database}`).length > 0;
}

async function migrationsHash(): Promise<string> {
	const hash = createHash("sha256");
	for (const name of (await readdir(MIGRATIONS)).sort()) {
		if (name.endsWith(".sql")) hash.update(name).update(await readFile(`${MIGRATIONS}/${name}`));
	}
	return hash.digest("hex").slice(0, 12);
}
