import type { LogLevel, LogRecord } from "./log-record.ts";

const COLOURS: Readonly<Record<LogLevel, string>> = {
	debug: "\u001b[2m",
	info: "\u001b[36m",
	warn: "\u001b[33m",
	error: "\u001b[31m",
};
const PLAIN = "\u001b[0m";

/** A log line for a person at a terminal: the time of day, the level in colour, the event, then its fields. */
export function writeHuman({ time, level, event, fields }: LogRecord): string {
	const head = `${time.slice(11, 23)} ${COLOURS[level]}${level.padEnd(5)}${PLAIN} ${event}`;
	const tail = Object.entries(fields).map(([name, value]) => `${name}=${valueText(value)}`);
	return [head, ...tail].join(" ");
}

function valueText(value: unknown): string {
	if (typeof value === "string" && /^[^\s"=]+$/.test(value)) return value;
	return JSON.stringify(value) ?? "undefined";
}
