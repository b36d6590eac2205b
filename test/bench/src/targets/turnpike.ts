import { freePort } from "@turnpike/local/embedded-postgres";
import { SQL } from "bun";
import { type BenchDatabase, startDatabase } from "../database/start-database.ts";
import type { Options } from "../options.ts";
import { Child } from "../processes/child.ts";
import { environmentWith } from "../processes/env.ts";
import type { AuditReport, Books, Target } from "./target.ts";
import type { Upstream } from "./upstream.ts";

const ROOT = new URL("../../../../", import.meta.url).pathname;
const MAIN = "apps/local/src/main.ts";
/** The same program, but for the usage log. */
const WITHOUT_LOG = "test/bench/src/without-log/main.ts";
const ADMIN = "apps/local/src/admin/main.ts";
const READY_MS = 30_000;

type Environment = Readonly<Record<string, string>>;

/**
 * Turnpike with everything on: keys, limits, holds, durable usage, posting. The API (or the one process of `npm start`) sits
 * on the target's core; Postgres and the billing worker on the harness's. A fresh database, thrown away afterwards.
 */
export function turnpike(upstream: Upstream, topology: Options["topology"]): Promise<Target> {
	return startTarget(upstream, "turnpike", (env, billingPort) => start(topology, env, billingPort));
}

/** Turnpike's API with everything on but durable usage, and so with nothing to post: the difference is what that costs. */
export async function unlogged(upstream: Upstream): Promise<Target> {
	const { books: _, ...target } = await startTarget(upstream, "unlogged", (env) => [
		startProgram("target", WITHOUT_LOG, { ...env, ROLE: "api" }),
	]);
	return target;
}

async function startTarget(
	upstream: Upstream,
	name: string,
	startPrograms: (env: Environment, billingPort: number) => Child[],
): Promise<Target> {
	const database = await startDatabase();
	const children: Child[] = [];
	const stop = async () => {
		await Promise.all(children.map((child) => child.stop(30_000)));
		await database.stop();
	};
	try {
		const port = await freePort();
		const env = environmentOf(database, upstream, port);
		children.push(...startPrograms(env, await freePort()));
		await ready(`http://127.0.0.1:${port}/readyz`, children);
		const { org, key } = await account(env);
		const [front, ...others] = children;
		return {
			name,
			url: `http://127.0.0.1:${port}/v1/chat/completions`,
			key,
			pids: front === undefined ? [] : [front.pid],
			backgroundPids: [database.pid, ...others.map((child) => child.pid)],
			books: booksOf(database, env, org),
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

function environmentOf(database: BenchDatabase, upstream: Upstream, port: number): Environment {
	const secret = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
	return {
		PORT: String(port),
		DATABASE_URL: database.url,
		DATA_DIR: `${database.home}/turnpike`,
		KEY_PEPPER: secret(),
		TURNPIKE_CONSOLE: "off",
		AUTH_SECRET: secret(),
		SECRETS_KEY: secret(),
		OPENAI_BASE_URL: `${upstream.base}/v1`,
		OPENAI_API_KEY: "sk-bench",
	};
}

/** The process that answers comes first. */
function start(topology: Options["topology"], env: Environment, billingPort: number): Child[] {
	const run = (seat: "target" | "database", more: Environment) => startProgram(seat, MAIN, { ...env, ...more });
	if (topology === "one") return [run("target", { ROLE: "all" })];
	return [run("target", { ROLE: "api" }), run("database", { ROLE: "billing", PORT: String(billingPort) })];
}

function startProgram(seat: "target" | "database", program: string, env: Environment): Child {
	const child = new Child({ seat, command: [process.execPath, ROOT + program], env });
	void child.drainOutput();
	return child;
}

async function ready(url: string, children: readonly Child[]): Promise<void> {
	const deadline = performance.now() + READY_MS;
	for (;;) {
		const answer = await fetch(url).catch(() => undefined);
		if (answer?.ok === true) return;
		const dead = children.find((child) => !child.running);
		if (dead !== undefined) throw new Error(`Turnpike did not start: ${dead.complaint.trim()}`);
		if (performance.now() > deadline)
			throw new Error(`Turnpike is not ready: ${(await answer?.text()) ?? "no answer"}`);
		await Bun.sleep(50);
	}
}

/** A key with more sandbox credit than any bench can spend. */
async function account(env: Environment): Promise<{ readonly org: string; readonly key: string }> {
	const made = (await admin(env, ["quickstart"])) as {
		readonly org: string | { readonly id: string };
		readonly key: string;
	};
	const org = typeof made.org === "string" ? made.org : made.org.id;
	await admin(env, ["grant", "--org", org, "--usd", "100000.00", "--reason", "bench"]);
	return { org, key: made.key };
}

function booksOf(database: BenchDatabase, env: Environment, org: string): Books {
	const sql = new SQL(database.url, { max: 1 });
	return {
		async unposted() {
			const [row] = await sql`
				select count(*)::int as waiting from usage_event where transaction_id is null and parked_reason is null`;
			return Number(row?.waiting);
		},
		async audit() {
			return (await admin(env, ["audit", "--org", org])) as AuditReport;
		},
	};
}

/** Runs an operator's command and returns what it prints. `audit` exits with 1 on a difference and still reports it. */
async function admin(env: Environment, args: readonly string[]): Promise<unknown> {
	const child = Bun.spawn([process.execPath, ROOT + ADMIN, ...args, "--json"], {
		env: environmentWith(env),
		stdout: "pipe",
		stderr: "pipe",
	});
	const [output, complaint] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
	if (output.trim() === "") throw new Error(`admin ${args[0]} failed: ${complaint.trim()}`);
	return JSON.parse(output);
}
