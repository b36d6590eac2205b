import type { Config } from "@turnpike/config";
import { type Database, listOutbox } from "@turnpike/db";
import type { Outbox } from "./outbox.ts";

/** Mails that are not delivered can be read, but never in production. */
export function outboxOf({ production, smtp }: Pick<Config, "production" | "smtp">, sql: Database): Outbox | undefined {
	return production || smtp ? undefined : { list: (limit, to) => listOutbox(sql, limit, to) };
}
