import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import type { Database } from "../connect.ts";
import { appUser, userIdentity, userSession, userVerification } from "../schema/users.ts";

/** The tables better-auth writes, by its own names for them. */
export const AUTH_TABLES = {
	user: appUser,
	session: userSession,
	account: userIdentity,
	verification: userVerification,
} as const;

/**
 * Our pool as better-auth's Drizzle adapter wants it. Drizzle writes type parsers of its own into the pool it is given,
 * and everybody else's instants would become text: so it is given a view with options of its own, which nothing reads.
 */
export function authDatabase(sql: Database) {
	const { parsers, serializers } = sql.options;
	const options = { ...sql.options, parsers: { ...parsers }, serializers: { ...serializers } };
	const view = new Proxy(sql, {
		get: (target, name) => (name === "options" ? options : Reflect.get(target, name)),
	});
	return drizzle(view as unknown as postgres.Sql, { schema: AUTH_TABLES });
}
