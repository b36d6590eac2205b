import { ConfigError } from "@turnpike/config";
import { redactText } from "@turnpike/telemetry";
import { EmbeddedPostgresError } from "../embedded-postgres/index.ts";
import { CommandFailed } from "./failures.ts";

/** Errors whose message was written for the person who reads it. */
const SPOKEN = [CommandFailed, ConfigError, EmbeddedPostgresError] as const;

/** What an operator is told of an error; never a secret, and never a stack where a sentence says it all. */
export function sentenceOf(error: unknown): string {
	if (!(error instanceof Error)) return redactText(String(error));
	if (SPOKEN.some((kind) => error instanceof kind)) return redactText(error.message);
	const database = databaseTrouble(error);
	if (database !== undefined) return redactText(database);
	return redactText(error.stack ?? error.message);
}

const NOT_THERE = new Set(["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "ECONNRESET", "EHOSTUNREACH", "EAI_AGAIN"]);

/** What is wrong between us and the database, or undefined when something else is. */
export function databaseTrouble(error: unknown): string | undefined {
	if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
	if (NOT_THERE.has(error.code) || /^CONNECT/.test(error.code)) {
		return `The database does not answer (${error.message}): check DATABASE_URL, and that the server runs.`;
	}
	// SQLSTATE classes 28 and 3D: who may come in, and whether the database exists.
	if (/^(?:28|3D)/.test(error.code)) return `The database refused us: ${error.message}. Check DATABASE_URL.`;
	return error.name === "PostgresError" ? `The database said: ${error.message} (${error.code}).` : undefined;
}
