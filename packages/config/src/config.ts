/** What one provider needs to be called. */
export interface ProviderSettings {
	readonly apiKey: string | undefined;
	readonly baseUrl: string | undefined;
}

export type RedisSettings =
	| { readonly kind: "tcp"; readonly url: string }
	| { readonly kind: "rest"; readonly url: string; readonly token: string };

export interface SmtpSettings {
	readonly url: string;
	/** Whom mails are from: `Turnpike <no-reply@turnpike.example>`. */
	readonly from: string;
}

/** What GitHub or Google gave us, to let people sign in with an account there. */
export interface OAuthSettings {
	readonly clientId: string;
	readonly clientSecret: string;
}

/** A Stripe account. */
export interface StripeConfig {
	readonly secretKey: string;
	/** What its webhooks are signed with; two while one takes the other's place. */
	readonly webhookSecrets: readonly string[];
	/** Where its API is; undefined: Stripe's own. */
	readonly apiBase: string | undefined;
}

/** What the platform asks for a purchase of credit, apart from the credit. */
export interface PlatformFeeConfig {
	/** Hundredths of a per cent of the credit. */
	readonly basisPoints: number;
	readonly leastCents: number;
}

export type Role = "all" | "api" | "billing";

/** A secret and the version that what is stored under it names; new things are stored under the first of several. */
export interface VersionedSecret {
	readonly version: number;
	readonly secret: string;
}

/** A secret that API keys are hashed under. */
export type Pepper = VersionedSecret;

/** Everything the environment says, parsed once at the start. */
export interface Config {
	readonly role: Role;
	readonly production: boolean;
	readonly host: string;
	readonly port: number;
	/** How the outside reaches this server, without a trailing slash. */
	readonly publicUrl: string;
	/** As it was written: where it is relative to is for whoever has a file system. */
	readonly dataDir: string;
	/** undefined: the embedded database. */
	readonly databaseUrl: string | undefined;
	/** undefined: hot state in this process's memory. */
	readonly redis: RedisSettings | undefined;
	/** undefined: generated into the data directory. */
	readonly keyPepper: readonly Pepper[] | undefined;
	/** What cookies of sessions are signed with; undefined: generated into the data directory. */
	readonly authSecret: string | undefined;
	/** What the vault's keys are derived from; undefined: generated into the data directory. */
	readonly secretsKeys: readonly VersionedSecret[] | undefined;
	/** A provider that is absent is not offered. */
	readonly oauth: { readonly github: OAuthSettings | undefined; readonly google: OAuthSettings | undefined };
	/** How many proxies of ours append to `x-forwarded-for`; 0: what it says is not believed. */
	readonly trustedProxyHops: number;
	/** undefined: mails stay in the outbox. */
	readonly smtp: SmtpSettings | undefined;
	/** By provider slug; a provider without a key or a base URL of its own is not configured. */
	readonly providers: ReadonlyMap<string, ProviderSettings>;
	/** undefined: payments are the sandbox's, which production refuses. */
	readonly stripe: StripeConfig | undefined;
	readonly platformFee: PlatformFeeConfig;
	/** How many full months before this one single generations are kept for; undefined: for ever. */
	readonly usageMonths: number | undefined;
	/** `host` or `host:port` to which alerts' webhooks may lead though they are not public: an operator's own. */
	readonly webhookPrivateHosts: readonly string[];
	readonly otlpEndpoint: string | undefined;
	/** Whether the console is served, and built first where it is missing or older than its sources. */
	readonly console: "build" | "serve" | "off";
	/** Several processes on one port, each on a core. */
	readonly reusePort: boolean;
}

/** A value in the environment is wrong; the message names it and says what would be right. */
export class ConfigError extends Error {
	override readonly name = "ConfigError";
}
