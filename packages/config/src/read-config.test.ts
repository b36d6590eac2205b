import { describe, expect, it } from "vitest";
import { ConfigError } from "./config.ts";
import { readConfig } from "./read-config.ts";

const read = (environment: Record<string, string>) => readConfig(environment, ["openai", "google-ai-studio"]);

describe("readConfig", () => {
	it("has a default for everything a laptop needs", () => {
		const config = read({});
		expect(config).toMatchObject({ role: "all", port: 8787, host: "127.0.0.1", publicUrl: "http://localhost:8787" });
		expect(config.databaseUrl).toBeUndefined();
		expect(config.providers.size).toBe(0);
	});

	it("counts an empty value as absent", () => {
		expect(read({ PORT: "", DATABASE_URL: "", OPENAI_API_KEY: "" }).providers.size).toBe(0);
	});

	it.each([
		[{ PORT: "eighty" }, /^PORT must be a port number/],
		[{ PORT: "70000" }, /^PORT /],
		[{ TURNPIKE_CONSOLE: "yes" }, /^TURNPIKE_CONSOLE must be build, serve or off/],
		[{ ROLE: "worker" }, /^ROLE must be all, api or billing \(it is "worker"\)/],
		[{ DATABASE_URL: "mysql://x" }, /^DATABASE_URL must be a URL that starts with postgres:/],
		[{ ROLE: "api" }, /^DATABASE_URL is required where ROLE is api/],
		[{ REDIS_URL: "redis://a", UPSTASH_REDIS_REST_URL: "http://b", UPSTASH_REDIS_REST_TOKEN: "c" }, /two stores/],
		[{ UPSTASH_REDIS_REST_URL: "http://b" }, /go together/],
		[{ NODE_ENV: "production" }, /^AUTH_SECRET is required in production/],
		[{ KEY_PEPPER: "short" }, /^KEY_PEPPER must have at least 16/],
		[{ KEY_PEPPER: `1:${"a".repeat(16)},1:${"b".repeat(16)}` }, /names a version twice/],
		[{ SECRETS_KEY: "short" }, /^SECRETS_KEY must have at least 16/],
		[{ SECRETS_KEY: `2:${"a".repeat(16)},b` }, /^SECRETS_KEY must be one secret, or versions/],
		[{ GITHUB_CLIENT_ID: "id" }, /^GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET go together/],
		[{ TRUSTED_PROXY_HOPS: "-1" }, /^TRUSTED_PROXY_HOPS /],
		[{ SMTP_URL: "http://mail.example" }, /^SMTP_URL must be a URL that starts with smtp:\/\/ or smtps:/],
		[{ MAIL_FROM: "Turnpike" }, /^MAIL_FROM must be an address/],
		[{ MAIL_FROM: "a@b.example\nBcc: c@d.example" }, /^MAIL_FROM must be an address/],
		[{ OPENAI_BASE_URL: "ftp://x" }, /^OPENAI_BASE_URL must be a URL/],
		[{ OPENAI_API_KEY: "a\nb" }, /^OPENAI_API_KEY has a line break/],
		[{ STRIPE_SECRET_KEY: "sk_test_1" }, /^STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET go together/],
		[{ STRIPE_WEBHOOK_SECRET: "whsec_1234" }, /go together/],
		[{ STRIPE_SECRET_KEY: "sk_test_1", STRIPE_WEBHOOK_SECRET: "whsec_1234," }, /^STRIPE_WEBHOOK_SECRET must be/],
		[{ STRIPE_SECRET_KEY: "sk_test_1\nsk", STRIPE_WEBHOOK_SECRET: "whsec_1234" }, /^STRIPE_SECRET_KEY has a blank/],
		[{ STRIPE_API_BASE: "localhost:12111" }, /^STRIPE_API_BASE must be a URL/],
		[{ PLATFORM_FEE_BPS: "5.5" }, /^PLATFORM_FEE_BPS must be a whole number from 0 to 5000/],
		[{ USAGE_MONTHS: "1" }, /^USAGE_MONTHS must be a whole number from 2 /],
		[{ PLATFORM_FEE_MIN_CENTS: "-1" }, /^PLATFORM_FEE_MIN_CENTS must be a whole number/],
	])("refuses %j with a sentence that names the variable", (environment, sentence) => {
		expect(() => read(environment as Record<string, string>)).toThrow(ConfigError);
		expect(() => read(environment as Record<string, string>)).toThrow(sentence);
	});

	it("never prints a secret or a URL with a password", () => {
		expect(() => read({ DATABASE_URL: "mysql://user:hunter2@x" })).toThrow(/^(?!.*hunter2)/);
		expect(() => read({ AUTH_SECRET: "hunter2" })).toThrow(/^(?!.*hunter2)/);
	});

	it("reads each provider by its slug in upper snake case", () => {
		const { providers } = read({ GOOGLE_AI_STUDIO_API_KEY: "k", OPENAI_BASE_URL: "http://127.0.0.1:9/v1/" });
		expect(providers.get("google-ai-studio")).toEqual({ apiKey: "k", baseUrl: undefined });
		expect(providers.get("openai")).toEqual({ apiKey: undefined, baseUrl: "http://127.0.0.1:9/v1" });
	});

	it("lets people sign in with GitHub or Google where both halves of the secret are given", () => {
		expect(read({}).oauth).toEqual({ github: undefined, google: undefined });
		const google = { GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "hush" };
		expect(read(google).oauth.google).toEqual({ clientId: "id", clientSecret: "hush" });
	});

	it("delivers mail where a server is given, from nobody at the public address unless told otherwise", () => {
		const smtp = { SMTP_URL: "smtps://u:p@mail.example", PUBLIC_URL: "https://turnpike.example/" };
		expect(read({}).smtp).toBeUndefined();
		expect(read(smtp).smtp).toEqual({ url: smtp.SMTP_URL, from: "Turnpike <no-reply@turnpike.example>" });
		expect(read({ ...smtp, MAIL_FROM: "Ada <ada@example.com>" }).smtp?.from).toBe("Ada <ada@example.com>");
	});

	it("reads an operator's own hosts as URLs write them", () => {
		expect(read({}).webhookPrivateHosts).toEqual([]);
		expect(read({ WEBHOOK_PRIVATE_HOSTS: "Hooks.LAN, 10.0.0.7:8080" }).webhookPrivateHosts).toEqual([
			"hooks.lan",
			"10.0.0.7:8080",
		]);
		expect(() => read({ WEBHOOK_PRIVATE_HOSTS: "https://hooks.lan/" })).toThrow(/^WEBHOOK_PRIVATE_HOSTS must be hosts/);
	});

	it("reads versions of what secrets are sealed under as it does peppers", () => {
		const read2 = read({ SECRETS_KEY: `2:${"b".repeat(16)},1:${"a".repeat(16)}` }).secretsKeys;
		expect(read2?.map((key) => key.version)).toEqual([2, 1]);
		expect(read({}).secretsKeys).toBeUndefined();
	});

	it("reads a Stripe account, with two webhook secrets while one takes the other's place, and the platform's fee", () => {
		expect(read({}).stripe).toBeUndefined();
		expect(read({}).platformFee).toEqual({ basisPoints: 550, leastCents: 80 });
		const config = read({
			STRIPE_SECRET_KEY: "sk_test_1",
			STRIPE_WEBHOOK_SECRET: "whsec_new1, whsec_old1",
			STRIPE_API_BASE: "http://127.0.0.1:12111",
			PLATFORM_FEE_BPS: "0",
			PLATFORM_FEE_MIN_CENTS: "5",
		});
		expect(config.stripe).toEqual({
			secretKey: "sk_test_1",
			webhookSecrets: ["whsec_new1", "whsec_old1"],
			apiBase: "http://127.0.0.1:12111",
		});
		expect(config.platformFee).toEqual({ basisPoints: 0, leastCents: 5 });
	});

	it("reads a plain pepper as version 1 and keeps the order of versioned ones", () => {
		expect(read({ KEY_PEPPER: "a".repeat(20) }).keyPepper).toEqual([{ version: 1, secret: "a".repeat(20) }]);
		const two = read({ KEY_PEPPER: `2:${"b".repeat(16)},1:${"a".repeat(16)}` });
		expect(two.keyPepper?.map((pepper) => pepper.version)).toEqual([2, 1]);
	});
});
