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

/** A text with U+0000 or half of a surrogate pair, as text or in JSON; a value that is not of its type. */
const UNSTORABLE = new Set(["22021", "22P05", "22P02"]);

/** Whether the database cannot take what was asked, by its characters: nothing with them is there, nor will be. */
export function isUnstorable(error: unknown): boolean {
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		if (UNSTORABLE.has(codeOf(cause) ?? "")) return true;
	}
	return false;
}

function codeOf(error: unknown): string | undefined {
	return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function inClasses(code: string, classes: readonly string[]): boolean {
	return code.length === 5 && classes.includes(code.slice(0, 2));
}
