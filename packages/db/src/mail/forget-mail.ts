import type { Database } from "../connect.ts";

/** Forgets delivered mails; their keys must be remembered for as long as somebody may tell the same again. */
export async function forgetMail(sql: Database, olderThanDays: number): Promise<number> {
	const forgotten = await sql`delete from mail_outbox
		where sent_at < clock_timestamp() - ${olderThanDays} * interval '1 day'`;
	return forgotten.count;
}
