import { seedCatalog } from "@turnpike/catalog";
import { connectUpstash, type OpenRequests, type RedisClient } from "@turnpike/redis";
import { createMetrics } from "@turnpike/telemetry";
import { makeVault, type Vault } from "@turnpike/vault";
import type { UsageOutage } from "../durable-usage.ts";
import { makeKeyHasher } from "../key-hasher.ts";
import { type Host, makeHost } from "../make-host.ts";
import { SigningKeyCache } from "../signing/signing-keys.ts";
import type { Site } from "../site/site.ts";
import { consoleOn } from "./console-on.ts";
import { KeyCache } from "./key-cache.ts";
import { type Bindings, type EdgeConfig, type Fetcher, readBindings } from "./read-bindings.ts";
import { type Share, shareWork } from "./share-work.ts";
import { sleep } from "./sleep.ts";
import { streamBody } from "./stream-body.ts";
import { workerLog } from "./worker-log.ts";

/** What an isolate keeps between requests: memory alone, never a connection or a timer. */
export interface Isolate {
	readonly config: EdgeConfig;
	readonly host: Host;
	readonly keys: KeyCache;
	/** Every command is a fetch of the request that sends it. */
	readonly redis: RedisClient;
	readonly outage: UsageOutage;
	/** Signs people in; undefined where no worker for that is bound. */
	readonly auth: Fetcher | undefined;
	readonly site: Site | undefined;
	/** Work that requests which come together do once. */
	readonly share: Share;
	/** Grants that requests are asking for. */
	readonly grants: OpenRequests;
	readonly vault: Vault;
	readonly signingKeys: SigningKeyCache;
	/** Whether the book is known to have every price version of the catalog. */
	pricesKnown: boolean;
	/** Monotonic milliseconds from which on the first usage log may be asked again whether it is back. */
	probeAt: number;
}

/** The platform ends a request 30 s after its caller has gone: what is read on until then leaves time to record it. */
const DRAIN_MS = 25_000;
/**
 * How long a command to Redis may take. In a burst most of it is the isolate's own time: one thread sends and reads the
 * commands of all its requests, and a command that is given up while its answer waits to be read refuses a call.
 */
const REDIS_PATIENCE_MS = 10_000;

/** Makes what requests share. @throws ConfigError when the bindings are wrong. */
export function makeIsolate(bindings: Bindings): Isolate {
	const config = readBindings(bindings);
	const host = makeHost({
		config,
		catalog: seedCatalog({ sandbox: !config.production }),
		hasher: makeKeyHasher(config.keyPepper),
		toBody: streamBody,
		log: workerLog(),
		metrics: createMetrics(),
		timeouts: { drainMs: DRAIN_MS },
	});
	const share = shareWork(sleep);
	return {
		config,
		host,
		share,
		grants: new Map(),
		vault: makeVault(config.secretsKeys),
		signingKeys: new SigningKeyCache(),
		keys: new KeyCache(host.monotonic, share),
		redis: connectUpstash({ ...config.redis, timeoutMs: REDIS_PATIENCE_MS }),
		auth: bindings.AUTH,
		site: bindings.ASSETS && consoleOn(bindings.ASSETS),
		outage: { available: true, given: [] },
		pricesKnown: false,
		probeAt: Number.NEGATIVE_INFINITY,
	};
}
