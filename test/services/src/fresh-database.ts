import { randomBytes } from "node:crypto";
import { readEnvironment } from "./env.ts";
import { onServer, urlOf } from "./on-server.ts";
import { templateDatabase } from "./template-database.ts";

/** A database of one test file's own. */
export interface FreshDatabase extends AsyncDisposable {
	readonly url: string;
	/** Drop it, whoever is still connected. */
	drop(): Promise<void>;
}

/**
 * A new database with every migration applied and nothing else in it: a clone of the server's template, in about 50 ms.
 * Drop it when the tests are done (`await using`, or `afterAll`).
 *
 * @param name what the tests are about, so that a database that is left over tells where from
 */
export async function freshDatabase(name: string): Promise<FreshDatabase> {
	const server = readEnvironment().databaseUrl;
	if (server === undefined) throw new Error(NO_SERVER);
	const template = await templateDatabase(server);
	const words = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
	const database = `test_${words.slice(0, 40)}_${randomBytes(4).toString("hex")}`;
	await onServer(server, (sql) => sql`create database ${sql(database)} template ${sql(template)}`);
	const drop = async (): Promise<void> => {
		await onServer(server, (sql) => sql`drop database if exists ${sql(database)} with (force)`);
	};
	return { url: urlOf(server, database), drop, [Symbol.asyncDispose]: drop };
}

const NO_SERVER =
	"There is no Postgres to test against: give TEST_DATABASE_URL, or let the package's vitest.config.ts start one " +
	'with `globalSetup: "@turnpike/test-services/global-setup"`.';
