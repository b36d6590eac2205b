import { connect, type Database, findKey, makeAllowanceBook, makeUsageLog } from "@turnpike/db";
import { RedisAllowances, RedisLimits, RedisUsageLog } from "@turnpike/redis";
import { type SignInOptions, signInOf } from "../auth/sign-in-of.ts";
import { bookOf } from "../book-of.ts";
import { NAMES_BY_KEY } from "../budgets/budgeted-names.ts";
import { withCallBudgets } from "../budgets/with-call-budgets.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { makeDurableUsage } from "../durable-usage.ts";
import { InFlight } from "../http/in-flight.ts";
import { Deadlines } from "../inference/deadlines.ts";
import type { Host } from "../make-host.ts";
import { makePricesKnown } from "../make-prices-known.ts";
import { answers, readinessOf } from "../operator/readiness.ts";
import { retryingOf } from "../retries/retrying-of.ts";
import { Afterwards } from "./afterwards.ts";
import type { Isolate } from "./make-isolate.ts";
import { sleep } from "./sleep.ts";

/** A grant and a look at a key beside it; opened when first used. */
const CONNECTIONS = 2;
/** How long an answer waits for Postgres before its usage goes to the second log, which is always there on the edge. */
const COMMIT_PATIENCE_MS = 2_000;
const PROBE_MS = 500;
/** How long a call waits while no grant comes that others ask for, who may be far from the database. */
const GRANT_PATIENCE_MS = 15_000;

/** The stores of one request: the platform lets no request use a connection or a timer of another. */
export interface RequestStores {
	readonly dependencies: Omit<ApiDependencies, keyof Host>;
	/** Makes sure that the book knows the catalog's prices. @throws when it cannot be asked. */
	makePricesKnown(): Promise<void>;
	/** Resolves when all that the request began is done and its connections are closed. */
	close(): Promise<void>;
}

/** Opens a request's stores. Nothing is sent before it is needed. */
export function openStores(isolate: Isolate): RequestStores {
	const { host, redis, outage } = isolate;
	const { log, monotonic } = host;
	const sql = connect(isolate.config.databaseUrl, { connections: CONNECTIONS, applicationName: "turnpike edge" });
	const inFlight = new InFlight();
	const limits = new RedisLimits({ redis });
	const deadlines = new Deadlines(monotonic);
	const afterwards = new Afterwards();
	const allowances = new RedisAllowances({
		redis,
		book: makeAllowanceBook(sql),
		newId: host.ids.uuid,
		sleep,
		monotonic,
		requests: isolate.grants,
		timings: { patienceMs: GRANT_PATIENCE_MS },
		onTrouble: (what, error) => log.warn(`trouble with ${what}`, { error }),
	});
	const usage = makeDurableUsage({
		first: makeUsageLog(sql, { patienceMs: COMMIT_PATIENCE_MS }),
		second: new RedisUsageLog(redis),
		probe: () => sql`select 1`,
		onTrouble: (what, error) => log.warn(`${what} did not take a record`, { error }),
		outage,
	});
	if ((!outage.available || outage.given.length > 0) && monotonic() >= isolate.probeAt) {
		isolate.probeAt = monotonic() + PROBE_MS;
		afterwards.add(usage.probe());
	}
	return {
		dependencies: {
			...bookOn(isolate, sql),
			...signInOn(isolate, { sql, limits, deadlines }),
			keys: isolate.keys.for({
				find: (hashes) => findKey(sql, hashes),
				later: (work) => afterwards.add(work),
				sleep,
			}),
			limits,
			allowances: withCallBudgets(allowances, sql, log, (work) => afterwards.add(work)),
			budgetedNames: NAMES_BY_KEY,
			usageLog: usage,
			usageIsDurable: () => usage.available() && isolate.pricesKnown,
			deadlines,
			// A retry meets another request, often another isolate: what is known of the call it repeats is in the store.
			...retryingOf({ sql, vault: isolate.vault, log, monotonic, mostDrains: 1 }),
			inFlight,
			site: isolate.site,
			readiness: async () =>
				readinessOf({
					database: { holds: await answers(sql`select 1`), trouble: "does not answer" },
					redis: { holds: await answers(redis.command("PING")), trouble: "does not answer" },
					usage_log: { holds: usage.available(), trouble: "no log takes records" },
				}),
		},
		async makePricesKnown() {
			if (isolate.pricesKnown) return;
			await isolate.share("prices", () => makePricesKnown(sql, host.catalog));
			isolate.pricesKnown = true;
		},
		async close() {
			await inFlight.idle();
			await afterwards.settled();
			await allowances.confirm();
			await sql.end({ timeout: 1 });
		},
	};
}

/** One connection for what takes a moment and for what takes long: the request waits for both. */
function bookOn({ config, host, vault }: Isolate, sql: Database) {
	return bookOf({ config, sql, reporting: sql, vault, publicUrl: () => config.publicUrl, newId: host.ids.uuid });
}

/** Who is signed in can be found out here; signing in itself is another worker's. */
function signInOn(
	{ config, host, vault, signingKeys, auth }: Isolate,
	stores: Pick<SignInOptions, "sql" | "limits" | "deadlines">,
) {
	return signInOf({
		...{ ...stores, config, host, vault, signingKeyCache: signingKeys, authSecret: config.authSecret },
		publicUrl: () => config.publicUrl,
		sandboxPayments: !config.production && config.stripe === undefined,
		answerAuth: auth && ((request) => auth.fetch(request)),
	});
}
