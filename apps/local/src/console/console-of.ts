import type { Config } from "@turnpike/config";
import type { Logger } from "@turnpike/telemetry";
import { consoleTools, type OpenConsole, openConsole } from "./open-console.ts";

/** The console of this process, if it serves one: opened, and what comes of it said when it is known. */
export function consoleOf(config: Config, log: Logger): OpenConsole | undefined {
	if (config.console === "off" || config.role === "billing") return undefined;
	const onBuild = (why: "missing" | "older") =>
		log.info(
			`building the console, which is ${why === "missing" ? "not built yet" : "older than its sources"}: a few seconds`,
		);
	const opened = openConsole(config.console, { ...consoleTools, onBuild });
	void opened.outcome.then((result) => {
		if (result.state === "failed") {
			const served = result.olderServed ? "the one built before is served" : "the API serves without it";
			log.warn(`the console could not be built; ${served}`, { reason: result.reason });
		} else if (result.builtMs !== undefined) {
			log.info(`the console is built (${(result.builtMs / 1_000).toFixed(1)} s)`);
		}
	});
	return opened;
}
