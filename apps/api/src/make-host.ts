import { createIdMaker, type KeyHasher } from "@turnpike/accounts";
import type { Catalog } from "@turnpike/catalog";
import type { Config } from "@turnpike/config";
import type { Logger, Metrics } from "@turnpike/telemetry";
import { type ApiDependencies, DEFAULT_TIMEOUTS, type Timeouts } from "./dependencies.ts";
import { EndpointHealth } from "./health/endpoint-health.ts";
import { RetryBudget } from "./health/retry-budget.ts";
import { makeApiMetrics } from "./operator/api-metrics.ts";
import { makeProviders } from "./providers.ts";

export interface HostOptions {
	readonly config: Pick<
		Config,
		| "providers"
		| "production"
		| "smtp"
		| "oauth"
		| "trustedProxyHops"
		| "stripe"
		| "platformFee"
		| "webhookPrivateHosts"
	>;
	readonly catalog: Catalog;
	readonly hasher: KeyHasher;
	readonly toBody: ApiDependencies["toBody"];
	readonly log: Logger;
	readonly metrics: Metrics;
	readonly timeouts?: Partial<Timeouts>;
}

/**
 * The dependencies that ask no store: they live as long as the process, on the edge as long as the isolate, and every
 * request may use them. The others are made once per process on a server, once per request on the edge.
 */
export type Host = Pick<
	ApiDependencies,
	| "catalog"
	| "providers"
	| "routing"
	| "hasher"
	| "ids"
	| "health"
	| "retryBudget"
	| "now"
	| "monotonic"
	| "toBody"
	| "timeouts"
	| "maxInFlight"
	| "log"
	| "metrics"
	| "exposeMetrics"
>;

/** A process that has this many calls in flight has no business taking another. */
const MAX_IN_FLIGHT = 10_000;

/** Makes what is the same on every runtime. Asks for no randomness and no time yet: an isolate has none at its start. */
export function makeHost(options: HostOptions): Host {
	const { config, catalog, hasher, toBody, log, metrics } = options;
	const now = () => Date.now();
	const monotonic = () => performance.now();
	const providers = makeProviders({ settings: config.providers, sandbox: !config.production, now, toBody });
	const health = new EndpointHealth(monotonic);
	return {
		catalog,
		providers,
		routing: {
			isConfigured: (slug) => providers.has(slug),
			supportsChoices: (slug) => providers.get(slug)?.dialect.name !== "anthropic",
			isOpen: (endpointId) => health.isOpen(endpointId),
		},
		health,
		retryBudget: new RetryBudget(monotonic),
		hasher,
		ids: createIdMaker({ now, fillRandom: (bytes) => crypto.getRandomValues(bytes) }),
		now,
		monotonic,
		toBody,
		timeouts: { ...DEFAULT_TIMEOUTS, ...options.timeouts },
		maxInFlight: MAX_IN_FLIGHT,
		log,
		metrics: makeApiMetrics(metrics),
		exposeMetrics: () => metrics.expose(),
	};
}
