import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Database } from "@turnpike/db";
import { type FreshDatabase, freshDatabase } from "@turnpike/test-services";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../embedded-postgres/free-port.ts";
import { admin, adminJson } from "./command.fixture.ts";
import { type RunningServer, startServer } from "./server.fixture.ts";

/** 5 prompt and 4 completion tokens of `sandbox/echo`, whatever they cost: the same for every call. */
const QUESTION = { model: "sandbox/echo", messages: [{ role: "user", content: "one two three four" }] };
const CALLS = 3;

let database: FreshDatabase;
let sql: Database;
let server: RunningServer;
let environment: Record<string, string>;
let org: string;
let charged: string;

const ask = <Answer>(...words: string[]): Promise<Answer> => adminJson<Answer>(words, environment);

beforeAll(async () => {
	database = await freshDatabase("operator reports");
	sql = connect(database.url, { connections: 1 });
	const dataDir = await mkdtemp(join(tmpdir(), "reports data "));
	environment = { DATA_DIR: dataDir, DATABASE_URL: database.url, PORT: String(await freePort()) };
	server = await startServer(environment);
	const start = await ask<{ org: string; key: string; base_url: string }>("quickstart");
	org = start.org;
	for (let call = 0; call < CALLS; call++) {
		const response = await fetch(`${start.base_url}/chat/completions`, {
			method: "POST",
			headers: { authorization: `Bearer ${start.key}`, "content-type": "application/json" },
			body: JSON.stringify(QUESTION),
		});
		const answer = (await response.json()) as { usage: { cost_usd: string } };
		charged = answer.usage.cost_usd;
	}
	while ((await postedCount()) < CALLS) await sleep(50);
});

afterAll(async () => {
	await server.stop();
	await sql.end();
	await database.drop();
	await rm(environment.DATA_DIR ?? "", { recursive: true, force: true });
});

async function postedCount(): Promise<number> {
	const [row] = await sql<{ count: bigint }[]>`select count(*) from usage_event where transaction_id is not null`;
	return Number(row?.count ?? 0n);
}

/** What `CALLS` of these cost, by the text of one. */
function times(usd: string): string {
	const nano = BigInt(usd.replace(".", "")) * BigInt(CALLS);
	const digits = nano.toString().padStart(10, "0");
	return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

describe("usage, while the server runs", () => {
	interface Usage {
		readonly data: readonly Record<string, unknown>[];
		readonly unposted: { readonly requests: number };
	}

	test("is summed by key, model and day, and agrees with the balance", async () => {
		const today = new Date().toISOString().slice(0, 10);
		for (const [by, group] of [
			["key", { key_name: "Development" }],
			["model", { model: "sandbox/echo" }],
			["day", { date: today }],
		] as const) {
			const usage = await ask<Usage>("usage", "--org", org, "--by", by);
			expect(usage).toMatchObject({ org, by: [by], unposted: { requests: 0 } });
			expect(usage.data).toEqual([expect.objectContaining({ ...group, requests: CALLS, usage_usd: times(charged) })]);
		}
		expect(await ask("balance", "--org", org)).toMatchObject({
			posted_usd: times(charged),
			unposted_usd: "0.000000000",
		});
	});

	test("is of the period that was asked for", async () => {
		const { data } = await ask<Usage>("usage", "--org", org, "--by", "day", "--to", "2020-01-01");
		expect(data).toEqual([]);
	});

	test("is printed as comma-separated values, or as a table with its sum", async () => {
		const csv = await admin(["usage", "--org", org, "--by", "model", "--csv"], environment);
		expect(csv.out).toMatch(/^model,requests,.*,usage_usd\r\nsandbox\/echo,3,.*\r\n$/);
		expect(csv.out).toContain(`,${times(charged)}\r\n`);
		const table = await admin(["usage", "--org", org, "--by", "model,key"], environment);
		expect(table.out).toMatch(/^KEY +MODEL +REQUESTS/);
		expect(table.out).toContain("(Development)");
		expect(table.out).toContain(`${times(charged)} USD in all`);
	});
});

describe("audit", () => {
	test("says that the books are right", async () => {
		expect(await ask("audit")).toEqual({
			generations: CALLS,
			recomputed_usd: times(charged),
			posted_usd: times(charged),
			difference_usd: "0.000000000",
			overrun_usd: "0.000000000",
			entries_sum_zero: true,
			balances_match: true,
			reserves_match: true,
			transactions_match: true,
			rollups_match: true,
			debts_match: true,
			promotions_match: true,
			allowances_match: true,
			budgets_match: true,
			purchases_match: true,
			gifts_match: true,
			withdrawals_match: true,
			negative_balances: 0,
			over_hold: 0,
			parked: 0,
			unposted: 0,
			wrong: [],
			clean: true,
		});
		expect(await ask("audit", "--org", org, "--from", "2020-01-01")).toMatchObject({ generations: CALLS });
		expect(await ask("audit", "--to", "2020-01-01")).toMatchObject({ generations: 0, posted_usd: "0.000000000" });
		expect((await admin(["audit"], environment)).out).toMatch(/The books are right\.\n$/);
	});

	test("finds a debit of one nano-dollar too much, names it, and exits with 1", async () => {
		const [row] = await sql<{ id: string }[]>`select generation_id as id from usage_event limit 1`;
		const change = (by: bigint) =>
			sql`update usage_event set posted_nano_usd = posted_nano_usd + ${by} where generation_id = ${row?.id ?? ""}`;
		await change(1n);
		try {
			const report = await adminJson<{ wrong: object[] }>(["audit"], environment, 1);
			expect(report).toMatchObject({
				difference_usd: "-0.000000001",
				transactions_match: false,
				rollups_match: false,
				clean: false,
			});
			expect(report.wrong).toEqual([
				{ generation: `gen_${row?.id.replaceAll("-", "")}`, reason: expect.stringContaining("at most") },
			]);
			const { code, out } = await admin(["audit"], environment);
			expect([code, out]).toEqual([1, expect.stringContaining("NOT RIGHT")]);
		} finally {
			await change(-1n);
		}
	});

	test("finds a rollup that was changed", async () => {
		await sql`update usage_hourly set charge_nano_usd = charge_nano_usd + 1`;
		try {
			expect(await adminJson(["audit"], environment, 1)).toMatchObject({
				difference_usd: "0.000000000",
				rollups_match: false,
			});
		} finally {
			await sql`update usage_hourly set charge_nano_usd = charge_nano_usd - 1`;
		}
	});
});

describe("parked", () => {
	test("lists usage that could not be posted, and lets it be tried again", async () => {
		expect(await ask("parked", "list")).toEqual({ parked: [], parked_events: [], parked_records: [] });
		// The row stays posted, so that the worker leaves it alone.
		const [row] = await sql<{ id: string }[]>`update usage_event set parked_reason = 'unknown price version'
			where generation_id = (select min(generation_id::text)::uuid from usage_event) returning generation_id as id`;
		const generation = `gen_${row?.id.replaceAll("-", "")}`;
		expect(await ask("parked", "list")).toMatchObject({
			parked: [{ generation, org, reason: "unknown price version", recorded_at: expect.any(String) }],
		});
		const other = generation.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
		expect(await admin(["parked", "retry", other, "--json"], environment)).toEqual({
			code: 1,
			out: "",
			err: `${other} is not parked; see \`parked list\`.\n`,
		});
		expect(await ask("parked", "retry", generation)).toEqual({ retried: 1 });
		expect(await ask("parked", "retry")).toEqual({ retried: 0 });
		expect(await ask("parked", "list")).toEqual({ parked: [], parked_events: [], parked_records: [] });
	});

	test("lists payment events that could not be applied, and lets them be tried again", async () => {
		await sql`insert into payment_event (id, provider, type, payload, created_at, parked_reason)
			values ('evt_1', 'stripe', 'charge.refunded', '{}', now(), 'no such payment')`;
		expect(await ask("parked", "list")).toMatchObject({
			parked: [],
			parked_events: [{ event: "evt_1", type: "charge.refunded", reason: "no such payment" }],
		});
		expect((await admin(["parked", "list"], environment)).out).toContain("evt_1");
		expect(await ask("parked", "retry", "evt_1")).toEqual({ retried: 1 });
		expect((await admin(["parked", "retry", "evt_1"], environment)).code).toBe(1);
	});

	test("lists records of the second log that cannot be read, and says why one still cannot", async () => {
		await sql`insert into unreadable_usage (source, kind, payload, reason) values ('1-1', 'final', '{}', 'not known')`;
		expect(await ask("parked", "list")).toMatchObject({
			parked_records: [{ record: "1-1", kind: "final", reason: "not known", recorded_at: expect.any(String) }],
		});
		const retried = await admin(["parked", "retry", "1-1"], environment);
		expect(retried).toMatchObject({ code: 1, err: expect.stringContaining("1-1 cannot be read yet") });
		expect((await admin(["parked", "list"], environment)).out).toContain("event.generationId must be text");
		await sql`delete from unreadable_usage`;
		expect((await admin(["parked", "retry", "1-1"], environment)).err).toContain("1-1 is not parked");
	});
});

describe("mail", () => {
	test("lists mails no server takes, and lets them be tried again", async () => {
		await sql`insert into mail_outbox (dedupe_key, recipient, subject, text, html, parked_reason)
			values ('a', 'ada@example.com', 'Hello', '', '', '550 no such user')`;
		expect(await ask("mail", "list")).toMatchObject({
			parked: [{ to: "ada@example.com", subject: "Hello", reason: "550 no such user", attempts: 0 }],
		});
		expect(await ask("mail", "retry")).toEqual({ retried: 1 });
		expect(await ask("mail", "list")).toEqual({ parked: [] });
	});
});

describe("doctor", () => {
	interface Report {
		readonly ok: boolean;
		readonly checks: readonly { readonly name: string; readonly status: string; readonly advice?: string }[];
	}

	const statusOf = ({ checks }: Report, name: string) => checks.find((check) => check.name === name)?.status;

	test("finds everything in order while the server runs", async () => {
		await fetch(`http://127.0.0.1:${environment.PORT}/.well-known/jwks.json`);
		const report = await ask<Report>("doctor");
		expect(report.ok).toBe(true);
		for (const name of ["configuration", "schema", "clock", "key pepper", "secrets key", "tenants", "port"])
			expect([name, statusOf(report, name)]).toEqual([name, "ok"]);
		expect(statusOf(report, "provider sandbox")).toBe("ok");
		expect(statusOf(report, "redis")).toBe("skipped");
	});

	test("finds what is broken, says what to do, and exits with 1", async () => {
		const unreachable = {
			REDIS_URL: "redis://127.0.0.1:9",
			OPENAI_API_KEY: "sk-test-0123456789abcdef",
			OPENAI_BASE_URL: "http://127.0.0.1:9/v1",
			KEY_PEPPER: `7:${"p".repeat(20)}`,
			SECRETS_KEY: `7:${"s".repeat(20)}`,
			SMTP_URL: "smtp://127.0.0.1:9",
		};
		const report = await adminJson<Report>(["doctor"], { ...environment, ...unreachable }, 1);
		expect(report.ok).toBe(false);
		for (const name of ["redis", "provider openai", "key pepper", "secrets key", "mail"])
			expect([name, statusOf(report, name)]).toEqual([name, "broken"]);
		for (const { status, advice } of report.checks) if (status === "broken") expect(advice).toMatch(/\.$/);
		expect(JSON.stringify(report)).not.toContain("sk-test");
	});

	test("says what is wrong in a configuration that no other verb can work with", async () => {
		const report = await adminJson<Report>(["doctor"], { ...environment, ROLE: "everything" }, 1);
		expect(report.checks).toEqual([expect.objectContaining({ name: "configuration", status: "broken" })]);
	});

	test("finds a database that is not there broken, and looks at the rest all the same", async () => {
		const away = { ...environment, DATABASE_URL: "postgres://ada:lovelace@127.0.0.1:9/x" };
		const report = await adminJson<Report>(["doctor"], away, 1);
		expect(statusOf(report, "database")).toBe("broken");
		expect(statusOf(report, "provider sandbox")).toBe("ok");
		expect(JSON.stringify(report)).not.toContain("lovelace");
	});
});
