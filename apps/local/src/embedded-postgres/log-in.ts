import { realpath } from "node:fs/promises";
import postgres from "postgres";
import { type Connection, connectionUrl, DATABASE } from "./connection-file.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import type { ClusterPlace } from "./place-cluster.ts";

/** Prove that the server at the stored port is this cluster's and takes the stored password; make our database. */
export async function logIn(place: ClusterPlace, connection: Connection): Promise<void> {
	const options = { max: 1, connect_timeout: 10, fetch_types: false, onnotice: () => {} };
	const sql = postgres(connectionUrl(connection, "postgres"), options);
	try {
		const [row] = await sql<{ readonly directory: string }[]>`select current_setting('data_directory') as directory`;
		if (row === undefined || (await realpath(row.directory)) !== (await realpath(place.cluster))) {
			throw new Error(`the server there keeps its data in ${row?.directory}`);
		}
		const found = await sql`select from pg_database where datname = ${DATABASE}`;
		if (found.length === 0) await sql`create database ${sql(DATABASE)}`;
	} catch (cause) {
		throw new EmbeddedPostgresError(
			"login_refused",
			`Could not log in to the database in ${place.cluster} on port ${connection.port}: ` +
				`${cause instanceof Error ? cause.message : String(cause)}`,
			{ cause },
		);
	} finally {
		await sql.end({ timeout: 5 });
	}
}
