import type postgres from "postgres";
import type { Database } from "./connect.ts";
import { inTime, isSilence } from "./in-time.ts";
import { isTransient } from "./transient.ts";

/** Before each further try: a connection that broke is replaced by then, and that the database is away is told soon. */
const PAUSES_MS = [20, 100, 300];
/** Longer than the database takes on the busiest machine. A connection whose other end is gone may never say so. */
const MOST_SILENT_MS = 10_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks what may be asked twice: again where the connection broke under it, so that a connection's end is no caller's.
 * Nobody waits for ever for an answer. @throws what the last try threw.
 */
export async function askAgain<T>(ask: () => PromiseLike<T>): Promise<T> {
	for (const pause of PAUSES_MS) {
		try {
			return await inTime(Promise.resolve(ask()), MOST_SILENT_MS);
		} catch (error) {
			if (!isTransient(error) || isSilence(error)) throw error;
			await sleep(pause);
		}
	}
	return inTime(Promise.resolve(ask()), MOST_SILENT_MS);
}

type Parameter = postgres.ParameterOrFragment<bigint>;

/** The pool, for statements that may be sent twice: a tag like its own, each statement by `askAgain`. */
export function askingAgain(sql: Database) {
	return <Rows extends readonly (object | undefined)[] = postgres.Row[]>(
		strings: TemplateStringsArray,
		...values: readonly Parameter[]
	): Promise<postgres.RowList<Rows>> => askAgain(() => sql<Rows>(strings, ...values));
}
