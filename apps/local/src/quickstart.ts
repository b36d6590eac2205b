import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createIdMaker, hashCandidates, hashKey, labelKey, makeKey, parseKey } from "@turnpike/accounts";
import { makeKeyHasher } from "@turnpike/api";
import { type Config, ConfigError } from "@turnpike/config";
import { createKey, createOrganisation, type Database, deposit, findKey, listOrganisations } from "@turnpike/db";
import { NANO_PER_USD, nanoUsd } from "@turnpike/money";
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

/**
 * The development organisation, its sandbox credit and its key: made on first use, found again after. The key is kept
 * in the data directory, because the book knows only its hash.
 *
 * @throws ConfigError in production, where no credit is free.
 */
export async function quickstart(config: Config, sql: Database, port = config.port): Promise<Quickstart> {
	if (config.production) throw new ConfigError("quickstart gives away sandbox credit, and this is production.");
	const hasher = makeKeyHasher(await keyPeppers(config));
	const kept = await keptKey(config.dataDir);
	const parsed = kept === undefined ? undefined : parseKey(kept);
	const known =
		parsed &&
		(await findKey(
			sql,
			hashCandidates(hasher, parsed).map(({ hash }) => hash),
		));
	const host = config.host === "127.0.0.1" ? "localhost" : config.host;
	const baseUrl = `http://${host}:${port}/v1`;
	if (kept !== undefined && known && known.revokedAt === undefined) {
		return { org: known.organisationId, key: kept, base_url: baseUrl, curl: curlFor(baseUrl, kept) };
	}
	const { org, key } = await makeDevelopmentKey(sql, hasher);
	await mkdir(config.dataDir, { recursive: true });
	await writeFile(join(config.dataDir, FILE), `${JSON.stringify({ org, key })}\n`, { mode: 0o600 });
	return { org, key, base_url: baseUrl, curl: curlFor(baseUrl, key) };
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

async function makeDevelopmentKey(sql: Database, hasher: ReturnType<typeof makeKeyHasher>) {
	const ids = createIdMaker({ now: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) });
	const organisation = await developmentOrganisation(sql, ids);
	const key = makeKey("live", crypto.getRandomValues(new Uint8Array(20)));
	const parsed = parseKey(key);
	if (!parsed) throw new Error("a new key did not parse");
	const { version, hash } = hashKey(hasher, parsed);
	await createKey(
		sql,
		{
			id: ids.id("key"),
			organisationId: organisation.id,
			projectId: organisation.projectId,
			name: "Development",
			label: labelKey(parsed),
			hash,
			pepperVersion: version,
			management: false,
			limitNanoUsd: undefined,
			limitReset: "none",
			expiresAt: undefined,
			requestsPerMinute: undefined,
			maxConcurrent: undefined,
			allowedModels: undefined,
			allowedProviders: undefined,
		},
		ACTOR,
	);
	return { org: organisation.id, key };
}

const NAME = "Development";

async function developmentOrganisation(sql: Database, ids: ReturnType<typeof createIdMaker>) {
	const existing = (await listOrganisations(sql)).find((organisation) => organisation.name === NAME);
	if (existing) return existing;
	const organisation = {
		id: ids.id("organisation"),
		projectId: ids.id("project"),
		accountId: ids.id("account"),
		name: NAME,
		email: undefined,
	};
	await createOrganisation(sql, organisation, ACTOR);
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

function curlFor(baseUrl: string, key: string): string {
	const body = JSON.stringify({ model: "sandbox/echo", messages: [{ role: "user", content: "Hello, Turnpike!" }] });
	return `curl ${baseUrl}/chat/completions -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '${body}'`;
}
