import type { IdMaker, KeyHasher } from "@turnpike/accounts";
import type { Catalog } from "@turnpike/catalog";
import type { Allowances, UsageLog } from "@turnpike/ledger";
import type { Limits } from "@turnpike/limits";
import type { Dialect, UpstreamRequest, Vendor } from "@turnpike/providers";
import type { RoutingWorld } from "@turnpike/routing";
import type { Logger } from "@turnpike/telemetry";
import type { Accounts } from "./account/accounts.ts";
import type { Installation } from "./account/installation.ts";
import type { Reports } from "./account/reports.ts";
import type { Alerts } from "./alerts/alerts.ts";
import type { WebhookRules } from "./alerts/check-webhook-url.ts";
import type { AuthHandler } from "./auth/auth-handler.ts";
import type { Sessions } from "./auth/sessions.ts";
import type { KnownBudgets } from "./budgets/budgeted-names.ts";
import type { Budgets } from "./budgets/budgets.ts";
import type { Credits } from "./credits/credits.ts";
import type { SandboxCheckouts } from "./credits/sandbox/sandbox-checkouts.ts";
import type { Webhook } from "./credits/webhook.ts";
import type { EndpointHealth } from "./health/endpoint-health.ts";
import type { RetryBudget } from "./health/retry-budget.ts";
import type { InFlight } from "./http/in-flight.ts";
import type { Deadlines } from "./inference/deadlines.ts";
import type { KnownKeys } from "./keys/known-keys.ts";
import type { ApiMetrics } from "./operator/api-metrics.ts";
import type { Outbox } from "./operator/outbox.ts";
import type { Archive } from "./retries/archive.ts";
import type { Drains } from "./retries/drains.ts";
import type { Retries } from "./retries/retries.ts";
import type { SigningKeys } from "./signing/signing-keys.ts";
import type { Site } from "./site/site.ts";

/** A provider this installation can call. */
export interface Provider {
	readonly vendor: Vendor;
	readonly dialect: Dialect;
	readonly baseUrl: string;
	readonly apiKey: string | undefined;
	/** Sends a request there: the network, or the sandbox in this process. */
	readonly send: (request: UpstreamRequest, signal: AbortSignal) => Promise<Response>;
}

/** How long each part of a call may take, in milliseconds. */
export interface Timeouts {
	/** From dispatch to the first byte of a stream. */
	readonly firstByteMs: number;
	/** A complete answer is given up then, before clients drop it. */
	readonly completeAnswerMs: number;
	/** Between two chunks. */
	readonly idleMs: number;
	readonly totalMs: number;
	/** How much longer an answer is read that nobody waits for. */
	readonly drainMs: number;
	readonly bodyMs: number;
	/** Between keep-alive comments on a stream that says nothing; 0 switches them off. */
	readonly keepAliveMs: number;
	/** Between two checkpoints of a stream. */
	readonly checkpointMs: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = {
	firstByteMs: 30_000,
	completeAnswerMs: 280_000,
	idleMs: 30_000,
	totalMs: 15 * 60_000,
	drainMs: 5 * 60_000,
	bodyMs: 30_000,
	keepAliveMs: 15_000,
	checkpointMs: 2_000,
};

export interface Readiness {
	readonly ready: boolean;
	/** Each check by name: "ok", or what is wrong. */
	readonly checks: Readonly<Record<string, string>>;
}

/**
 * What the API needs from where it runs. What asks no store is made once per process or isolate (`make-host.ts`); the rest
 * once per process on a server (`start-api.ts`), once per request on the edge (`edge/`).
 */
export interface ApiDependencies {
	readonly catalog: Catalog;
	/** By slug. */
	readonly providers: ReadonlyMap<string, Provider>;
	readonly routing: RoutingWorld;
	readonly keys: KnownKeys;
	readonly hasher: KeyHasher;
	readonly limits: Limits;
	readonly allowances: Allowances;
	readonly usageLog: UsageLog;
	/** Whether usage can be made durable at the moment; new calls are refused while it cannot. */
	readonly usageIsDurable: () => boolean;
	readonly accounts: Accounts;
	/** undefined where nobody signs in: keys alone are known. */
	readonly sessions: Sessions | undefined;
	/** undefined where something else answers what is under `/api/auth`. */
	readonly auth: AuthHandler | undefined;
	readonly signingKeys: SigningKeys | undefined;
	readonly installation: Installation;
	readonly reports: Reports;
	readonly budgets: Budgets;
	readonly alerts: Alerts;
	/** Where webhooks may lead. */
	readonly webhookRules: WebhookRules;
	/** undefined where nobody takes payments. */
	readonly credits: Credits | undefined;
	/** undefined without a Stripe account. */
	readonly webhook: Webhook | undefined;
	/** undefined where payments are real ones. */
	readonly sandboxCheckouts: SandboxCheckouts | undefined;
	/** How the outside reaches this server, without a trailing slash; its port may be known only when it serves. */
	readonly publicUrl: () => string;
	readonly budgetedNames: KnownBudgets;
	readonly ids: IdMaker;
	/** Unix milliseconds. */
	readonly now: () => number;
	/** Milliseconds that only go forward. */
	readonly monotonic: () => number;
	readonly deadlines: Deadlines;
	readonly health: EndpointHealth;
	readonly retryBudget: RetryBudget;
	readonly retries: Retries;
	readonly drains: Drains;
	readonly archive: Archive;
	/** Makes a response body of chunks, texts in UTF-8, in the way that is quickest where this runs. */
	readonly toBody: (chunks: AsyncGenerator<string | Uint8Array<ArrayBuffer>>) => BodyInit;
	readonly timeouts: Timeouts;
	readonly inFlight: InFlight;
	/** Calls this process takes at once; more are shed. */
	readonly maxInFlight: number;
	readonly log: Logger;
	readonly metrics: ApiMetrics;
	/** Whether the process is ready for traffic, and what of it is not. */
	readonly readiness: () => Promise<Readiness>;
	/** undefined in production, and where mails are delivered. */
	readonly outbox: Outbox | undefined;
	/** What may be read by an operator at `/metrics`. */
	readonly exposeMetrics: () => string;
	/** The console, where this process serves it: every path that no route takes. */
	readonly site?: Site | undefined;
}
