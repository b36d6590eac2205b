import { type Config, ConfigError } from "@turnpike/config";
import { broken, type Check, ok, warning } from "./check.ts";

const NAME = "configuration";

/** Reads the configuration; the others have nothing to look at without it. */
export function checkConfiguration(read: () => Config): { readonly check: Check; readonly config: Config | undefined } {
	try {
		const config = read();
		return { check: judge(config), config };
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		return { check: broken(NAME, error.message, "Correct the variable and try again."), config: undefined };
	}
}

function judge(config: Config): Check {
	const mode = config.production ? "production" : "development";
	const said = `${mode}, ROLE=${config.role}, PORT=${config.port}, DATA_DIR=${config.dataDir}`;
	if (config.production && !config.publicUrl.startsWith("https:")) {
		return warning(
			NAME,
			`${said}; PUBLIC_URL is ${config.publicUrl}`,
			"Set PUBLIC_URL to the https address people use.",
		);
	}
	return ok(NAME, said);
}
