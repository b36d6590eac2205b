import { LOG_LEVELS, type LogFields, type LogLevel, type LogRecord } from "./log-record.ts";
import { toLoggable } from "./to-loggable.ts";
import { writeHuman } from "./write-human.ts";

/** One event per line. `event` is a fixed sentence or name; what varies goes into `fields`, where it is redacted. */
export interface Logger {
	debug(event: string, fields?: LogFields): void;
	info(event: string, fields?: LogFields): void;
	warn(event: string, fields?: LogFields): void;
	error(event: string, fields?: LogFields): void;
	/** A logger whose every event has these fields too. */
	with(fields: LogFields): Logger;
}

export interface LoggerOptions {
	/** Events below it are dropped before anything is computed. */
	readonly level: LogLevel;
	/** Takes one line, its newline included. */
	readonly write: (line: string) => void;
	/** Unix milliseconds. */
	readonly now: () => number;
	/** For people at a terminal; else JSON. */
	readonly human: boolean;
}

/** Makes the process's logger. Logging never throws for what it is given: an unreadable field is named as such. */
export function createLogger(options: LoggerOptions, fixed: LogFields = {}): Logger {
	const lowest = LOG_LEVELS.indexOf(options.level);
	const render = options.human ? writeHuman : writeJson;
	const log = (level: LogLevel) => {
		if (LOG_LEVELS.indexOf(level) < lowest) return () => {};
		return (event: string, fields: LogFields = {}) => {
			const time = new Date(options.now()).toISOString();
			options.write(`${render({ time, level, event, fields: readFields({ ...fixed, ...fields }) })}\n`);
		};
	};
	return {
		debug: log("debug"),
		info: log("info"),
		warn: log("warn"),
		error: log("error"),
		with: (fields) => createLogger(options, { ...fixed, ...fields }),
	};
}

/** A field with a getter that throws must not turn the report of a failure into another failure. */
function readFields(fields: LogFields): LogFields {
	try {
		return { ...(toLoggable(fields) as LogFields) };
	} catch {
		return { fields: "[unreadable]" };
	}
}

function writeJson({ time, level, event, fields }: LogRecord): string {
	const head = { time, level, event };
	// Twice: first for the order in the line, last because a field may not forge them.
	return JSON.stringify({ ...head, ...fields, ...head });
}
