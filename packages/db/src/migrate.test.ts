import { randomBytes } from "node:crypto";
import { freshDatabase } from "@turnpike/test-services";
import postgres from "postgres";
import { expect, it } from "vitest";
import { migrate } from "./migrate.ts";

it("brings an empty database up, from several processes at once, and changes nothing the second time", async () => {
	await using neighbour = await freshDatabase("migrate");
	const name = `test_empty_${randomBytes(4).toString("hex")}`;
	const url = new URL(neighbour.url);
	url.pathname = `/${name}`;
	const server = postgres(neighbour.url, { max: 1 });
	try {
		await server`create database ${server(name)}`;
		await Promise.all([1, 2, 3].map(() => migrate(url.href)));
		await migrate(url.href);
		const sql = postgres(url.href, { max: 1 });
		const tables = await sql<
			{ name: string }[]
		>`select relname as name from pg_class where relkind = 'r' and relispartition`;
		await sql.end();
		const month = new Date().toISOString().slice(0, 7).replace("-", "");
		expect(tables.map((table) => table.name)).toEqual(
			expect.arrayContaining([`usage_event_${month}`, "usage_event_elsewhere"]),
		);
	} finally {
		await server`drop database if exists ${server(name)} with (force)`;
		await server.end();
	}
});
