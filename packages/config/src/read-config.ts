import * as z from "zod";
import {
	type Config,
	ConfigError,
	type OAuthSettings,
	type ProviderSettings,
	type RedisSettings,
	type SmtpSettings,
	type StripeConfig,
	type VersionedSecret,
} from "./config.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const url = (protocols: readonly string[]) =>
	z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
		error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
	});

const secret = z.string().min(16, "must have at least 16 characters");

/** `ada@example.com` or `Ada <ada@example.com>`, on one line. */
const SENDER = /^(?:[^<>@\r\n]* )?<?[^\s<>@,]+@[^\s<>@,]+>?$/;

/** `host` or `host:port`, with commas between. */
const HOSTS = /^\s*[\w.-]+(?::\d+)?\s*(?:,\s*[\w.-]+(?::\d+)?\s*)*$/;

const wholeNumber = (least: number, most: number) => {
	const error = `must be a whole number from ${least} to ${most}`;
	return z.coerce.number(error).int(error).min(least, error).max(most, error);
};

const schema = z.object({
	PORT: z.coerce.number("must be a port number").int().min(0).max(65_535).default(8787),
	HOST: z.string().min(1).default("127.0.0.1"),
	PUBLIC_URL: url(["http:", "https:"]).optional(),
	DATA_DIR: z.string().min(1).default(".data"),
	DATABASE_URL: url(["postgres:", "postgresql:"]).optional(),
	REDIS_URL: url(["redis:", "rediss:"]).optional(),
	UPSTASH_REDIS_REST_URL: url(["http:", "https:"]).optional(),
	UPSTASH_REDIS_REST_TOKEN: z.string().min(1).optional(),
	ROLE: z.enum(["all", "api", "billing"], "must be all, api or billing").default("all"),
	NODE_ENV: z.string().default("development"),
	AUTH_SECRET: secret.optional(),
	SECRETS_KEY: z.string().optional(),
	KEY_PEPPER: z.string().optional(),
	GITHUB_CLIENT_ID: z.string().optional(),
	GITHUB_CLIENT_SECRET: z.string().optional(),
	GOOGLE_CLIENT_ID: z.string().optional(),
	GOOGLE_CLIENT_SECRET: z.string().optional(),
	TRUSTED_PROXY_HOPS: z.coerce.number("must be a number of proxies").int().min(0).max(10).default(0),
	SMTP_URL: url(["smtp:", "smtps:"]).optional(),
	MAIL_FROM: z.string().regex(SENDER, "must be an address, such as Turnpike <no-reply@turnpike.example>").optional(),
	STRIPE_SECRET_KEY: z.string().min(8, "must be a secret key of Stripe's (sk_…)").optional(),
	STRIPE_WEBHOOK_SECRET: z.string().optional(),
	STRIPE_API_BASE: url(["http:", "https:"]).optional(),
	PLATFORM_FEE_BPS: wholeNumber(0, 5_000).default(550),
	PLATFORM_FEE_MIN_CENTS: wholeNumber(0, 10_000).default(80),
	USAGE_MONTHS: wholeNumber(2, 1_200).optional(),
	WEBHOOK_PRIVATE_HOSTS: z
		.string()
		.regex(HOSTS, "must be hosts, such as 10.0.0.7:8080, with commas between")
		.optional(),
	OTEL_EXPORTER_OTLP_ENDPOINT: url(["http:", "https:"]).optional(),
	TURNPIKE_CONSOLE: z.enum(["build", "serve", "off"], "must be build, serve or off").default("build"),
	TURNPIKE_REUSE_PORT: z.enum(["0", "1"], "must be 0 or 1").default("0"),
});

type Values = z.infer<typeof schema>;

/**
 * Reads the configuration. An empty value counts as absent.
 *
 * @param providerSlugs the providers whose `<PROVIDER>_API_KEY` and `<PROVIDER>_BASE_URL` are looked for.
 * @throws ConfigError with a sentence that names the variable.
 */
export function readConfig(environment: Environment, providerSlugs: readonly string[]): Config {
	const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
	const parsed = schema.safeParse(present);
	if (!parsed.success) throw new ConfigError(sentenceOf(parsed.error, present));
	const values = parsed.data;
	const production = values.NODE_ENV === "production";
	requireTogether(values, production);
	const publicUrl = (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, "");
	return {
		role: values.ROLE,
		production,
		host: values.HOST,
		port: values.PORT,
		publicUrl,
		dataDir: values.DATA_DIR,
		databaseUrl: values.DATABASE_URL,
		redis: readRedis(values),
		keyPepper: readVersions("KEY_PEPPER", values.KEY_PEPPER),
		authSecret: values.AUTH_SECRET,
		secretsKeys: readVersions("SECRETS_KEY", values.SECRETS_KEY),
		oauth: { github: readOAuth(values, "GITHUB"), google: readOAuth(values, "GOOGLE") },
		trustedProxyHops: values.TRUSTED_PROXY_HOPS,
		smtp: readSmtp(values, publicUrl),
		providers: readProviders(present, providerSlugs),
		stripe: readStripe(values),
		platformFee: { basisPoints: values.PLATFORM_FEE_BPS, leastCents: values.PLATFORM_FEE_MIN_CENTS },
		usageMonths: values.USAGE_MONTHS,
		webhookPrivateHosts: (values.WEBHOOK_PRIVATE_HOSTS ?? "")
			.toLowerCase()
			.split(",")
			.flatMap((host) => host.trim() || []),
		otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
		console: values.TURNPIKE_CONSOLE,
		reusePort: values.TURNPIKE_REUSE_PORT === "1",
	};
}

/** Without the webhooks' secret nothing could be believed of what Stripe says; without its key nothing asked. */
function readStripe(values: Values): StripeConfig | undefined {
	const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_BASE: apiBase } = values;
	if ((secretKey === undefined) !== (webhookSecret === undefined)) {
		throw new ConfigError("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET go together: set both.");
	}
	if (secretKey === undefined || webhookSecret === undefined) return undefined;
	const webhookSecrets = webhookSecret.split(",").map((one) => one.trim());
	if (webhookSecrets.some((one) => one.length < 8 || /\s/.test(one))) {
		throw new ConfigError("STRIPE_WEBHOOK_SECRET must be a signing secret (whsec_…), or two with a comma between.");
	}
	if (/\s/.test(secretKey)) throw new ConfigError("STRIPE_SECRET_KEY has a blank in it.");
	return { secretKey, webhookSecrets, apiBase };
}

function sentenceOf(error: z.ZodError, present: Environment): string {
	const issue = error.issues[0];
	const name = String(issue?.path[0] ?? "the environment");
	const secretName = /KEY|SECRET|TOKEN|PEPPER|URL/.test(name);
	const shown = secretName ? "" : ` (it is ${JSON.stringify(present[name])})`;
	return `${name} ${issue?.message ?? "is wrong"}${shown}.`;
}

function requireTogether(values: Values, production: boolean): void {
	if (values.ROLE !== "all" && values.DATABASE_URL === undefined) {
		throw new ConfigError(
			`DATABASE_URL is required where ROLE is ${values.ROLE}: the embedded database serves ROLE=all only.`,
		);
	}
	if (values.REDIS_URL !== undefined && values.UPSTASH_REDIS_REST_URL !== undefined) {
		throw new ConfigError("REDIS_URL and UPSTASH_REDIS_REST_URL are two stores: set one of them.");
	}
	if ((values.UPSTASH_REDIS_REST_URL === undefined) !== (values.UPSTASH_REDIS_REST_TOKEN === undefined)) {
		throw new ConfigError("UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN go together: set both.");
	}
	if (!production) return;
	for (const name of ["AUTH_SECRET", "KEY_PEPPER", "SECRETS_KEY"] as const) {
		if (values[name] === undefined) throw new ConfigError(`${name} is required in production.`);
	}
}

function readRedis(values: Values): RedisSettings | undefined {
	if (values.REDIS_URL !== undefined) return { kind: "tcp", url: values.REDIS_URL };
	const { UPSTASH_REDIS_REST_URL: rest, UPSTASH_REDIS_REST_TOKEN: token } = values;
	return rest !== undefined && token !== undefined ? { kind: "rest", url: rest, token } : undefined;
}

function readOAuth(values: Values, name: "GITHUB" | "GOOGLE"): OAuthSettings | undefined {
	const [clientId, clientSecret] = [values[`${name}_CLIENT_ID`], values[`${name}_CLIENT_SECRET`]];
	if ((clientId === undefined) !== (clientSecret === undefined)) {
		throw new ConfigError(`${name}_CLIENT_ID and ${name}_CLIENT_SECRET go together: set both.`);
	}
	return clientId !== undefined && clientSecret !== undefined ? { clientId, clientSecret } : undefined;
}

/** Mails are from nobody at the public address where nothing else is said. */
function readSmtp({ SMTP_URL: url, MAIL_FROM: from }: Values, publicUrl: string): SmtpSettings | undefined {
	return url === undefined ? undefined : { url, from: from ?? `Turnpike <no-reply@${new URL(publicUrl).hostname}>` };
}

/** `secret`, or `2:new-secret,1:old-secret` while what is stored under an older one lives on. */
function readVersions(name: string, text: string | undefined): readonly VersionedSecret[] | undefined {
	if (text === undefined) return undefined;
	const versioned = /^\d+:/.test(text);
	const secrets = versioned ? text.split(",").map((part) => readVersion(name, part)) : [{ version: 1, secret: text }];
	if (secrets.some((each) => each.secret.length < 16)) {
		throw new ConfigError(`${name} must have at least 16 characters in each secret.`);
	}
	if (new Set(secrets.map((each) => each.version)).size !== secrets.length) {
		throw new ConfigError(`${name} names a version twice.`);
	}
	return secrets;
}

function readVersion(name: string, part: string): VersionedSecret {
	const match = /^(\d{1,6}):(.+)$/.exec(part.trim());
	if (!match?.[1] || !match[2]) {
		throw new ConfigError(`${name} must be one secret, or versions such as 2:new-secret,1:old-secret.`);
	}
	return { version: Number(match[1]), secret: match[2] };
}

function readProviders(present: Environment, slugs: readonly string[]): Map<string, ProviderSettings> {
	const providers = new Map<string, ProviderSettings>();
	for (const slug of slugs) {
		const prefix = slug.toUpperCase().replaceAll("-", "_");
		const apiKey = present[`${prefix}_API_KEY`];
		const baseUrl = present[`${prefix}_BASE_URL`];
		if (apiKey === undefined && baseUrl === undefined) continue;
		const badUrl = baseUrl !== undefined && !/^https?:$/.test(URL.canParse(baseUrl) ? new URL(baseUrl).protocol : "");
		if (badUrl) throw new ConfigError(`${prefix}_BASE_URL must be a URL that starts with http:// or https://.`);
		if (apiKey !== undefined && /[\r\n]/.test(apiKey))
			throw new ConfigError(`${prefix}_API_KEY has a line break in it.`);
		providers.set(slug, { apiKey, baseUrl: baseUrl?.replace(/\/+$/, "") });
	}
	return providers;
}
