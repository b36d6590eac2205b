import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Database } from "@turnpike/db";
import { type FreshDatabase, freshDatabase } from "@turnpike/test-services";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admin, adminJson, type Ended } from "./command.fixture.ts";

interface NewOrg {
	readonly org: { readonly id: string; readonly name: string };
	readonly project: { readonly id: string };
}

interface NewKey {
	readonly key: string;
	readonly hash: string;
	readonly name: string;
	readonly id: string;
}

let database: FreshDatabase;
let sql: Database;
let environment: Record<string, string>;

beforeAll(async () => {
	database = await freshDatabase("operator verbs");
	sql = connect(database.url, { connections: 1 });
	// A path with blanks, as people have them.
	environment = { DATA_DIR: await mkdtemp(join(tmpdir(), "admin data ")), DATABASE_URL: database.url };
});

afterAll(async () => {
	await sql.end();
	await database.drop();
	await rm(environment.DATA_DIR ?? "", { recursive: true, force: true });
});

const run = (...words: string[]): Promise<Ended> => admin(words, environment);
const ask = <Answer>(...words: string[]): Promise<Answer> => adminJson<Answer>(words, environment);
const newOrg = (name: string) => ask<NewOrg>("create-org", "--name", name);
const newKey = (org: string, ...more: string[]) => ask<NewKey>("create-key", "--org", org, "--name", "k", ...more);

describe("organisations", () => {
	test("one is made with an account and a project, and is listed", async () => {
		const made = await ask<NewOrg>("create-org", "--name", "Ada & Söhne", "--email", "ada@example.com");
		expect(made).toEqual({
			org: { id: expect.stringMatching(/^org_[0-9a-f]{32}$/), name: "Ada & Söhne" },
			project: { id: expect.stringMatching(/^prj_[0-9a-f]{32}$/) },
		});
		const { orgs } = await ask<{ orgs: { id: string }[] }>("list-orgs");
		expect(orgs.find(({ id }) => id === made.org.id)).toMatchObject({
			name: "Ada & Söhne",
			email: "ada@example.com",
			project: made.project,
			suspended: false,
		});
		const acts = await sql`select action, actor from audit_log where target = ${made.org.id}`;
		expect(acts).toEqual([{ action: "organisation.create", actor: "operator" }]);
	});

	test("people read a table", async () => {
		const { org } = await newOrg("Table Ltd");
		const { out } = await run("list-orgs");
		expect(out).toMatch(/^ID +NAME +EMAIL +PROJECT +STATE +CREATED\n/);
		expect(out).toContain(`${org.id}  Table Ltd`);
	});

	test("without a name is wrong use: exit 2, a sentence and the usage, nothing on standard output", async () => {
		const { code, out, err } = await run("create-org", "--json");
		expect([code, out]).toEqual([2, ""]);
		expect(err).toBe("create-org needs --name NAME.\nUsage: npm run admin -- create-org --name NAME [options]\n");
	});
});

describe("a user", () => {
	interface Made {
		readonly user: { readonly id: string; readonly email: string };
		readonly org: { readonly id: string };
		readonly set_password_url: string | null;
	}

	test("is made with an organisation of their own, and sets a password by a link", async () => {
		const made = await ask<Made>("create-user", "--email", "Ada@example.com", "--name", "Ada");
		expect(made.user).toMatchObject({ id: expect.stringMatching(/^usr_/), email: "Ada@example.com" });
		expect(made.set_password_url).toMatch(/^http:\/\/localhost:8787\/reset-password\?token=[0-9a-f]{48}$/);
		const [stored] = await sql`select email, email_verified from app_user where id = ${made.user.id}`;
		expect(stored).toEqual({ email: "ada@example.com", email_verified: true });
		const [link] = await sql`select identifier, value from user_verification`;
		expect(link?.value).toBe(made.user.id);
		expect(link?.identifier).not.toContain(made.set_password_url?.slice(-48));
		expect((await run("create-user", "--email", "ada@EXAMPLE.com", "--name", "Ada")).err).toMatch(/There is a user/);
	});

	test("is made with a password, which is stored as a hash, as a member of an organisation that is there", async () => {
		const { org } = await newOrg("Of users");
		const words = ["create-user", "--email", "bob@example.com", "--name", "Bob", "--password", "correct horse battery"];
		const made = await ask<Made>(...words, "--org", org.id, "--role", "billing");
		expect(made).toMatchObject({ org: { id: org.id }, set_password_url: null });
		const [member] = await sql`select role from member where user_id = ${made.user.id}`;
		expect(member).toEqual({ role: "billing" });
		const [identity] = await sql`select password from user_identity where user_id = ${made.user.id}`;
		expect(identity?.password).toMatch(/^[0-9a-f]+:[0-9a-f]+$/);
	});

	test.each([
		[["--email", "no address", "--name", "x"], /--email must be one address/],
		[["--email", "a@example.com", "--name", "x", "--password", "short"], /--password must have 10 to 128/],
		[["--email", "a@example.com", "--name", "x", "--role", "owner"], /--role .* --org/],
		[["--email", "a@example.com", "--name", "x", "--org", "org_x", "--role", "boss"], /--role must be one of owner/],
	])("is refused as %j", async (words, sentence) => {
		const { code, err } = await run("create-user", ...words);
		expect(code).toBe(2);
		expect(err).toMatch(sentence);
	});
});

describe("keys", () => {
	test("one is made with its limits, and only its hash is stored", async () => {
		const { org, project } = await newOrg("Keys Ltd");
		const made = await ask<NewKey>(
			...["create-key", "--org", org.id, "--name", "CI", "--limit", "5.25", "--limit-reset", "weekly"],
			...["--rpm", "60", "--concurrency", "4", "--expires", "2099-01-31T08:00:00Z"],
			...["--models", "sandbox/*,openai/gpt-5", "--providers", "sandbox,openai"],
		);
		expect(made.key).toMatch(/^tp_live_[0-9a-z]{39}$/);
		expect(made).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), name: "CI" });
		const { keys } = await ask<{ keys: object[] }>("list-keys", "--org", org.id);
		expect(keys).toEqual([
			{
				id: made.id,
				hash: made.hash,
				name: "CI",
				label: `${made.key.slice(0, 12)}…${made.key.slice(-4)}`,
				org: org.id,
				project: project.id,
				state: "active",
				management: false,
				limit_usd: "5.250000000",
				limit_reset: "weekly",
				requests_per_minute: 60,
				max_concurrent: 4,
				allowed_models: ["sandbox/*", "openai/gpt-5"],
				allowed_providers: ["sandbox", "openai"],
				disabled: false,
				created_at: expect.any(String),
				expires_at: "2099-01-31T08:00:00.000Z",
				revoked_at: null,
			},
		]);
		const [row] = await sql<{ text: string }[]>`select api_key::text as text from api_key where id = ${made.id}`;
		expect(row?.text).toContain(made.hash);
		expect(row?.text).not.toContain(made.key.slice(12, -4));
	});

	test("a management key looks like one", async () => {
		const { org } = await newOrg("Managers");
		expect((await newKey(org.id, "--management")).key).toMatch(/^tp_mgmt_/);
	});

	test("the pepper is made once and kept to its owner", async () => {
		const { org } = await newOrg("Peppers");
		await newKey(org.id);
		const path = join(environment.DATA_DIR ?? "", "key-pepper");
		const pepper = await readFile(path, "utf8");
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		await newKey(org.id);
		expect(await readFile(path, "utf8")).toBe(pepper);
	});

	test("one is disabled and enabled by any of its names", async () => {
		const { org } = await newOrg("Switches");
		const { id, hash, key, name } = await newKey(org.id);
		expect(await ask("disable-key", id)).toEqual({ id, hash, name, disabled: true });
		expect(await stateOf(org.id)).toBe("disabled");
		expect(await ask("enable-key", "--hash", hash)).toEqual({ id, hash, name, disabled: false });
		expect(await stateOf(org.id)).toBe("active");
		expect(await ask("disable-key", "--key", key)).toMatchObject({ id, disabled: true });
	});

	test("one is revoked for good, once", async () => {
		const { org } = await newOrg("Revokers");
		const { id, hash, key, name } = await newKey(org.id);
		const first = await ask<{ revoked_at: string }>("revoke-key", key);
		expect(first).toEqual({ id, hash, name, revoked_at: expect.any(String) });
		expect(await ask("revoke-key", hash)).toEqual(first);
		expect(await stateOf(org.id)).toBe("revoked");
		const { code, err } = await run("enable-key", id);
		expect([code, err]).toEqual([1, expect.stringContaining("is revoked, which is for good")]);
		expect(await sql`select 1 from audit_log where target = ${id} and action = 'key.revoke'`).toHaveLength(1);
	});

	test("one that is not there is said so, and what may be a key is not repeated", async () => {
		const stranger = "tp_live_whjg63876m4andagryy1ganwsksvp2v71ent43s";
		for (const reference of [stranger, "key_01a2", "0".repeat(64), "nonsense"]) {
			const { code, out, err } = await run("revoke-key", reference);
			expect([code, out]).toEqual([1, ""]);
			expect(err).toMatch(/^There is no key/);
			expect(err).not.toContain(stranger);
		}
	});

	test("one that would be refused from the start is not made", async () => {
		const { org } = await newOrg("Past");
		const { code, err } = await run("create-key", "--org", org.id, "--name", "k", "--expires", "2020-01-01");
		expect([code, err]).toEqual([1, expect.stringContaining("in the past")]);
		expect(await ask("list-keys", "--org", org.id)).toEqual({ keys: [] });
	});

	async function stateOf(org: string): Promise<string | undefined> {
		return (await ask<{ keys: { state: string }[] }>("list-keys", "--org", org)).keys[0]?.state;
	}
});

describe("credit", () => {
	test("a grant is exact, is in the ledger, and shows in the balance", async () => {
		const { org } = await newOrg("Credit Ltd");
		const made = await ask<{ transaction: { id: string } }>(
			...["grant", "--org", org.id, "--usd", "10.000000001", "--reason", "welcome"],
		);
		expect(made).toEqual({
			transaction: { id: expect.stringMatching(/^txn_[0-9a-f]{32}$/) },
			available_usd: "10.000000001",
		});
		expect(await ask("balance", "--org", org.id)).toEqual({
			available_usd: "10.000000001",
			reserved_usd: "0.000000000",
			posted_usd: "0.000000000",
			unposted_usd: "0.000000000",
			debt_usd: "0.000000000",
			promotional_usd: "10.000000001",
		});
		const uuid = made.transaction.id.slice(4);
		const [row] =
			await sql`select kind, memo, (select sum(amount_nano_usd) from entry where transaction_id = t.id)::bigint as sum
			from ledger_transaction t where replace(id::text, '-', '') = ${uuid}`;
		expect(row).toEqual({ kind: "grant", memo: "welcome", sum: 0n });
	});

	test("a grant that is repeated with its idempotency key counts once, and stands for nothing else", async () => {
		const { org } = await newOrg("Once Ltd");
		const grant = (usd: string) => [
			"grant",
			"--org",
			org.id,
			"--usd",
			usd,
			"--reason",
			"r",
			"--idempotency-key",
			"once",
		];
		const first = await ask(...grant("3"));
		expect(await ask(...grant("3.00"))).toEqual(first);
		const { code, err } = await run(...grant("4"));
		expect([code, err]).toEqual([1, expect.stringContaining("for another amount, organisation or end")]);
		expect(await ask("balance", "--org", org.id)).toMatchObject({ available_usd: "3.000000000" });
	});

	test("a promotion ends at its time, and is a grant that says so", async () => {
		const { org } = await newOrg("Promo Ltd");
		const promo = ["grant", "--org", org.id, "--usd", "5", "--reason", "spring", "--promo"];
		expect(await ask(...promo, "--expires", "2099-01-31")).toMatchObject({ available_usd: "5.000000000" });
		const rows = await sql`select t.kind, p.expires_at from promotion p join ledger_transaction t using (id)
			join account a on a.id = p.account_id where a.organisation_id = ${org.id}`;
		expect(rows).toEqual([{ kind: "promotion", expires_at: new Date("2099-01-31T00:00:00Z") }]);
		for (const wrong of [promo, [...promo, "--expires", "2020-01-01"], ["--expires", "2099-01-31"]]) {
			const words = wrong.includes("grant") ? wrong : [...promo.filter((word) => word !== "--promo"), ...wrong];
			expect((await run(...words)).code, words.join(" ")).toBe(2);
		}
	});

	test("grants that come at once are all there", async () => {
		const { org } = await newOrg("Many");
		const grant = ["grant", "--org", org.id, "--usd", "0.1", "--reason", "r"];
		await Promise.all([1, 2, 3, 4].map(() => ask(...grant)));
		expect(await ask("balance", "--org", org.id)).toMatchObject({ available_usd: "0.400000000" });
	});
});

describe("quickstart", () => {
	interface Start {
		readonly org: string;
		readonly key: string;
		readonly base_url: string;
		readonly curl: string;
	}

	test("gives the same key on every call, also on calls at once, and credit only once", async () => {
		const starts = await Promise.all([1, 2, 3].map(() => ask<Start>("quickstart")));
		const [first] = starts;
		if (!first) throw new Error("three were asked for");
		expect(starts).toEqual([first, first, first]);
		expect(Object.keys(first)).toEqual(["org", "key", "base_url", "curl"]);
		expect(first.base_url).toBe("http://localhost:8787/v1");
		expect(first.curl).toContain(`${first.base_url}/chat/completions`);
		expect(first.curl).toContain(first.key);
		expect(await ask("balance", "--org", first.org)).toMatchObject({ available_usd: "10.000000000" });
		expect((await stat(join(environment.DATA_DIR ?? "", "quickstart.json"))).mode & 0o777).toBe(0o600);
	});

	test("makes another key when the one it kept is no longer good, for the same organisation", async () => {
		const before = await ask<Start>("quickstart");
		await ask("revoke-key", before.key);
		const after = await ask<Start>("quickstart");
		expect(after.key).not.toBe(before.key);
		expect(after.org).toBe(before.org);
		expect(await ask("quickstart")).toEqual(after);
		expect(await ask("balance", "--org", after.org)).toMatchObject({ available_usd: "10.000000000" });
	});

	test("production refuses", async () => {
		const secret = "x".repeat(32);
		const production = { NODE_ENV: "production", AUTH_SECRET: secret, KEY_PEPPER: secret, SECRETS_KEY: secret };
		const { code, out, err } = await admin(["quickstart", "--json"], { ...environment, ...production });
		expect([code, out, err]).toEqual([1, "", expect.stringContaining("production")]);
	});
});

describe("a command that cannot be carried out", () => {
	test("names the variable that is wrong", async () => {
		const { code, out, err } = await admin(["list-orgs", "--json"], { ...environment, PORT: "eighty" });
		expect([code, out]).toEqual([1, ""]);
		expect(err).toMatch(/^PORT must be a port number/);
	});

	test("says that the database does not answer, without its password", async () => {
		const url = "postgres://ada:lovelace@127.0.0.1:9/nothing";
		const { code, out, err } = await admin(["list-orgs", "--json"], { ...environment, DATABASE_URL: url });
		expect([code, out]).toEqual([1, ""]);
		expect(err).toMatch(/^The database does not answer/);
		expect(err).not.toContain("lovelace");
	});
});
