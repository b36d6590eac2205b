import { randomBytes } from "node:crypto";
import { createServer, connect as dial } from "node:net";
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

it.each([3, 4, 6, 8])(
	"fails, and does not wait for ever, when it is cut off at the database's answer %i",
	async (at) => {
		await using neighbour = await freshDatabase("migrate cut off");
		const cut = await cutOff(new URL(neighbour.url), at);
		try {
			await expect(migrate(cut.url)).rejects.toThrow();
			await migrate(cut.url);
		} finally {
			cut.close();
		}
	},
);

/** A way to the database whose first connection breaks instead of carrying its answer `at`, counted from 0. */
async function cutOff(database: URL, at: number) {
	let connections = 0;
	const proxy = createServer((client) => {
		const breaks = connections++ === 0;
		const server = dial(Number(database.port), database.hostname);
		let answers = 0;
		server.on("data", (bytes) => {
			if (breaks && answers++ >= at) server.destroy();
			else client.write(bytes);
		});
		client.on("data", (bytes) => server.write(bytes));
		for (const [one, other] of [
			[client, server],
			[server, client],
		] as const) {
			one.on("error", () => other.destroy());
			one.on("close", () => other.destroy());
		}
	});
	await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
	const url = new URL(database);
	const address = proxy.address();
	if (address && typeof address === "object") url.port = String(address.port);
	return { url: url.href, close: () => void proxy.close() };
}
