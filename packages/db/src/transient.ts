/** Postgres error classes after which the same statement may succeed: connection, resources, operator intervention. */
const TRANSIENT_CLASSES = ["08", "53", "57", "40"];

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
]);

/** Whether the database was away or busy, rather than saying no to what was asked. */
export function isTransient(error: unknown): boolean {
	if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return false;
	return (
		CONNECTION_CODES.has(error.code) || (error.code.length === 5 && TRANSIENT_CLASSES.includes(error.code.slice(0, 2)))
	);
}
