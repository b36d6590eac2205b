import type { Database } from "../connect.ts";

/** Removes sessions and verifications that ended a while ago: they let nobody in any more. */
export async function forgetExpired(sql: Database): Promise<void> {
	await sql`delete from user_session where expires_at < now() - interval '1 day'`;
	await sql`delete from user_verification where expires_at < now() - interval '1 day'`;
}
