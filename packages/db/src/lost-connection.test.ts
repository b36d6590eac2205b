import { once } from "node:events";
import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { freshDatabase } from "@turnpike/test-services";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect, type Database } from "./connect.ts";

/** Far less than the driver's time to connect, and its waits between attempts. */
const AT_ONCE_MS = 2_500;

/** A way to the database that can be broken off. */
class Way {
	readonly #near = new Set<Socket>();
	readonly #server: Server;
	/** Connections are taken and closed without a word. */
	closes = false;

	constructor(to: URL) {
		this.#server = createServer((near) => {
			near.on("error", () => {});
			if (this.closes) return near.destroy();
			const far = dial(Number(to.port), to.hostname).on("error", () => {});
			this.#near.add(near);
			near.on("close", () => far.destroy()).pipe(far);
			far.on("close", () => near.destroy()).pipe(near);
		});
	}

	async open(): Promise<number> {
		this.#server.listen(0, "127.0.0.1");
		await once(this.#server, "listening");
		const address = this.#server.address();
		if (address === null || typeof address === "string") throw new Error("the way is not open");
		return address.port;
	}

	/** As a host that is gone does it: no goodbye. */
	reset(): void {
		for (const socket of this.#near) socket.resetAndDestroy();
		this.#near.clear();
	}

	close(): void {
		for (const socket of this.#near) socket.destroy();
		this.#near.clear();
	}

	stop(): void {
		this.close();
		this.#server.close();
	}
}

const database = await freshDatabase("lost connection");
let way: Way;
let sql: Database;
beforeEach(async () => {
	const url = new URL(database.url);
	way = new Way(new URL(database.url));
	url.hostname = "127.0.0.1";
	url.port = String(await way.open());
	sql = connect(url.href, { connections: 1 });
	await sql`select 1`;
});
afterEach(async () => {
	await sql.end({ timeout: 1 });
	way.stop();
});
afterAll(() => database.drop());

/** How it ended: "ok", an error's code, or "silent" when it said nothing. */
async function ending(query: PromiseLike<unknown>): Promise<string> {
	const silence = new Promise<string>((resolve) => setTimeout(resolve, AT_ONCE_MS, "silent").unref());
	const told = Promise.resolve(query).then(
		() => "ok",
		(error) => String(error.code),
	);
	return Promise.race([told, silence]);
}

const soon = (ms = 50) => new Promise((resolve) => setTimeout(resolve, ms));
/** Busy until the other side's goodbye has arrived, unread. */
const unread = (ms = 20) => {
	for (const until = performance.now() + ms; performance.now() < until; );
};

describe.each(["reset", "close"] as const)("a connection that breaks by %s", (how) => {
	test("fails what was asked on it, and what is asked because of that", async () => {
		let next: Promise<string> | undefined;
		const first = ending(
			sql`select pg_sleep(20)`.catch((error) => {
				next = ending(sql`select 2`);
				throw error;
			}),
		);
		await soon();
		way[how]();
		expect(await first).toMatch(/^(?:CONNECTION_CLOSED|ECONNRESET)$/);
		expect(await next).toMatch(/^(?:ok|CONNECTION_CLOSED|ECONNRESET)$/);
		expect(await ending(sql`select 3`)).toBe("ok");
	});

	test("fails what is asked in the moment before it is noticed, and is opened again at once", async () => {
		for (let round = 0; round < 5; round++) {
			way[how]();
			unread();
			expect(await ending(sql`select 1`)).toMatch(/^(?:ok|CONNECTION_CLOSED|ECONNRESET|EPIPE)$/);
			await soon(0);
			expect(await ending(sql`select 2`)).toBe("ok");
		}
	});

	test("takes a transaction with it, and leaves nothing of it to the next", async () => {
		const table = sql(`left_over_${how}`);
		await sql`create table ${table} (said text)`;
		const lost = ending(
			sql.begin(async (tx) => {
				await tx`insert into ${table} values ('lost')`;
				await tx`select pg_sleep(20)`;
			}),
		);
		await soon();
		way[how]();
		expect(await lost).toMatch(/^(?:CONNECTION_CLOSED|ECONNRESET)$/);
		const kept = sql.begin(async (tx) => {
			await tx`insert into ${table} values ('kept')`;
			await soon(400);
		});
		expect(await ending(kept)).toBe("ok");
		expect(await sql`select said from ${table}`).toEqual([{ said: "kept" }]);
	});

	test("does not keep the pool from ending", async () => {
		const asked = ending(sql`select pg_sleep(20)`);
		await soon();
		const ended = ending(sql.end());
		way[how]();
		expect(await asked).toMatch(/^(?:CONNECTION_CLOSED|ECONNRESET)$/);
		expect(await ended).toBe("ok");
	});
});

test("a statement that cannot be sent fails alone, wherever it stands among others", async () => {
	const number = (value: number) => sql<{ value: number }[]>`select ${value}::int as value`;
	const moment = (value: Date) => sql`select ${value}::timestamptz as moment`;
	for (let round = 0; round < 3; round++) {
		const answers = await Promise.allSettled([
			number(1),
			moment(new Date(Number.NaN)),
			number(2),
			sql`select ${undefined as unknown as number}::int`,
			number(3),
			moment(new Date(0)),
			number(4),
		]);
		const told = answers.map((answer) => (answer.status === "fulfilled" ? answer.value[0]?.value : "failed"));
		expect(told).toEqual([1, "failed", 2, "failed", 3, undefined, 4]);
	}
	expect(await ending(sql`select 5`)).toBe("ok");
});

test("an error that ended one connection does not answer what is asked on the next", async () => {
	const asked = ending(sql`select pg_sleep(20)`);
	await soon();
	const other = connect(database.url, { connections: 1 });
	await other`select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep%' and pid <> pg_backend_pid()`;
	await other.end();
	expect(await asked).toMatch(/^(?:57P01|CONNECTION_CLOSED|ECONNRESET)$/);
	expect(await ending(sql`select 1`)).toBe("ok");
});

test("a server that closes while it is greeted is told of, asked with pauses, and found again", async () => {
	way.closes = true;
	way.close();
	await soon();
	const told: string[] = [];
	for (let at = 0; at < 4; at++) told.push(await ending(sql`select 1`));
	expect(told).toEqual(["CONNECTION_CLOSED", "CONNECTION_CLOSED", "CONNECTION_CLOSED", "CONNECTION_CLOSED"]);
	way.closes = false;
	expect(await ending(sql`select 1`)).toBe("ok");
});
