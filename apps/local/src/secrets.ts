import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Config, ConfigError, type Pepper } from "@turnpike/config";

/** Where a generated pepper is kept. */
const PEPPER_FILE = "key-pepper";

/**
 * The pepper keys are hashed under: the configured one, or one generated into the data directory and found there again
 * by every later start and by the operator CLI.
 *
 * @throws ConfigError when production has none.
 */
export async function keyPeppers(config: Config): Promise<readonly Pepper[]> {
	if (config.keyPepper) return config.keyPepper;
	if (config.production) throw new ConfigError("KEY_PEPPER is required in production.");
	return [{ version: 1, secret: await generatedSecret(config.dataDir, PEPPER_FILE) }];
}

/** Reads a secret file, or makes it; two processes that start together end up with the same one. */
async function generatedSecret(dataDir: string, name: string): Promise<string> {
	const path = join(dataDir, name);
	await mkdir(dataDir, { recursive: true });
	try {
		await writeFile(path, `${randomBytes(32).toString("base64url")}\n`, { flag: "wx", mode: 0o600 });
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
	}
	const secret = (await readFile(path, "utf8")).trim();
	if (secret.length < 16)
		throw new ConfigError(`${path} does not hold a secret; restore it, or delete it to void all keys.`);
	return secret;
}
