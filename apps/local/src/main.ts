import { ConfigError } from "@turnpike/config";
import { createLogger, type Logger } from "@turnpike/telemetry";
import { EmbeddedPostgresError } from "./embedded-postgres/index.ts";
import { configFromEnvironment } from "./env.ts";
import { greet } from "./greet.ts";
import { type Running, run } from "./run.ts";
import { explainPortTaken } from "./who-listens.ts";

/** Starts Turnpike in this process and stops it in order when asked to. */
async function main(): Promise<void> {
	const config = configFromEnvironment();
	const log = createLogger({
		level: "info",
		write: (line) => process.stderr.write(line),
		now: () => Date.now(),
		human: process.stderr.isTTY === true && !config.production,
	});
	const running = await run(config, log).catch(async (error) => {
		if (isPortTaken(error)) throw new ConfigError(await explainPortTaken(config.port, config.host));
		throw error;
	});
	const isStopping = stopOnSignal(running, log);
	try {
		await greet(config, running);
	} catch (error) {
		// It serves already; a signal, or a database that is away for a moment, is no reason to end it.
		if (!isStopping()) log.warn("the greeting could not be said", { error });
	}
}

/** The first signal starts the drain; more of them do not shorten it. @returns whether one has come. */
function stopOnSignal(running: Running, log: Logger): () => boolean {
	let stopping = false;
	const stop = async () => {
		if (stopping) return;
		stopping = true;
		log.info("stopping: answers under way are finished first");
		try {
			await running.stop();
			process.exit(0);
		} catch (error) {
			log.error("the stop did not go through", { error });
			process.exit(1);
		}
	};
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
	return () => stopping;
}

function isPortTaken(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

try {
	await main();
} catch (error) {
	const sentence = error instanceof ConfigError || error instanceof EmbeddedPostgresError;
	process.stderr.write(
		`${sentence ? error.message : error instanceof Error ? (error.stack ?? error.message) : error}\n`,
	);
	process.exit(1);
}
