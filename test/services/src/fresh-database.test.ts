import { afterEach, expect, test, vi } from "vitest";
import { readEnvironment } from "./env.ts";
import { freshDatabase } from "./fresh-database.ts";
import { onServer } from "./on-server.ts";
import { templateDatabase } from "./template-database.ts";

const SERVER = readEnvironment().databaseUrl ?? "";
afterEach(() => {
	vi.unstubAllEnvs();
});

test("a fresh database has every migration, and no trace of what another test did", async () => {
	await using first = await freshDatabase("one");
	await onServer(first.url, (sql) => sql`create table trace ()`);
	await using second = await freshDatabase("two");
	const tables = await onServer(
		second.url,
		(sql) => sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`,
	);
	expect(tables.map(({ name }) => name)).toContain("entry");
	expect(tables.map(({ name }) => name)).not.toContain("trace");
});

test("a fresh database is gone afterwards, even while somebody is connected to it", async () => {
	const database = await freshDatabase("Dropped: with a name!");
	const name = new URL(database.url).pathname.slice(1);
	expect(name).toMatch(/^test_dropped_with_a_name_/);
	await onServer(database.url, async () => database.drop()).catch(() => undefined);
	expect(await onServer(SERVER, (sql) => sql`select from pg_database where datname = ${name}`)).toHaveLength(0);
});

test("many at once share one template", async () => {
	const databases = await Promise.all([1, 2, 3, 4].map((number) => freshDatabase(`many ${number}`)));
	const names = new Set(databases.map(({ url }) => url));
	for (const database of databases) await database.drop();
	expect(names.size).toBe(4);
	const template = await templateDatabase(SERVER);
	const found = await onServer(
		SERVER,
		(sql) =>
			sql<{ name: string }[]>`select datname as name from pg_database where datname ~ '^turnpike_(template|partial)'`,
	);
	expect(found.map(({ name }) => name)).toContain(template);
	expect(found.filter(({ name }) => name.startsWith("turnpike_partial"))).toEqual([]);
});

test("without a server the test is told how to get one", async () => {
	vi.stubEnv("TEST_DATABASE_URL", "");
	await expect(freshDatabase("none")).rejects.toThrow(/TEST_DATABASE_URL.*globalSetup/);
});
