import { type Config, ConfigError, type RedisSettings, readConfig } from "@turnpike/config";
import { VENDORS } from "@turnpike/providers";

/** Another worker, or the files that are deployed with this one. */
export interface Fetcher {
	fetch(request: Request): Promise<Response>;
}

/** What the platform binds to a worker (`infra/cloudflare/`): vars and secrets are texts. */
export interface Bindings {
	/** Postgres; its query cache is off, because keys and money are read through it. */
	readonly HYPERDRIVE?: { readonly connectionString: string };
	/** The worker that signs people in; without it nobody signs in here. */
	readonly AUTH?: Fetcher;
	/** The built console; without it there is the API alone. */
	readonly ASSETS?: Fetcher;
	readonly [name: string]: unknown;
}

/** What every worker needs. */
export type WorkerConfig = Config & { readonly databaseUrl: string; readonly authSecret: string };

/** The configuration of the API's worker: what is optional elsewhere and needed here is there. */
export type EdgeConfig = WorkerConfig & {
	readonly redis: RedisSettings & { kind: "rest" };
	readonly keyPepper: NonNullable<Config["keyPepper"]>;
	readonly secretsKeys: NonNullable<Config["secretsKeys"]>;
};

/** Reads vars, secrets and the database's binding. @throws ConfigError naming what is wrong or missing. */
export function readWorkerBindings(bindings: Bindings): WorkerConfig {
	const connection = bindings.HYPERDRIVE?.connectionString;
	if (connection === undefined) throw new ConfigError("HYPERDRIVE is not bound: it must lead to a Postgres.");
	const texts = Object.entries(bindings).filter((entry): entry is [string, string] => typeof entry[1] === "string");
	const config = readConfig(
		{ ...Object.fromEntries(texts), ROLE: "api", DATABASE_URL: connection },
		VENDORS.map((vendor) => vendor.slug),
	);
	const { authSecret } = config;
	if (!authSecret) throw new ConfigError("AUTH_SECRET is required on the edge.");
	return { ...config, databaseUrl: connection, authSecret };
}

/** What the API's worker needs besides. @throws ConfigError naming what is wrong or missing. */
export function readBindings(bindings: Bindings): EdgeConfig {
	const config = readWorkerBindings(bindings);
	const { redis, keyPepper, secretsKeys } = config;
	if (redis?.kind !== "rest") {
		throw new ConfigError("UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN are required on the edge.");
	}
	if (!keyPepper) throw new ConfigError("KEY_PEPPER is required on the edge.");
	if (!secretsKeys) throw new ConfigError("SECRETS_KEY is required on the edge.");
	return { ...config, redis, keyPepper, secretsKeys };
}
