/** Postgres error classes after which the same statement may succeed: connection, resources, operator intervention. */
const TRANSIENT_CLASSES = ["08", "53", "57", "40"];
/** A failover may leave us on a server that is not the primary yet, or any more. */
const READ_ONLY = "25006";
/** Classes of errors that are the data's own: a value that does not fit, a rule of the book that it breaks. */
const DATA_CLASSES = ["22", "23"];

const CONNECTION_CODES = new Set([
	"CONNECTION_CLOSED",
	"CONNECTION_ENDED",
	"CONNECTION_DESTROYED",
	"CONNECT_TIMEOUT",
	"COMMIT_TIMEOUT",
	"ECONNREFUSED",
	"ECONNRESET",
	"EPIPE",
	"ETIMEDOUT",
	"ENOENT",
	"ENOTFOUND",
	"EAI_AGAIN",
	"EHOSTUNREACH",
	"ENETUNREACH",
]);

/** Whether the database was away or busy, rather than saying no to what was asked. */
export function isTransient(error: unknown): boolean {
	const code = codeOf(error);
	if (code === undefined) return false;
	return CONNECTION_CODES.has(code) || code === READ_ONLY || inClasses(code, TRANSIENT_CLASSES);
}

/** Whether it was the data that failed, here or in the database: it would fail again, and other data would not. */
export function isPoison(error: unknown): boolean {
	const code = codeOf(error);
	return code === undefined ? error instanceof Error : inClasses(code, DATA_CLASSES);
}

function codeOf(error: unknown): string | undefined {
	return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function inClasses(code: string, classes: readonly string[]): boolean {
	return code.length === 5 && classes.includes(code.slice(0, 2));
}
