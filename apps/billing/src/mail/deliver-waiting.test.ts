import { connect, enqueueMail, listParkedMail } from "@turnpike/db";
import { type FreshDatabase, freshDatabase } from "@turnpike/test-services";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deliverWaiting, outcomeOf } from "./deliver-waiting.ts";
import type { Mailer } from "./mailer.ts";
import { makeSmtpMailer } from "./smtp-mailer.ts";

interface Received {
	readonly to: string[];
	readonly raw: string;
}

/** A mail server: takes everything, but answers some recipients and logins with an error. */
class TestMailServer {
	readonly received: Received[] = [];
	readonly #server: SMTPServer;
	port = 0;

	constructor() {
		this.#server = new SMTPServer({
			authMethods: ["PLAIN"],
			authOptional: true,
			hideSTARTTLS: true,
			onAuth: ({ password }, _session, done) =>
				password === "right" ? done(null, { user: "turnpike" }) : done(new Error("wrong password")),
			onRcptTo({ address }, _session, done) {
				const code = /^answers-(\d{3})@/.exec(address)?.[1];
				if (code === undefined) return done();
				done(Object.assign(new Error("as asked"), { responseCode: Number(code) }));
			},
			onData: (stream, { envelope }, done) => {
				let raw = "";
				stream.on("data", (chunk) => {
					raw += String(chunk);
				});
				stream.on("end", () => {
					this.received.push({ to: envelope.rcptTo.map(({ address }) => address), raw });
					done();
				});
			},
		});
	}

	async start(port = 0): Promise<void> {
		await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
		const address = this.#server.server.address();
		this.port = typeof address === "object" && address ? address.port : 0;
	}

	stop(): Promise<void> {
		return new Promise((resolve) => this.#server.close(() => resolve()));
	}
}

let database: FreshDatabase;
let sql: ReturnType<typeof connect>;
let server: TestMailServer;
let mailer: Mailer;
beforeAll(async () => {
	database = await freshDatabase("mail_delivery");
	sql = connect(database.url, { connections: 4 });
});
afterAll(async () => {
	await sql?.end();
	await database?.drop();
});
beforeEach(async () => {
	await sql`delete from mail_outbox`;
	server = new TestMailServer();
	await server.start();
	mailer = mailerFor(`turnpike:right@127.0.0.1:${server.port}`);
});
afterEach(async () => {
	mailer.close();
	await server.stop();
});

const mailerFor = (place: string) => makeSmtpMailer({ url: `smtp://${place}`, from: "Turnpike <no-reply@tp.example>" });
const waiting = (to: string) =>
	enqueueMail(sql, { dedupeKey: to, to, subject: "Grüße, and a link", text: "Plain.\n", html: "<p>Rich.</p>" });
const rowOf = async (to: string) => (await sql`select * from mail_outbox where recipient = ${to}`)[0];

describe("delivery", () => {
	test("sends what waits, once, as text and HTML", async () => {
		await waiting("ada@example.com");
		expect(await deliverWaiting(sql, mailer)).toEqual({ sent: 1, parked: 0, away: undefined, more: false });
		expect(await deliverWaiting(sql, mailer)).toMatchObject({ sent: 0 });
		expect(server.received).toHaveLength(1);
		const { to, raw } = server.received[0] ?? { to: [], raw: "" };
		expect(to).toEqual(["ada@example.com"]);
		for (const part of [
			/^From: Turnpike <no-reply@tp\.example>\r$/m,
			/^To: ada@example\.com\r$/m,
			/^Subject: =\?UTF-8\?/m,
			/^Message-ID: <turnpike-\d+@tp\.example>\r$/m,
			/^Auto-Submitted: auto-generated\r$/m,
			/Plain\./,
			/<p>Rich\.<\/p>/,
		]) {
			expect(raw).toMatch(part);
		}
	});

	test("goes on past a recipient that is refused, and parks it with the server's word", async () => {
		for (const to of ["answers-550@example.com", "ada@example.com"]) await waiting(to);
		expect(await deliverWaiting(sql, mailer)).toMatchObject({ sent: 1, parked: 1 });
		expect(await listParkedMail(sql)).toMatchObject([
			{ to: "answers-550@example.com", reason: expect.stringContaining("as asked") },
		]);
	});

	test("tries again later where the server asks for it", async () => {
		await waiting("answers-451@example.com");
		expect(await deliverWaiting(sql, mailer)).toMatchObject({ sent: 0, parked: 0, away: undefined });
		const row = await rowOf("answers-451@example.com");
		expect(row).toMatchObject({ attempts: 1, sent_at: null, parked_reason: null });
		expect(row?.due_at.getTime()).toBeGreaterThan(Date.now() + 10_000);
	});

	test("waits, and blames no mail, while the server is away or refuses our login", async () => {
		await waiting("ada@example.com");
		const port = server.port;
		await server.stop();
		expect((await deliverWaiting(sql, mailer)).away).toEqual(expect.any(String));
		await sql`update mail_outbox set due_at = now()`;
		server = new TestMailServer();
		await server.start(port);
		const stranger = mailerFor(`turnpike:wrong@127.0.0.1:${port}`);
		expect((await deliverWaiting(sql, stranger)).away).toMatch(/wrong password/);
		stranger.close();
		expect(await rowOf("ada@example.com")).toMatchObject({ attempts: 0, parked_reason: null });
		await sql`update mail_outbox set due_at = now()`;
		expect(await deliverWaiting(sql, mailer)).toMatchObject({ sent: 1 });
	});

	test("takes an address as one address, whatever is in it", async () => {
		await waiting("ada@example.com, eve@example.com");
		await deliverWaiting(sql, mailer);
		expect(server.received.flatMap(({ to }) => to)).not.toContain("eve@example.com");
	});
});

describe("what is written after an attempt", () => {
	test("doubles the pause each time, up to an hour, and gives up after half a day", () => {
		const pauses: number[] = [];
		for (let attempts = 0; ; attempts++) {
			const outcome = outcomeOf({ kind: "busy", trouble: "later" }, { attempts });
			if (outcome.kind !== "later") {
				expect(outcome).toMatchObject({ kind: "parked", reason: expect.stringContaining("later") });
				break;
			}
			pauses.push(outcome.afterMs);
		}
		expect(pauses.slice(0, 3)).toEqual([30_000, 60_000, 120_000]);
		expect(Math.max(...pauses)).toBe(3_600_000);
		expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(10 * 3_600_000);
	});
});
