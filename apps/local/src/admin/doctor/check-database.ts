import { connect, type Database, type DatabaseFacts, inspectDatabase, listPepperVersions } from "@turnpike/db";
import type { Operator } from "../operator.ts";
import { databaseTrouble } from "../sentence-of.ts";
import { broken, type Check, ok, skipped, warning } from "./check.ts";
import { checkSecrets, checkTenants } from "./check-secrets.ts";

/** What the migrations and queries were tried on. */
const OLDEST_MAJOR = 15;
const SKEW_NOTICED_MS = 2_000;
const SKEW_HARMFUL_MS = 30_000;

/** The database, its schema, the clock, and whether our secrets are those of what is in it; nothing is changed in it. */
export async function checkDatabase(operator: Operator): Promise<readonly Check[]> {
	let sql: Database | undefined;
	try {
		sql = connect(await operator.databaseUrl(), { connections: 1, applicationName: "turnpike doctor" });
		// The first query pays for the connection; the clock is read by the second.
		await sql`select 1`;
		const before = Date.now();
		const facts = await inspectDatabase(sql);
		const middle = (before + Date.now()) / 2;
		const migrated = facts.applied > 0 && facts.pending === 0;
		return [
			checkServer(facts),
			checkSchema(facts),
			checkClock(facts.now - middle),
			...(migrated
				? [await checkPeppers(operator, sql), await checkSecrets(operator, sql), await checkTenants(sql)]
				: [skipped("key pepper", "no schema yet")]),
		];
	} catch (error) {
		const detail = databaseTrouble(error) ?? (error instanceof Error ? error.message : String(error));
		return [broken("database", detail, adviceFor(operator))];
	} finally {
		await sql?.end({ timeout: 5 });
	}
}

function adviceFor(operator: Operator): string {
	return operator.config().databaseUrl === undefined
		? "Read the server's log in DATA_DIR/postgres, or give a Postgres of your own with DATABASE_URL."
		: "Correct DATABASE_URL, or start the server it names.";
}

function checkServer({ version, durable }: DatabaseFacts): Check {
	const major = Number.parseInt(version, 10);
	const said = `Postgres ${version}`;
	if (major < OLDEST_MAJOR)
		return broken("database", said, `Use Postgres ${OLDEST_MAJOR} or newer; 18 is what tests run on.`);
	if (!durable) {
		return warning(
			"database",
			`${said}, where a commit may be lost in a crash`,
			"Set fsync = on and synchronous_commit = on: usage must be durable before an answer ends.",
		);
	}
	return ok("database", said);
}

export function checkSchema({
	applied,
	pending,
	unknown,
}: Pick<DatabaseFacts, "applied" | "pending" | "unknown">): Check {
	if (unknown > 0) {
		return broken(
			"schema",
			`${unknown} migrations are of a newer release`,
			"Run that release: migrations go forward only.",
		);
	}
	if (pending > 0) {
		const said = `${applied} migrations applied, ${pending} to come`;
		return warning("schema", said, "Nothing to do: the next start, or any other verb, applies them.");
	}
	return ok("schema", `all ${applied} migrations applied`);
}

/** @param skewMs how far the database's clock is ahead of ours. */
export function checkClock(skewMs: number): Check {
	const size = Math.abs(Math.round(skewMs));
	const said = `the database's clock is ${size} ms ${skewMs < 0 ? "behind" : "ahead of"} this machine's`;
	const advice = "Let both machines keep time by NTP: leases, budgets and prices go by it.";
	if (size >= SKEW_HARMFUL_MS) return broken("clock", said, advice);
	return size >= SKEW_NOTICED_MS ? warning("clock", said, advice) : ok("clock", said);
}

async function checkPeppers(operator: Operator, sql: Database): Promise<Check> {
	const needed = await listPepperVersions(sql);
	const { versions } = await operator.keyHasher();
	const missing = needed.filter((version) => !versions.includes(version));
	if (missing.length > 0) {
		return broken(
			"key pepper",
			`there are live keys under pepper version ${missing.join(", ")}, which KEY_PEPPER does not have`,
			"Add it behind the current one (KEY_PEPPER=2:new,1:old): without it those keys are refused.",
		);
	}
	const source = operator.config().keyPepper ? "KEY_PEPPER" : "generated into DATA_DIR";
	return ok("key pepper", `${source}, version ${versions.join(", ")}`);
}
