import postgres from "postgres";
import { teachArrays } from "./array-types.ts";
import { surviveLostConnections, type Work } from "./survive-lost-connections.ts";

export interface ConnectOptions {
	/** Most connections held at once. */
	readonly connections?: number;
	/** Shown in pg_stat_activity. */
	readonly applicationName?: string;
	readonly onNotice?: (message: string) => void;
}

const TYPES = {
	/** int8 is money and counts here: always bigint, in both directions. */
	bigint: postgres.BigInt,
};

/** A connection pool whose int8 columns are bigint. */
export type Database = ReturnType<typeof connect>;

/** One transaction of a pool. */
export type Transaction = postgres.TransactionSql<{ bigint: bigint }>;

/** What runs statements: the pool, or one transaction of it. */
export type Queries = Database | Transaction;

/** A part of a statement, with its values. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

/**
 * Opens a pool. Nothing is sent until the first query; a server that is down shows there.
 *
 * @param url `postgres://user:password@host:port/database`
 */
export function connect(url: string, options: ConnectOptions = {}) {
	const sql = postgres(url, {
		types: TYPES,
		max: options.connections ?? 10,
		connect_timeout: 5,
		idle_timeout: 0,
		fetch_types: false,
		backoff: (attempt) => Math.min(0.05 * 2 ** attempt, 1),
		connection: { application_name: options.applicationName ?? "turnpike", timezone: "UTC" },
		onnotice: (notice) => options.onNotice?.(notice.message ?? ""),
	});
	teachArrays(sql.options);
	const begin = surviveLostConnections(sql.begin.bind(sql));
	// Both ways of calling it: with options in front of the work, and without.
	sql.begin = ((...args: readonly [string, Work] | readonly [Work]) =>
		args.length === 1 ? begin("", args[0]) : begin(...args)) as typeof sql.begin;
	return sql;
}
