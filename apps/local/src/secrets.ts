import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Config, ConfigError, type Pepper, type VersionedSecret } from "@turnpike/config";

/** Where generated secrets are kept, by the variable that gives them otherwise. */
export const SECRET_FILES = {
	KEY_PEPPER: "key-pepper",
	AUTH_SECRET: "auth-secret",
	SECRETS_KEY: "secrets-key",
} as const;

/** What a secret's loss would void, for the sentence that says so. */
const VOIDED = { KEY_PEPPER: "all keys", AUTH_SECRET: "all sessions", SECRETS_KEY: "every sealed secret" } as const;

type SecretName = keyof typeof SECRET_FILES;

/**
 * The pepper keys are hashed under: the configured one, or one generated into the data directory and found there again
 * by every later start and by the operator CLI.
 *
 * @throws ConfigError when production has none.
 */
export async function keyPeppers(config: Config): Promise<readonly Pepper[]> {
	return config.keyPepper ?? [{ version: 1, secret: await generatedSecret(config, "KEY_PEPPER") }];
}

/** What the vault's keys are derived from, found as `keyPeppers` is. @throws ConfigError when production has none. */
export async function secretsKeys(config: Config): Promise<readonly VersionedSecret[]> {
	return config.secretsKeys ?? [{ version: 1, secret: await generatedSecret(config, "SECRETS_KEY") }];
}

/** What cookies of sessions are signed with, found as `keyPeppers` is. @throws ConfigError when production has none. */
export async function authSecret(config: Config): Promise<string> {
	return config.authSecret ?? generatedSecret(config, "AUTH_SECRET");
}

/** Reads a secret file, or makes it; two processes that start together end up with the same one. */
async function generatedSecret({ production, dataDir }: Config, name: SecretName): Promise<string> {
	if (production) throw new ConfigError(`${name} is required in production.`);
	const path = join(dataDir, SECRET_FILES[name]);
	await mkdir(dataDir, { recursive: true });
	try {
		await writeFile(path, `${randomBytes(32).toString("base64url")}\n`, { flag: "wx", mode: 0o600 });
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
	}
	const secret = (await readFile(path, "utf8")).trim();
	if (secret.length < 16)
		throw new ConfigError(`${path} does not hold a secret; restore it, or delete it to void ${VOIDED[name]}.`);
	return secret;
}
