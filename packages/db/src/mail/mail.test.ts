import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestBook, type TestBook } from "../testing/open-test-book.fixture.ts";
import { claimMail } from "./claim-mail.ts";
import { enqueueMail } from "./enqueue-mail.ts";
import { forgetMail } from "./forget-mail.ts";
import { listOutbox } from "./list-outbox.ts";
import { listParkedMail, retryParkedMail } from "./parked-mail.ts";
import { settleMail } from "./settle-mail.ts";

let world: TestBook;
beforeAll(async () => {
	world = await openTestBook("mail");
});
afterAll(() => world?.close());
beforeEach(() => world.sql`delete from mail_outbox`);

const LEASE_MS = 60_000;
const mail = (dedupeKey: string, to = "ada@example.com") => ({
	dedupeKey,
	to,
	subject: `About ${dedupeKey}`,
	text: "A link.",
	html: "<p>A link.</p>",
});
const claim = (limit = 10) => claimMail(world.sql, limit, LEASE_MS);

describe("a mail", () => {
	it("is there once for what it tells", async () => {
		expect(await enqueueMail(world.sql, mail("a"))).toBe(true);
		expect(await enqueueMail(world.sql, mail("a", "somebody@else.example"))).toBe(false);
		expect((await listOutbox(world.sql, 10)).map(({ to }) => to)).toEqual(["ada@example.com"]);
	});

	it("is not there when what it tells did not come to be", async () => {
		const failing = world.sql.begin(async (tx) => {
			await enqueueMail(tx, mail("a"));
			throw new Error("no");
		});
		await expect(failing).rejects.toThrow("no");
		expect(await listOutbox(world.sql, 10)).toEqual([]);
	});

	it("goes to one of many workers at once", async () => {
		for (let at = 0; at < 30; at++) await enqueueMail(world.sql, mail(String(at)));
		const claimed = (await Promise.all(Array.from({ length: 6 }, () => claim(10)))).flat();
		expect(new Set(claimed.map(({ id }) => id)).size).toBe(claimed.length);
		const rest = await claim(100);
		expect(claimed.length + rest.length).toBe(30);
		expect(await claim()).toEqual([]);
	});

	it("of a worker that died is tried by another after its lease", async () => {
		await enqueueMail(world.sql, mail("a"));
		expect(await claimMail(world.sql, 1, 0)).toHaveLength(1);
		expect(await claim()).toMatchObject([{ subject: "About a", attempts: 0 }]);
	});

	it("that was delivered keeps its key and loses what it said", async () => {
		await enqueueMail(world.sql, mail("a"));
		const [claimed] = await claim();
		await settleMail(world.sql, claimed?.id ?? "", { kind: "sent" });
		expect(await enqueueMail(world.sql, mail("a"))).toBe(false);
		const [row] = await world.sql`select text, html, attempts, sent_at from mail_outbox`;
		expect(row).toMatchObject({ text: "", html: "", attempts: 1, sent_at: expect.any(Date) });
		expect(await listOutbox(world.sql, 10)).toEqual([]);
	});

	it("that failed waits, and counts only what was its own failure", async () => {
		await enqueueMail(world.sql, mail("a"));
		const [{ id } = { id: "" }] = await claim();
		await settleMail(world.sql, id, { kind: "later", trouble: "away", afterMs: 60_000, counts: false });
		expect(await claim()).toEqual([]);
		await settleMail(world.sql, id, { kind: "later", trouble: "busy", afterMs: 0, counts: true });
		expect(await claim()).toMatchObject([{ id, attempts: 1 }]);
	});

	it("that is parked is not tried until a person lets it", async () => {
		await enqueueMail(world.sql, mail("a"));
		const [{ id } = { id: "" }] = await claim();
		await settleMail(world.sql, id, { kind: "parked", reason: "550 no such user" });
		await world.sql`update mail_outbox set due_at = now()`;
		expect(await claim()).toEqual([]);
		expect(await listParkedMail(world.sql)).toMatchObject([{ id, reason: "550 no such user", attempts: 1 }]);
		expect(await retryParkedMail(world.sql)).toBe(1);
		expect(await claim()).toMatchObject([{ id, attempts: 0 }]);
		expect(await listParkedMail(world.sql)).toEqual([]);
	});
});

describe("the outbox", () => {
	it("shows the newest first, and one address's alone where asked", async () => {
		for (const key of ["a", "b", "c"]) await enqueueMail(world.sql, mail(key, `${key}@example.com`));
		expect((await listOutbox(world.sql, 2)).map(({ to }) => to)).toEqual(["c@example.com", "b@example.com"]);
		expect(await listOutbox(world.sql, 10, "a@example.com")).toMatchObject([{ subject: "About a", text: "A link." }]);
	});

	it("forgets what was delivered long ago, and nothing else", async () => {
		for (const key of ["old", "new", "waiting"]) await enqueueMail(world.sql, mail(key));
		await world.sql`update mail_outbox set sent_at = now() - interval '40 days' where dedupe_key = 'old'`;
		await world.sql`update mail_outbox set sent_at = now() where dedupe_key = 'new'`;
		expect(await forgetMail(world.sql, 30)).toBe(1);
		const left = await world.sql<{ dedupe_key: string }[]>`select dedupe_key from mail_outbox order by 1`;
		expect(left.map((row) => row.dedupe_key)).toEqual(["new", "waiting"]);
	});
});
