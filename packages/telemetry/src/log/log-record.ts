export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type LogFields = Readonly<Record<string, unknown>>;

/** One event, ready to be written. */
export interface LogRecord {
	/** ISO 8601, UTC. */
	readonly time: string;
	readonly level: LogLevel;
	readonly event: string;
	/** Already redacted. */
	readonly fields: LogFields;
}
