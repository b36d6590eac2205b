import type { Database } from "../connect.ts";

/** A mail somebody is about to deliver. */
export interface ClaimedMail {
	readonly id: string;
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	readonly html: string;
	/** How often it was tried before. */
	readonly attempts: number;
}

/**
 * Takes mails that are due, the longest waiting first; nobody else gets them for `leaseMs`. A worker that dies with them
 * leaves them to be tried again then, so a mail may be delivered twice, but is never lost.
 */
export async function claimMail(sql: Database, limit: number, leaseMs: number): Promise<ClaimedMail[]> {
	// The column is rounded to the millisecond, up too: what was written a moment ago is due.
	return sql<ClaimedMail[]>`
		update mail_outbox m set due_at = clock_timestamp() + ${leaseMs} * interval '1 ms'
		from (select id from mail_outbox
			where due_at <= clock_timestamp() + interval '1 ms' and sent_at is null and parked_reason is null
			order by due_at limit ${limit} for update skip locked) due
		where m.id = due.id
		returning m.id::text as id, m.recipient as "to", m.subject, m.text, m.html, m.attempts`;
}
