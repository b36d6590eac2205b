import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkKey, createIdMaker, hashCandidates, type IdMaker, type KeyHasher, parseKey } from "@turnpike/accounts";
import { makeKeyHasher } from "@turnpike/api";
import { type Config, ConfigError } from "@turnpike/config";
import {
	createOrganisation,
	type Database,
	deposit,
	findKey,
	listOrganisations,
	type NewOrganisation,
} from "@turnpike/db";
import { NANO_PER_USD, nanoUsd } from "@turnpike/money";
import { issueKey } from "./issue-key.ts";
import { keyPeppers } from "./secrets.ts";

export interface Quickstart {
	readonly org: string;
	readonly key: string;
	readonly base_url: string;
	readonly curl: string;
}

const FILE = "quickstart.json";
const SANDBOX_CREDIT = nanoUsd(10n * NANO_PER_USD);
const ACTOR = "quickstart";

/** Any number, the same in every process: a start and the operator CLI may come at once. */
const LOCK = 7_465_002;

/**
 * The development organisation, its sandbox credit and its key: made on first use, found again after. The key is kept
 * in the data directory, because the book knows only its hash.
 *
 * @throws ConfigError in production, where no credit is free.
 */
export async function quickstart(config: Config, sql: Database, port = config.port): Promise<Quickstart> {
	if (config.production) throw new ConfigError("quickstart gives away sandbox credit, and this is production.");
	const hasher = makeKeyHasher(await keyPeppers(config));
	const host = config.host === "127.0.0.1" ? "localhost" : config.host;
	const base_url = `http://${host}:${port}/v1`;
	const { org, key } = await sql.begin(async (tx) => {
		await tx`select pg_advisory_xact_lock(${LOCK})`;
		return (await findDevelopmentKey(config, sql, hasher)) ?? makeDevelopmentKey(config, sql, hasher);
	});
	return { org, key, base_url, curl: curlFor(base_url, key) };
}

/** The kept key, if the book still takes it. */
async function findDevelopmentKey(config: Config, sql: Database, hasher: KeyHasher) {
	const key = await keptKey(config.dataDir);
	const parsed = key === undefined ? undefined : parseKey(key);
	if (key === undefined || !parsed) return undefined;
	const hashes = hashCandidates(hasher, parsed).map(({ hash }) => hash);
	const known = await findKey(sql, hashes);
	return known && checkKey(known, Date.now()).ok ? { org: known.organisationId, key } : undefined;
}

async function keptKey(dataDir: string): Promise<string | undefined> {
	try {
		const kept: unknown = JSON.parse(await readFile(join(dataDir, FILE), "utf8"));
		return typeof kept === "object" && kept !== null && "key" in kept ? String(kept.key) : undefined;
	} catch {
		// Never made, or not readable: a new key is made, and the organisation is found by its name.
		return undefined;
	}
}

async function makeDevelopmentKey(config: Config, sql: Database, hasher: KeyHasher) {
	const ids = createIdMaker({ now: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) });
	const { id: organisationId, projectId } = await developmentOrganisation(sql, ids);
	const { key } = await issueKey(sql, hasher, ids, { organisationId, projectId, name: NAME }, ACTOR);
	await keepKey(config.dataDir, `${JSON.stringify({ org: organisationId, key })}\n`);
	return { org: organisationId, key };
}

/** Replaced whole or not at all, and never readable by others. */
async function keepKey(dataDir: string, text: string): Promise<void> {
	const path = join(dataDir, FILE);
	await mkdir(dataDir, { recursive: true });
	await rm(`${path}.new`, { force: true });
	await writeFile(`${path}.new`, text, { mode: 0o600, flag: "wx" });
	await rename(`${path}.new`, path);
}

const NAME = "Development";

async function developmentOrganisation(sql: Database, ids: IdMaker): Promise<NewOrganisation> {
	const organisation =
		(await listOrganisations(sql)).find(({ name, suspended }) => name === NAME && !suspended) ??
		(await newOrganisation(sql, ids));
	// Also for one that was found: whoever made it may have died before this. The source sees to it that it counts once.
	await deposit(sql, {
		transactionId: ids.uuid(),
		accountId: organisation.accountId,
		amount: SANDBOX_CREDIT,
		from: "house:promotions",
		kind: "sandbox",
		source: `quickstart:${organisation.id}`,
		memo: "sandbox credit for development",
		actor: ACTOR,
	});
	return organisation;
}

async function newOrganisation(sql: Database, ids: IdMaker): Promise<NewOrganisation> {
	const organisation = {
		id: ids.id("organisation"),
		projectId: ids.id("project"),
		accountId: ids.id("account"),
		name: NAME,
		email: undefined,
	};
	await createOrganisation(sql, organisation, ACTOR);
	return organisation;
}

function curlFor(baseUrl: string, key: string): string {
	const body = JSON.stringify({ model: "sandbox/echo", messages: [{ role: "user", content: "Hello, Turnpike!" }] });
	return `curl ${baseUrl}/chat/completions -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '${body}'`;
}
