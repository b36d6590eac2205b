import { type Database, findKey, keysChangedSince, listBudgetedNames, listLiveKeys, makeUsageLog } from "@turnpike/db";
import type { Allowances, UsageEvent, UsageLog } from "@turnpike/ledger";
import type { Limits } from "@turnpike/limits";
import type { Vault } from "@turnpike/vault";
import { createApp } from "./app.ts";
import { makeBetterAuth } from "./auth/make-better-auth.ts";
import type { Connections } from "./auth/routes.ts";
import { signInOf } from "./auth/sign-in-of.ts";
import { bookOf } from "./book-of.ts";
import { BudgetedNames } from "./budgets/budgeted-names.ts";
import { withCallBudgets } from "./budgets/with-call-budgets.ts";
import type { Readiness } from "./dependencies.ts";
import { makeDurableUsage, type WithdrawalJournal } from "./durable-usage.ts";
import { InFlight } from "./http/in-flight.ts";
import { Deadlines } from "./inference/deadlines.ts";
import { KeySnapshot } from "./keys/key-snapshot.ts";
import { type Host, type HostOptions, makeHost } from "./make-host.ts";
import { answers, readinessOf } from "./operator/readiness.ts";
import { retryingOf } from "./retries/retrying-of.ts";
import { SigningKeyCache } from "./signing/signing-keys.ts";
import type { Site } from "./site/site.ts";

/** How long an answer waits for a database that does not answer, before its usage goes to the second log or fails. */
const COMMIT_PATIENCE_MS = 5_000;
/** Answers that are read to their end though nobody waits for them. */
const MOST_DRAINS = 512;
/** While no log takes records, the first is asked this often whether it is back. */
const PROBE_MS = 500;

export interface ApiOptions extends HostOptions {
	readonly sql: Database;
	/** A pool of its own for reports: however long they take, no commit waits behind one. */
	readonly reporting: Database;
	/** A pool of its own for signing in: see `BetterAuthOptions`. */
	readonly signingIn: Database;
	readonly allowances: Allowances;
	readonly limits: Limits;
	/** Where usage becomes durable; absent: the book in Postgres. A bench puts another in its place, to see what that costs. */
	readonly firstLog?: UsageLog | undefined;
	/** Where usage goes when Postgres does not answer. */
	readonly secondLog: UsageLog | undefined;
	/** Where usage that no log took in time is noted, so that it is free even if this process is lost. */
	readonly withdrawals: WithdrawalJournal;
	/** What earlier processes noted there. */
	readonly givenUp: readonly UsageEvent[];
	/** What cookies of sessions are signed with. */
	readonly authSecret: string;
	readonly vault: Vault;
	/** How the outside reaches this server; asked when a request is answered, as its port may be known only then. */
	readonly publicUrl: () => string;
	/** undefined: this process answers the API alone. */
	readonly site: Site | undefined;
}

export interface Api {
	readonly fetch: (request: Request, connections?: Connections) => Response | Promise<Response>;
	readonly inFlight: InFlight;
	/** Stops what runs in the background. Drain first. */
	stop(): void;
}

/** Puts the API of a server process together from where it runs. @throws when the keys cannot be loaded. */
export async function startApi(options: ApiOptions): Promise<Api> {
	const { sql, log, metrics } = options;
	const host = makeHost(options);
	const keys = new KeySnapshot({
		source: {
			listLive: (limit) => listLiveKeys(sql, limit),
			find: (hashes) => findKey(sql, hashes),
			changedSince: (since) => keysChangedSince(sql, since),
		},
		now: host.now,
		monotonic: host.monotonic,
		onTrouble: (error) => log.warn("the keys could not be refreshed", { error }),
	});
	await keys.start();
	const budgetedNames = new BudgetedNames({
		list: (since) => listBudgetedNames(sql, since),
		now: host.now,
		onTrouble: (error) => log.warn("the names that have budgets could not be refreshed", { error }),
	});
	await budgetedNames.start();
	const usage = makeDurableUsage({
		first: options.firstLog ?? makeUsageLog(sql, { patienceMs: COMMIT_PATIENCE_MS }),
		second: options.secondLog,
		probe: () => sql`select 1`,
		journal: options.withdrawals,
		onTrouble: (what, error) => log.warn(`${what} did not take a record`, { error }),
		outage: { available: true, given: [...options.givenUp] },
	});
	const probing = setInterval(() => void usage.probe(), PROBE_MS);
	const inFlight = new InFlight();
	metrics.observe({ name: "turnpike_in_flight", help: "Calls being answered now." }, () => inFlight.count);
	const deadlines = new Deadlines(host.monotonic);
	const app = createApp({
		...host,
		...bookOf({ ...options, newId: host.ids.uuid }),
		...signInOf({
			...options,
			host,
			deadlines,
			signingKeyCache: new SigningKeyCache(),
			sandboxPayments: !options.config.production && options.config.stripe === undefined,
			answerAuth: betterAuthOf(options, host),
		}),
		keys,
		limits: options.limits,
		allowances: withCallBudgets(options.allowances, sql, log),
		usageLog: usage,
		usageIsDurable: usage.available,
		budgetedNames,
		deadlines,
		...retryingOf({ sql, vault: options.vault, log, monotonic: host.monotonic, mostDrains: MOST_DRAINS }),
		inFlight,
		readiness: () => readinessOfServer(sql, keys, usage.available),
		site: options.site,
	});
	return {
		fetch: (request, connections) => app.fetch(request, connections),
		inFlight,
		stop() {
			keys.stop();
			budgetedNames.stop();
			clearInterval(probing);
		},
	};
}

/** better-auth is made with the first request that needs it: it wants to know how the outside reaches it. */
function betterAuthOf(options: ApiOptions, { ids }: Host) {
	const { sql, signingIn: transactions, config, authSecret: secret, publicUrl, log } = options;
	let made: ReturnType<typeof makeBetterAuth> | undefined;
	return (request: Request) => {
		made ??= makeBetterAuth({ sql, transactions, secret, publicUrl: publicUrl(), oauth: config.oauth, ids, log });
		return made.handler(request);
	};
}

async function readinessOfServer(sql: Database, keys: KeySnapshot, usageIsDurable: () => boolean): Promise<Readiness> {
	return readinessOf({
		database: { holds: await answers(sql`select 1`), trouble: "does not answer" },
		keys: { holds: keys.ageMs() < 60_000, trouble: "the snapshot is older than a minute" },
		usage_log: { holds: usageIsDurable(), trouble: "no log takes records" },
	});
}
