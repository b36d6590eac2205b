import { resolve } from "node:path";
import { type Config, readConfig } from "@turnpike/config";
import { VENDORS } from "@turnpike/providers";

/** What this process was told by its environment. @throws ConfigError naming the variable that is wrong. */
export function configFromEnvironment(): Config {
	const config = readConfig(
		process.env,
		VENDORS.map((vendor) => vendor.slug),
	);
	return { ...config, dataDir: resolve(config.dataDir) };
}
