import { type Config, ConfigError, type RedisSettings, readConfig } from "@turnpike/config";
import { VENDORS } from "@turnpike/providers";

/** What the platform binds to the worker (`infra/cloudflare/wrangler.jsonc`): vars and secrets are texts. */
export interface Bindings {
	/** Postgres; its query cache is off, because keys and money are read through it. */
	readonly HYPERDRIVE?: { readonly connectionString: string };
	readonly [name: string]: unknown;
}

/** The configuration of an isolate: what is optional elsewhere and needed here is there. */
export type EdgeConfig = Config & {
	readonly databaseUrl: string;
	readonly redis: RedisSettings & { kind: "rest" };
	readonly keyPepper: NonNullable<Config["keyPepper"]>;
	readonly secretsKeys: NonNullable<Config["secretsKeys"]>;
	readonly authSecret: string;
};

/** Reads vars, secrets and the database's binding. @throws ConfigError naming what is wrong or missing. */
export function readBindings(bindings: Bindings): EdgeConfig {
	const connection = bindings.HYPERDRIVE?.connectionString;
	if (connection === undefined) throw new ConfigError("HYPERDRIVE is not bound: it must lead to a Postgres.");
	const texts = Object.entries(bindings).filter((entry): entry is [string, string] => typeof entry[1] === "string");
	const config = readConfig(
		{ ...Object.fromEntries(texts), ROLE: "api", DATABASE_URL: connection },
		VENDORS.map((vendor) => vendor.slug),
	);
	const { redis, keyPepper, secretsKeys, authSecret } = config;
	if (redis?.kind !== "rest") {
		throw new ConfigError("UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN are required on the edge.");
	}
	if (!keyPepper) throw new ConfigError("KEY_PEPPER is required on the edge.");
	if (!secretsKeys) throw new ConfigError("SECRETS_KEY is required on the edge.");
	if (!authSecret) throw new ConfigError("AUTH_SECRET is required on the edge.");
	return { ...config, databaseUrl: connection, redis, keyPepper, secretsKeys, authSecret };
}
