import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertKey, UNLIMITED_KEY } from "./accounts/key-store.ts";
import { recordAct } from "./accounts/record-act.ts";
import { raiseAlert } from "./alerts/raise-alert.ts";
import { connect, type Transaction } from "./connect.ts";
import { enqueueMail } from "./mail/enqueue-mail.ts";
import { migrate } from "./migrate.ts";
import { createInvitation } from "./people/invitation-store.ts";
import { signUp, type TestUser } from "./people/people.fixture.ts";
import { openTestBook, postAll, type TestBook, usageOf } from "./testing/open-test-book.fixture.ts";
import { rollUpPosted } from "./usage/roll-up-pending.ts";
import { withOrg } from "./with-org.ts";

/** Every table with rows of one organisation, and the column that says whose. */
const OWNED = {
	organisation: "id",
	project: "organisation_id",
	api_key: "organisation_id",
	account: "organisation_id",
	member: "organisation_id",
	invitation: "organisation_id",
	audit_log: "organisation_id",
	usage_event: "organisation_id",
	usage_hourly: "organisation_id",
	usage_hourly_by: "organisation_id",
	purchase: "organisation_id",
	refund: "organisation_id",
	auto_topup: "organisation_id",
	spending_freeze: "organisation_id",
	payment_customer: "organisation_id",
	alert_settings: "organisation_id",
	alert: "organisation_id",
	alert_webhook: "organisation_id",
} as const;

/** What no organisation's transaction may read. */
const CLOSED = [
	"user_session",
	"user_identity",
	"user_verification",
	"signing_key",
	"mail_outbox",
	"holder",
	"allowance",
	"usage_rollup_pending",
	"usage_dropped",
	"payment_event",
	"payment_movement",
	"payment_cursor",
	"reconciliation",
	"sandbox_payment",
];

let world: TestBook;
let ada: TestUser;
let eve: TestUser;
beforeAll(async () => {
	world = await openTestBook("tenants", 3);
	[ada, eve] = [await signUp(world.sql, "Ada"), await signUp(world.sql, "Eve")];
	for (const user of [ada, eve]) {
		await useEverything(user);
		await buyEverything(user);
	}
});
afterAll(() => world?.close());

/** Gives a user rows in every table that knows organisations. */
async function useEverything({ organisationId, projectId, accountId, userId }: TestUser): Promise<void> {
	const { sql } = world;
	await world.fund(accountId, 1_000n);
	const spender = await world.addKey({ organisationId, projectId, accountId }, { limit: 500n, reset: "daily" });
	await world.book.register({ holderId: organisationId, kind: "memory", instance: "" });
	const allowanceId = randomUUID();
	await world.book.grant({
		...{ holderId: organisationId, allowanceId, spender, grantedBefore: 0n as never },
		...{ atLeast: 100n as never, wanted: 100n as never },
	});
	await world.log.append(usageOf(spender, allowanceId, 100n));
	await postAll(sql, accountId);
	await rollUpPosted(sql);
	await sql.begin((tx) =>
		createInvitation(
			tx,
			{
				...{ id: `inv_${organisationId}`, organisationId, email: "new@example.com", role: "viewer", invitedBy: userId },
				...{ secretHash: randomBytes(32), expiresAt: new Date(Date.now() + 60_000) },
			},
			"test",
		),
	);
}

async function buyEverything({ organisationId, accountId }: TestUser): Promise<void> {
	const { sql } = world;
	const id = `pur_${organisationId}`;
	await sql`insert into purchase (id, organisation_id, account_id, kind, provider, credit_cents, fee_cents, actor)
		values (${id}, ${organisationId}, ${accountId}, 'checkout', 'sandbox', 500, 80, 'test')`;
	await sql`insert into refund (id, purchase_id, organisation_id, amount_cents, reason, actor)
		values (${`rfd_${organisationId}`}, ${id}, ${organisationId}, 5, '', 'test')`;
	await sql`insert into auto_topup (organisation_id, account_id, enabled, threshold_nano_usd, amount_cents, monthly_max_cents)
		values (${organisationId}, ${accountId}, false, 0, 500, 500)`;
	await sql`insert into spending_freeze (id, organisation_id, closed_at) values (${organisationId}, ${organisationId}, now())`;
	await sql`insert into alert_settings (organisation_id) values (${organisationId})`;
	await sql`insert into alert_webhook (id, organisation_id, url, secret_sealed)
		values (${`whk_${organisationId}`}, ${organisationId}, 'https://example.com', '\\x00')`;
	await sql.begin((tx) =>
		raiseAlert(tx, { organisationId, dedupeKey: organisationId, alert: { kind: "account.unfrozen" } }),
	);
	await sql`insert into payment_customer (organisation_id, provider, customer_id)
		values (${organisationId}, 'sandbox', ${organisationId})`;
}

const as = <T>(user: TestUser, work: (tx: Transaction) => Promise<T>) => withOrg(world.sql, user.organisationId, work);
const denied = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ code: "42501" });

describe("an organisation's transaction", () => {
	it.each(Object.entries(OWNED))("sees of %s its own rows alone, though it asks for all", async (table, column) => {
		const rows = await as(ada, (tx) => tx`select ${tx(column)} as owner from ${tx(table)}`);
		expect(rows.length).toBeGreaterThan(0);
		expect(new Set(rows.map(({ owner }) => owner))).toEqual(new Set([ada.organisationId]));
		const everyone = await world.sql`select distinct ${world.sql(column)} as owner from ${world.sql(table)}`;
		expect(everyone.length).toBeGreaterThan(1);
	});

	it("sees of budgets, entries, transactions and people what hangs on its own rows", async () => {
		const counted = await as(ada, async (tx) => ({
			budgets: await tx`select scope_id from budget`,
			windows: await tx`select spent_nano_usd from budget_window`,
			entries: await tx`select distinct account_id from entry`,
			transactions: await tx`select count(*)::int4 as count from ledger_transaction`,
			people: await tx`select id from app_user`,
			deliveries: await tx`select webhook_id from alert_delivery`,
		}));
		expect(counted.budgets).toHaveLength(1);
		expect(counted.deliveries).toHaveLength(1);
		expect(counted.windows).toHaveLength(1);
		expect(counted.entries).toEqual([{ account_id: ada.accountId }]);
		expect(counted.transactions).toEqual([{ count: 2 }]);
		expect(counted.people).toEqual([{ id: ada.userId }]);
	});

	it.each(CLOSED)("reads nothing of %s", (table) => denied(as(ada, (tx) => tx`select * from ${tx(table)}`)));

	it("changes nobody else's rows, though it names none", async () => {
		await as(ada, async (tx) => {
			await tx`update organisation set name = 'Mine'`;
			await tx`update project set name = 'Mine'`;
			await tx`update api_key set disabled = true`;
			await tx`update member set role = role`;
			await tx`update invitation set state = 'cancelled'`;
		});
		const { sql } = world;
		const of = async (table: string) =>
			(
				await sql`select * from ${sql(table)} where ${sql(table === "organisation" ? "id" : "organisation_id")} = ${eve.organisationId}`
			)[0];
		expect((await of("organisation"))?.name).toBe("Eve's");
		expect((await of("project"))?.name).toBe("Default");
		expect((await of("api_key"))?.disabled).toBe(false);
		expect((await of("invitation"))?.state).toBe("pending");
	});

	it("puts no rows under another's name, and moves none there", async () => {
		const theirs = eve.organisationId;
		const key = { ...UNLIMITED_KEY, id: "key_x", name: "x", label: "x", hash: "ab".repeat(32), pepperVersion: 1 };
		await denied(as(ada, (tx) => tx`insert into project (id, organisation_id, name) values ('prj_x', ${theirs}, 'x')`));
		await denied(
			as(
				ada,
				(tx) => tx`insert into member (id, organisation_id, user_id, role)
			values ('mem_x', ${theirs}, ${ada.userId}, 'owner')`,
			),
		);
		await denied(
			as(ada, (tx) => recordAct(tx, { organisationId: theirs, actor: "a", action: "b", target: "c", detail: {} })),
		);
		await denied(as(ada, (tx) => tx`update api_key set organisation_id = ${theirs}`));
		await denied(as(ada, (tx) => tx`update member set organisation_id = ${theirs}`));
		await denied(as(ada, (tx) => tx`update account set available_nano_usd = 1000000`));
		const stolen = { ...key, organisationId: theirs, projectId: eve.projectId };
		await expect(as(ada, (tx) => insertKey(tx, stolen, "test"))).rejects.toThrow("no such project");
	});

	it("makes keys and writes mails, which it cannot read", async () => {
		const key = {
			...{ ...UNLIMITED_KEY, id: "key_mine", name: "mine", label: "tp_…", hash: "cd".repeat(32), pepperVersion: 1 },
			...{ organisationId: ada.organisationId, projectId: ada.projectId },
		};
		const mail = { dedupeKey: "tenants", to: "a@example.com", subject: "s", text: "t", html: "h" };
		await as(ada, async (tx) => {
			await insertKey(tx, key, "test");
			expect(await enqueueMail(tx, mail)).toBe(true);
			expect(await enqueueMail(tx, mail)).toBe(false);
		});
		expect(await world.sql`select 1 from api_key where id = 'key_mine'`).toHaveLength(1);
	});

	it("sees nothing at all where no organisation is named", async () => {
		for (const nobody of ["", "org_nobody"]) {
			const seen = await withOrg(world.sql, nobody, async (tx) => [
				...(await tx`select id from organisation`),
				...(await tx`select id from api_key`),
				...(await tx`select generation_id from usage_event`),
			]);
			expect(seen).toEqual([]);
		}
	});
});

describe("the database", () => {
	it("holds every table with rows of organisations to them, and lets their role read no other", async () => {
		const open = await world.sql`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and not c.relrowsecurity
				and (has_table_privilege('turnpike_app', c.oid, 'select')
					or exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id'))`;
		// Prices are everybody's.
		expect(open.map(({ name }) => name)).toEqual(["price_version"]);
	});

	it("lets nobody's statement outlive its transaction as that role", async () => {
		await as(ada, (tx) => tx`select 1`);
		const [row] = await world.sql`select current_user::text as role, current_setting('role') as set`;
		expect(row?.role).not.toBe("turnpike_app");
		expect(row?.set).not.toBe("turnpike_app");
	});
});

describe("an owner of the tables who is no superuser, as hosted databases have", () => {
	it("migrates, and keeps organisations apart, once it was granted the role", async () => {
		const { sql } = world;
		const name = `owner_${randomBytes(4).toString("hex")}`;
		await sql`create role ${sql(name)} login password 'geheim'`;
		await sql`grant turnpike_app to ${sql(name)}`;
		await sql`create database ${sql(name)} owner ${sql(name)}`;
		const url = new URL(world.url);
		[url.username, url.password, url.pathname] = [name, "geheim", `/${name}`];
		await migrate(url.href);
		const owned = connect(url.href, { connections: 2 });
		const [one, other] = [await signUp(owned), await signUp(owned)];
		const seen = await withOrg(owned, one.organisationId, (tx) => tx`select id from organisation`);
		expect(seen).toEqual([{ id: one.organisationId }]);
		expect(await owned`select id from organisation where id = ${other.organisationId}`).toHaveLength(1);
		await owned.end();
		await sql`drop database ${sql(name)} with (force)`;
		await sql`drop role ${sql(name)}`;
	});
});

describe("a pool", () => {
	it("keeps many organisations' transactions apart, and is its old self after each, failed ones too", async () => {
		const turns = Array.from({ length: 120 }, async (_, at) => {
			const user = at % 2 === 0 ? ada : eve;
			if (at % 10 === 9) {
				await expect(as(user, (tx) => tx`select 1 / 0`)).rejects.toThrow("division by zero");
				return;
			}
			if (at % 10 === 8) {
				const [row] =
					await world.sql`select current_user::text as role, current_setting('turnpike.organisation_id', true) as org,
					(select count(*)::int4 from organisation) as organisations`;
				expect(row).toMatchObject({ organisations: 2 });
				expect(row?.role).not.toBe("turnpike_app");
				expect(row?.org ?? "").toBe("");
				return;
			}
			const owners = await as(user, async (tx) => {
				const before = await tx`select id from organisation`;
				await tx`select pg_sleep(0.002)`;
				return [...before, ...(await tx`select organisation_id as id from api_key`)];
			});
			expect(new Set(owners.map(({ id }) => id))).toEqual(new Set([user.organisationId]));
		});
		await Promise.all(turns);
	});
});
