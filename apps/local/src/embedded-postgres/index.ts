export { type BorrowedPostgres, borrowEmbeddedPostgres } from "./borrow-embedded-postgres.ts";
export { EmbeddedPostgresError, type EmbeddedPostgresProblem } from "./embedded-postgres-error.ts";
export { freePort } from "./free-port.ts";
export {
	type EmbeddedPostgres,
	type EmbeddedPostgresOptions,
	startEmbeddedPostgres,
} from "./start-embedded-postgres.ts";
export { stopAbandonedPostgres } from "./stop-abandoned-postgres.ts";
export type { ServerEvent } from "./supervise.ts";
