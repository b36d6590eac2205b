import type { Database } from "../connect.ts";

/**
 * Lets a session that is in use go on: at most once a day its end moves on.
 *
 * @returns whether it did, so that its cookie may be given for longer, too.
 */
export async function extendSession(sql: Database, sessionId: string, seconds: number): Promise<boolean> {
	const extended = await sql`update user_session
		set expires_at = now() + ${seconds} * interval '1 s', updated_at = now()
		where id = ${sessionId} and expires_at > now() and updated_at < now() - interval '1 day'`;
	return extended.count === 1;
}
