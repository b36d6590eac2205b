import { ConfigError } from "@turnpike/config";
import { expect, it } from "vitest";
import { type Bindings, readBindings } from "./read-bindings.ts";

const GOOD = {
	HYPERDRIVE: { connectionString: "postgres://u:p@h:5432/d" },
	UPSTASH_REDIS_REST_URL: "https://redis.example",
	UPSTASH_REDIS_REST_TOKEN: "token",
	KEY_PEPPER: "a pepper that is long",
	AUTH_SECRET: "a secret that is long",
	SECRETS_KEY: "another that is long",
	OPENAI_API_KEY: "sk",
	ASSETS: { fetch: async () => new Response() },
};

it("reads vars, secrets and the database's binding", () => {
	const config = readBindings(GOOD);
	expect(config).toMatchObject({
		role: "api",
		databaseUrl: "postgres://u:p@h:5432/d",
		redis: { kind: "rest", url: "https://redis.example", token: "token" },
	});
	expect(config.providers.has("openai")).toBe(true);
});

it.each([
	["HYPERDRIVE", undefined, /HYPERDRIVE is not bound/],
	["UPSTASH_REDIS_REST_URL", "", /UPSTASH_REDIS_REST/],
	["KEY_PEPPER", undefined, /KEY_PEPPER is required on the edge/],
	["AUTH_SECRET", undefined, /AUTH_SECRET is required on the edge/],
	["SECRETS_KEY", undefined, /SECRETS_KEY is required on the edge/],
])("%s = %j is refused with a sentence that names it", (name, value, sentence) => {
	const bindings: Bindings = { ...GOOD, [name]: value };
	expect(() => readBindings(bindings)).toThrow(ConfigError);
	expect(() => readBindings(bindings)).toThrow(sentence);
});

it("memory is no hot state on the edge, nor is Redis over TCP", () => {
	const { UPSTASH_REDIS_REST_URL: _, UPSTASH_REDIS_REST_TOKEN: __, ...without } = GOOD;
	expect(() => readBindings(without)).toThrow(/UPSTASH_REDIS_REST_URL/);
	expect(() => readBindings({ ...without, REDIS_URL: "redis://h" })).toThrow(/UPSTASH_REDIS_REST_URL/);
});
