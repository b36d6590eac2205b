import { createLogger, type Logger } from "@turnpike/telemetry";

/** The platform keeps what is written to the console, a line an event. */
export function workerLog(): Logger {
	return createLogger({
		level: "info",
		write: (line) => console.log(line.trimEnd()),
		now: () => Date.now(),
		human: false,
	});
}
