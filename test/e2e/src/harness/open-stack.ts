import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuditReport, audit, PriceVersions } from "@turnpike/billing";
import { connect, type Database, findOrganisation, readPriceVersions } from "@turnpike/db";
import { parseUsd } from "@turnpike/money";
import { freshDatabase } from "@turnpike/test-services";
import { FakeUpstream } from "../upstreams/fake-upstream.ts";
import { workerdRuntime } from "../workerd/workerd-runtime.ts";
import { bunRuntime } from "./bun-runtime.ts";
import { runtimeName } from "./env.ts";
import { type Account, giveCredit, makeAccount, PEPPER } from "./make-accounts.ts";
import type { RunningServer, Runtime } from "./runtime.ts";

/** Providers that tests stand in for: each gets a server of ours as its `<PROVIDER>_BASE_URL`. */
export const UPSTREAM_NAMES = ["openai", "anthropic", "deepinfra", "groq", "together"] as const;
export type UpstreamName = (typeof UPSTREAM_NAMES)[number];

/** A server under test with everything around it: a database of its own, providers, and credit. */
export interface Stack {
	readonly baseUrl: string;
	readonly server: RunningServer;
	readonly sql: Database;
	readonly databaseUrl: string;
	readonly upstreams: Readonly<Record<UpstreamName, FakeUpstream>>;
	/** The settings it was started with, for starting more processes beside it. */
	readonly settings: Readonly<Record<string, string>>;
	account(usd?: string): Promise<Account>;
	/** Gives credit to an organisation that is there already. */
	credit(organisationId: string, usd: string): Promise<void>;
	/** Waits until all usage is posted, then audits everything. */
	audit(): Promise<AuditReport>;
	close(): Promise<void>;
}

export interface StackOptions<Server extends RunningServer> {
	readonly settings?: Readonly<Record<string, string>>;
	readonly runtime: { start(settings: Readonly<Record<string, string>>): Promise<Server> };
	/** What stands between server and database; the URL the server gets. */
	readonly throughDatabase?: (url: string) => Promise<string>;
}

const RUNTIMES: Readonly<Record<ReturnType<typeof runtimeName>, Runtime>> = {
	bun: bunRuntime,
	workerd: workerdRuntime,
};

/** Brings a whole stack up on the runtime the suite is run against. */
export async function openStack(name: string, settings: Readonly<Record<string, string>> = {}): Promise<Stack> {
	return openStackOn(name, { settings, runtime: RUNTIMES[runtimeName()] });
}

export async function openStackOn<Server extends RunningServer>(
	name: string,
	options: StackOptions<Server>,
): Promise<Stack & { readonly server: Server }> {
	const database = await freshDatabase(`e2e_${name}`);
	const upstreams = await startUpstreams();
	const dataDir = await mkdtemp(join(tmpdir(), "turnpike-e2e-"));
	const settings = {
		PORT: "0",
		DATA_DIR: dataDir,
		DATABASE_URL: (await options.throughDatabase?.(database.url)) ?? database.url,
		KEY_PEPPER: PEPPER,
		AUTH_SECRET: "what cookies are signed with, in tests alone",
		SECRETS_KEY: "what secrets are sealed under, in tests alone",
		...baseUrlsOf(upstreams),
		...options.settings,
	};
	const sql = connect(database.url, { connections: 4, applicationName: "turnpike test" });
	const server = await options.runtime.start(settings);
	return {
		baseUrl: server.baseUrl,
		server,
		sql,
		databaseUrl: database.url,
		upstreams,
		settings,
		account: (usd) => makeAccount(sql, usd),
		async credit(organisationId, usd) {
			const organisation = await findOrganisation(sql, organisationId);
			if (!organisation) throw new Error(`there is no organisation ${organisationId}`);
			await giveCredit(sql, organisation.accountId, parseUsd(usd));
		},
		audit: () => auditAll(sql),
		async close() {
			await stopWithin(server, DRAIN_PATIENCE_MS);
			for (const upstream of Object.values(upstreams)) await upstream.stop();
			await sql.end({ timeout: 2 });
			await database.drop();
			await rm(dataDir, { recursive: true, force: true });
		},
	};
}

const DRAIN_PATIENCE_MS = 20_000;

/** A failed test may leave a stream behind that a drain would wait for. */
async function stopWithin(server: RunningServer, ms: number): Promise<void> {
	const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), ms).unref());
	if ((await Promise.race([server.stop(), late])) === "late") await server.kill();
}

async function startUpstreams(): Promise<Record<UpstreamName, FakeUpstream>> {
	const [openai, anthropic, deepinfra, groq, together] = await Promise.all(
		UPSTREAM_NAMES.map(() => FakeUpstream.start()),
	);
	if (!openai || !anthropic || !deepinfra || !groq || !together) throw new Error("an upstream did not start");
	return { openai, anthropic, deepinfra, groq, together };
}

function baseUrlsOf(upstreams: Readonly<Record<UpstreamName, FakeUpstream>>): Record<string, string> {
	const settings: Record<string, string> = {};
	for (const name of UPSTREAM_NAMES) {
		// Anthropic's own SDKs take their base URL without a version, OpenAI's with it.
		settings[`${name.toUpperCase()}_BASE_URL`] = upstreams[name].url + (name === "anthropic" ? "" : "/v1");
		settings[`${name.toUpperCase()}_API_KEY`] = `key-of-${name}`;
	}
	return settings;
}

const AUDIT_PATIENCE_MS = 15_000;

async function auditAll(sql: Database): Promise<AuditReport> {
	const until = Date.now() + AUDIT_PATIENCE_MS;
	for (;;) {
		const prices = new PriceVersions((versions) => readPriceVersions(sql, versions));
		const report = await audit(sql, prices, { organisationId: undefined, from: 0, to: Date.now() + 60_000 });
		if (report.books.unposted === 0 || Date.now() > until) return report;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}
