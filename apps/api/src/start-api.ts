import { createIdMaker, type KeyHasher } from "@turnpike/accounts";
import type { Catalog } from "@turnpike/catalog";
import type { Config } from "@turnpike/config";
import {
	type Database,
	findGeneration,
	findKey,
	keysChangedSince,
	listKeys,
	listLiveKeys,
	makeUsageLog,
	readActivity,
	readBalance,
	readKeySpend,
	withdrawUsage,
} from "@turnpike/db";
import type { Allowances, UsageLog } from "@turnpike/ledger";
import type { Limits } from "@turnpike/limits";
import type { Logger, Metrics } from "@turnpike/telemetry";
import type { Reports } from "./account/reports.ts";
import { createApp } from "./app.ts";
import { type ApiDependencies, DEFAULT_TIMEOUTS, type Readiness, type Timeouts } from "./dependencies.ts";
import { makeDurableUsage } from "./durable-usage.ts";
import { InFlight } from "./http/in-flight.ts";
import { Deadlines } from "./inference/deadlines.ts";
import { IdempotencyKeys } from "./inference/idempotency-keys.ts";
import { KeySnapshot } from "./keys/key-snapshot.ts";
import { makeApiMetrics } from "./operator/api-metrics.ts";
import { makeProviders } from "./providers.ts";

/** How long an answer waits for a database that does not answer, before its usage goes to the second log or fails. */
const COMMIT_PATIENCE_MS = 5_000;

export interface ApiOptions {
	readonly config: Config;
	readonly sql: Database;
	readonly catalog: Catalog;
	readonly hasher: KeyHasher;
	readonly allowances: Allowances;
	readonly limits: Limits;
	/** Where usage goes when Postgres does not answer. */
	readonly secondLog: UsageLog | undefined;
	readonly toBody: ApiDependencies["toBody"];
	readonly log: Logger;
	readonly metrics: Metrics;
	readonly timeouts?: Partial<Timeouts>;
}

export interface Api {
	readonly fetch: (request: Request) => Response | Promise<Response>;
	readonly inFlight: InFlight;
	/** Stops what runs in the background. Drain first. */
	stop(): void;
}

/** Puts the API together from where it runs. @throws when the keys cannot be loaded. */
export async function startApi(options: ApiOptions): Promise<Api> {
	const { config, sql, log, metrics } = options;
	const now = () => Date.now();
	const monotonic = () => performance.now();
	const keys = new KeySnapshot({
		source: {
			listLive: (limit) => listLiveKeys(sql, limit),
			find: (hashes) => findKey(sql, hashes),
			changedSince: (since) => keysChangedSince(sql, since),
		},
		now,
		monotonic,
		onTrouble: (error) => log.warn("the keys could not be refreshed", { error }),
	});
	await keys.start();
	const usage = makeDurableUsage({
		first: makeUsageLog(sql, { patienceMs: COMMIT_PATIENCE_MS }),
		second: options.secondLog,
		probe: () => sql`select 1`,
		withdraw: (event) => withdrawUsage(sql, event),
		onTrouble: (what, error) => log.warn(`${what} did not take a record`, { error }),
	});
	const inFlight = new InFlight();
	metrics.observe({ name: "turnpike_in_flight", help: "Calls being answered now." }, () => inFlight.count);
	const providers = makeProviders({
		settings: config.providers,
		sandbox: !config.production,
		now,
		toBody: options.toBody,
	});
	const app = createApp({
		catalog: options.catalog,
		providers,
		routing: {
			isConfigured: (slug) => providers.has(slug),
			supportsChoices: (slug) => providers.get(slug)?.dialect.name !== "anthropic",
		},
		keys,
		hasher: options.hasher,
		limits: options.limits,
		allowances: options.allowances,
		usageLog: usage,
		usageIsDurable: usage.available,
		reports: reportsOf(sql),
		ids: createIdMaker({ now, fillRandom: (bytes) => crypto.getRandomValues(bytes) }),
		idempotency: new IdempotencyKeys(monotonic),
		now,
		monotonic,
		deadlines: new Deadlines(monotonic),
		toBody: options.toBody,
		timeouts: { ...DEFAULT_TIMEOUTS, ...options.timeouts },
		inFlight,
		maxInFlight: MAX_IN_FLIGHT,
		log,
		metrics: makeApiMetrics(metrics),
		readiness: () => readinessOf(sql, keys, usage.available),
		exposeMetrics: () => metrics.expose(),
	});
	return {
		fetch: (request) => app.fetch(request),
		inFlight,
		stop() {
			keys.stop();
			usage.stop();
		},
	};
}

/** A process that has this many calls in flight has no business taking another. */
const MAX_IN_FLIGHT = 10_000;

function reportsOf(sql: Database): Reports {
	return {
		keySpend: (key) => readKeySpend(sql, key.id, key.accountId),
		balance: (organisationId) => readBalance(sql, organisationId),
		generation: (organisationId, uuid) => findGeneration(sql, organisationId, uuid),
		activity: (query) => readActivity(sql, query),
		async keyNames(organisationId) {
			return new Map((await listKeys(sql, organisationId)).map((key) => [key.id, key.name]));
		},
	};
}

async function readinessOf(sql: Database, keys: KeySnapshot, usageIsDurable: () => boolean): Promise<Readiness> {
	const database = await within(sql`select 1`, 2_000);
	const checks = {
		database: database ? "ok" : "does not answer",
		keys: keys.ageMs() < 60_000 ? "ok" : "the snapshot is older than a minute",
		usage_log: usageIsDurable() ? "ok" : "no log takes records",
	};
	return { ready: Object.values(checks).every((check) => check === "ok"), checks };
}

function within(work: PromiseLike<unknown>, ms: number): Promise<boolean> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => resolve(false), ms);
		work
			.then(
				() => resolve(true),
				() => resolve(false),
			)
			.then(() => clearTimeout(timer));
	});
}
