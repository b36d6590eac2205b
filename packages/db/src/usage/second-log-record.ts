import type { UsageEvent } from "@turnpike/ledger";

/** What a record of the second log may be. */
export const RECORD_KINDS = ["final", "checkpoint", "withdrawal"] as const;

/** A record that the second log took while this database was away. */
export interface ReadableRecord {
	readonly kind: (typeof RECORD_KINDS)[number];
	/** Its id in that log. */
	readonly source: string;
	readonly event: UsageEvent;
}

/** One that is not understood, or that the book refuses: kept as it is, to be tried again once the cause is mended. */
export interface UnreadableRecord {
	readonly kind: "unreadable";
	readonly source: string;
	/** The kind it says it is; undefined: none. */
	readonly said: string | undefined;
	readonly payload: string;
	readonly reason: string;
}

export type SecondLogRecord = ReadableRecord | UnreadableRecord;
