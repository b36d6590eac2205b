import { randomBytes, randomUUID } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, connect as dial } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freshDatabase } from "@turnpike/test-services";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { expect, it } from "vitest";
import { connect } from "./connect.ts";
import { MIGRATIONS, migrate } from "./migrate.ts";
import { rollUpPending } from "./usage/roll-up-pending.ts";

/** Gives the work a database with nothing in it. */
async function inEmptyDatabase(work: (url: string) => Promise<void>): Promise<void> {
	await using neighbour = await freshDatabase("migrate");
	const name = `test_empty_${randomBytes(4).toString("hex")}`;
	const url = new URL(neighbour.url);
	url.pathname = `/${name}`;
	const server = postgres(neighbour.url, { max: 1 });
	try {
		await server`create database ${server(name)}`;
		await work(url.href);
	} finally {
		await server`drop database if exists ${server(name)} with (force)`;
		await server.end();
	}
}

it("brings an empty database up, from several processes at once, and changes nothing the second time", () =>
	inEmptyDatabase(async (url) => {
		await Promise.all([1, 2, 3].map(() => migrate(url)));
		await migrate(url);
		const sql = postgres(url, { max: 1 });
		const tables = await sql<
			{ name: string }[]
		>`select relname as name from pg_class where relkind = 'r' and relispartition`;
		await sql.end();
		const month = new Date().toISOString().slice(0, 7).replace("-", "");
		expect(tables.map((table) => table.name)).toEqual(
			expect.arrayContaining([`usage_event_${month}`, "usage_event_elsewhere"]),
		);
	}));

it("sums what an earlier release debited, rolls it up, and knows what it could not read", () =>
	inEmptyDatabase(async (url) => {
		await migrateBefore(url, "0018_settlement");
		const sql = connect(url, { connections: 1 });
		try {
			const [transactionId, generationId] = [randomUUID(), randomUUID()];
			await sql`insert into account (id, kind, organisation_id, available_nano_usd) values ('acc_1', 'customer', 'org_1', 700)`;
			for (const [id, kind, amount] of [
				[randomUUID(), "deposit", 1_000],
				[transactionId, "usage", -300],
			] as const) {
				await sql.begin(async (tx) => {
					await tx`insert into ledger_transaction (id, kind, source) values (${id}, ${kind}, ${id})`;
					await tx`insert into entry (transaction_id, account_id, amount_nano_usd)
						values (${id}, 'acc_1', ${amount}), (${id}, 'house:revenue', ${-amount})`;
				});
			}
			await sql`insert into usage_event (generation_id, organisation_id, account_id, project_id, key_id, allowance_id, status,
					estimated, model, provider, endpoint_id, price_version_id, usage, hold_nano_usd, charge_nano_usd,
					provider_cost_nano_usd, format, streamed, finish_reason, upstream_id, admitted_at, ttft_ms, latency_ms, attempts,
					end_user, app, transaction_id, posted_nano_usd, overrun_nano_usd)
				values (${generationId}, 'org_1', 'acc_1', 'prj_1', 'key_1', ${randomUUID()}, 'completed', false, 'a/model', 'sandbox',
					'endpoint', 'price', '{"input": 3}', 300, 300, 200, 'chat', false, 'stop', '', now(), 1, 2, '[]', 'ann', '',
					${transactionId}, 300, 0)`;
			await sql`insert into unreadable_usage (source, payload, reason) values ('checkpoint:x', '{}', 'r'), ('1-1', '{}', 'r')`;

			await migrate(url);
			const accounts = await sql`select posted_nano_usd::int as posted from account where id = 'acc_1'`;
			expect(accounts).toEqual([{ posted: 300 }]);
			expect(await rollUpPending(sql)).toBe(1);
			const hours =
				await sql`select value, charge_nano_usd::int as charge, prompt_tokens::int as tokens from usage_hourly_by
				where dimension = 'end_user'`;
			expect(hours).toEqual([{ value: "ann", charge: 300, tokens: 3 }]);
			const unread = await sql`select source, kind from unreadable_usage order by 1`;
			expect(unread).toEqual([
				{ source: "1-1", kind: null },
				{ source: "checkpoint:x", kind: "lost" },
			]);
		} finally {
			await sql.end();
		}
	}));

/** As far as releases before that migration brought a database. */
async function migrateBefore(url: string, tag: string): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), "migrations-"));
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	try {
		await cp(MIGRATIONS, folder, { recursive: true });
		const journal = join(folder, "meta", "_journal.json");
		const all: { entries: { tag: string }[] } = JSON.parse(await readFile(journal, "utf8"));
		const entries = all.entries.slice(
			0,
			all.entries.findIndex((entry) => entry.tag === tag),
		);
		await writeFile(journal, JSON.stringify({ ...all, entries }));
		await runMigrations(drizzle(sql), { migrationsFolder: folder });
	} finally {
		await sql.end();
		await rm(folder, { recursive: true });
	}
}

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
