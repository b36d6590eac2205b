import { createIdMaker } from "@turnpike/accounts";
import {
	type Api,
	type ApiOptions,
	directBody,
	makeKeyHasher,
	makePricesKnown,
	type Server,
	type Site,
	serve,
	startApi,
} from "@turnpike/api";
import {
	type AlertsOptions,
	type Billing,
	makeSmtpMailer,
	type Stoppable,
	startAlerts,
	startBilling,
	startMail,
} from "@turnpike/billing";
import { type Catalog, seedCatalog } from "@turnpike/catalog";
import type { Config } from "@turnpike/config";
import { connect, type Database, makeAllowanceBook, reclaim } from "@turnpike/db";
import { type RedisClient, RedisUsageLog } from "@turnpike/redis";
import { createMetrics, type Logger, type Metrics } from "@turnpike/telemetry";
import { makeVault } from "@turnpike/vault";
import { consoleOf } from "./console/console-of.ts";
import type { OpenConsole } from "./console/open-console.ts";
import { drainSecondLog } from "./drain-second-log.ts";
import { serveHealth } from "./health.ts";
import { type HotState, openHotState } from "./hot-state.ts";
import { deadInstances, instanceName } from "./instance.ts";
import { type OpenDatabase, openDatabase } from "./open-database.ts";
import { paymentsOf } from "./payments-of.ts";
import { authSecret, keyPeppers, secretsKeys } from "./secrets.ts";
import { WithdrawalFiles } from "./withdrawal-journal.ts";

/** The embedded database has one user at a time: whoever holds its lock. */
const EMBEDDED_INSTANCE = "embedded";
/** More wait for one of them to end; each is bounded in time. */
const REPORTS_AT_ONCE = 3;
/** More take turns. */
const SIGNING_IN_AT_ONCE = 3;

export interface Running {
	readonly sql: Database;
	readonly port: number;
	/** Streams finish, usage is durable and posted, holders give back, the database stops last. */
	stop(): Promise<void>;
}

/**
 * Puts one process together for its role: API, billing worker, or both over an embedded database.
 *
 * @param parts what is put in place of the usual part, by a bench.
 */
export async function run(config: Config, log: Logger, parts: Pick<ApiOptions, "firstLog"> = {}): Promise<Running> {
	const database = await openDatabase(config, log);
	const sql = connect(database.url, { connections: 12, applicationName: `turnpike ${config.role}` });
	const reporting = connect(database.url, { connections: REPORTS_AT_ONCE, applicationName: "turnpike reports" });
	const signingIn = connect(database.url, { connections: SIGNING_IN_AT_ONCE, applicationName: "turnpike sign-in" });
	try {
		return await compose(config, log, database, { sql, reporting, signingIn }, parts);
	} catch (error) {
		await sql.end({ timeout: 5 });
		await database.close();
		throw error;
	}
}

async function compose(
	config: Config,
	log: Logger,
	database: OpenDatabase,
	pools: Pick<ApiOptions, "sql" | "reporting" | "signingIn">,
	{ firstLog }: Pick<ApiOptions, "firstLog">,
): Promise<Running> {
	const { sql, reporting, signingIn } = pools;
	const catalog = seedCatalog({ sandbox: !config.production });
	await makePricesKnown(sql, catalog);
	const instance = database.embedded ? EMBEDDED_INSTANCE : await instanceName();
	if (database.embedded) await reclaim(sql, EMBEDDED_INSTANCE, []);
	const ids = createIdMaker({ now: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) });
	const metrics = createMetrics();
	const withApi = config.role !== "billing";
	// Allowances in Redis are seen to by whoever lives long, billing workers included.
	const hot =
		withApi || config.redis
			? openHotState({ settings: config.redis, book: makeAllowanceBook(sql), newId: ids.uuid, instance, log })
			: undefined;
	let server: Server | undefined;
	// PORT=0: the system chooses the port when the server begins to listen.
	const publicUrl = () => config.publicUrl.replace(/:0$/, `:${server?.port ?? 0}`);
	const web = consoleOf(config, log);
	const place = { ...pools, publicUrl, firstLog };
	const api = withApi && hot ? await apiOf(config, log, place, catalog, hot, metrics, web?.site) : undefined;
	const billing = config.role === "api" ? undefined : billingOf(config, sql, ids.uuid, log, metrics, hot?.redis);
	const mail = config.role === "api" ? undefined : mailOf(config, sql, log, metrics);
	const payments = config.role === "api" ? undefined : paymentsOf({ config, sql, ids, publicUrl, log, metrics });
	const alerts = config.role === "api" ? undefined : await alertsOf(config, { sql, publicUrl }, log, metrics);
	try {
		server = api ? serve(api, config) : serveHealth(config, sql, metrics);
	} catch (error) {
		await stopParts({ server: undefined, api, hot, billing, mail, payments, alerts, web });
		throw error;
	}
	const parts = { server, api, hot, billing, mail, payments, alerts, web };
	return {
		sql,
		port: server.port,
		async stop() {
			await stopParts(parts);
			await Promise.all([reporting.end({ timeout: 1 }), signingIn.end({ timeout: 1 })]);
			await sql.end({ timeout: 5 });
			await database.close();
		},
	};
}

async function apiOf(
	config: Config,
	log: Logger,
	place: Pick<ApiOptions, "sql" | "reporting" | "signingIn" | "publicUrl" | "firstLog">,
	catalog: Catalog,
	{ allowances, limits, redis }: HotState,
	metrics: Metrics,
	site: Site | undefined,
): Promise<Api> {
	const withdrawals = new WithdrawalFiles(config.dataDir);
	const unreadable = (path: string, error: unknown) => log.error("a withdrawal cannot be read", { path, error });
	return startApi({
		withdrawals,
		givenUp: await withdrawals.left(unreadable),
		config,
		...place,
		catalog,
		hasher: makeKeyHasher(await keyPeppers(config)),
		authSecret: await authSecret(config),
		vault: makeVault(await secretsKeys(config)),
		allowances,
		limits,
		secondLog: redis && new RedisUsageLog(redis),
		toBody: directBody,
		log,
		metrics,
		site,
	});
}

function billingOf(
	config: Config,
	sql: Database,
	newId: () => string,
	log: Logger,
	metrics: Metrics,
	redis: RedisClient | undefined,
): Billing {
	const consumer = newId();
	const posted = metrics.counter({ name: "turnpike_posted_total", help: "Generations posted to the ledger." }).of();
	const parked = metrics.counter({ name: "turnpike_parked_total", help: "Usage that could not be posted." }).of();
	const onUnreadable = (count: number) => {
		parked.add(count);
		log.error("usage cannot be read: see `npm run admin -- parked list`", { count });
	};
	return startBilling({
		sql,
		newId,
		onPosted(report) {
			posted.add(report.posted);
			parked.add(report.parked);
			if (report.parked > 0) log.error("usage was parked: see `npm run admin -- parked list`", report);
		},
		onReaped(report) {
			if (report.holders > 0 || report.checkpoints > 0) log.warn("lost allowances were reclaimed", report);
			if (report.unreadable > 0) onUnreadable(report.unreadable);
		},
		keepUsageMonths: config.usageMonths,
		onDropped(report) {
			if (report.dropped.length > 0) log.info("old usage was dropped", report);
			if (report.waiting.length + report.busy.length > 0) log.warn("old usage stays for now", report);
		},
		onWithdrawn: (report) => log.warn("usage of answers that had failed was withdrawn", report),
		onTrouble: (what, error) => log.warn(`trouble with ${what}`, { error }),
		deadInstances: () => deadInstances(sql),
		...(redis && { drainSecondLog: () => drainSecondLog(sql, redis, consumer, onUnreadable) }),
	});
}

/** Mails are delivered where a server for them is configured; elsewhere they stay in the outbox. */
function mailOf(config: Config, sql: Database, log: Logger, metrics: Metrics): Parts["mail"] {
	if (!config.smtp) return undefined;
	const sent = metrics.counter({ name: "turnpike_mails_sent_total", help: "Mails a server took from us." }).of();
	const parked = metrics.counter({ name: "turnpike_mails_parked_total", help: "Mails no server takes." }).of();
	return startMail({
		sql,
		mailer: makeSmtpMailer(config.smtp),
		onDelivered(report) {
			sent.add(report.sent);
			parked.add(report.parked);
			if (report.parked > 0) log.error("mail was parked: see `npm run admin -- mail list`", report);
		},
		onTrouble: (what, error) => log.warn(`trouble with ${what}`, { error }),
	});
}

/** What organisations are told of their money, and their webhooks. */
async function alertsOf(
	config: Config,
	place: Pick<AlertsOptions, "sql" | "publicUrl">,
	log: Logger,
	metrics: Metrics,
): Promise<Parts["alerts"]> {
	const delivered = metrics.counter({ name: "turnpike_alerts_delivered_total", help: "Alerts webhooks took." }).of();
	const failed = metrics
		.counter({ name: "turnpike_alerts_failed_total", help: "Attempts webhooks did not take." })
		.of();
	return startAlerts({
		...place,
		vault: makeVault(await secretsKeys(config)),
		privateHosts: config.webhookPrivateHosts,
		now: () => Date.now(),
		onDelivered(report) {
			delivered.add(report.delivered);
			failed.add(report.failed);
		},
		onTrouble: (what, error) => log.warn(`trouble with ${what}`, { error }),
	});
}

interface Parts {
	readonly server: Server | undefined;
	readonly api: Api | undefined;
	readonly hot: HotState | undefined;
	readonly billing: Billing | undefined;
	readonly payments: Stoppable | undefined;
	readonly mail: Stoppable | undefined;
	readonly alerts: Stoppable | undefined;
	readonly web: OpenConsole | undefined;
}

async function stopParts({ server, api, hot, billing, mail, payments, alerts, web }: Parts): Promise<void> {
	web?.close();
	// Begin at once: a mail server or a payment provider that does not answer takes its time to be given up.
	const mailStopped = mail?.stop();
	const paymentsStopped = payments?.stop();
	const alertsStopped = alerts?.stop();
	await server?.drain();
	api?.stop();
	await hot?.giveBack();
	await billing?.stop();
	await billing?.settle();
	await mailStopped;
	await paymentsStopped;
	await alertsStopped;
	await hot?.disconnect();
}
