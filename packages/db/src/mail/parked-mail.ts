import type { Database } from "../connect.ts";

/** A mail that waits for a person. */
export interface ParkedMail {
	readonly id: string;
	readonly to: string;
	readonly subject: string;
	readonly reason: string;
	readonly attempts: number;
	/** Unix milliseconds. */
	readonly createdAt: number;
}

interface ParkedRow extends Omit<ParkedMail, "createdAt"> {
	readonly created_at: Date;
}

/** Mails that could not be delivered, the oldest first. */
export async function listParkedMail(sql: Database): Promise<ParkedMail[]> {
	const rows = await sql<
		ParkedRow[]
	>`select id::text as id, recipient as "to", subject, parked_reason as reason, attempts,
		created_at from mail_outbox where parked_reason is not null and sent_at is null order by mail_outbox.id`;
	return rows.map(({ created_at, ...mail }) => ({ ...mail, createdAt: created_at.getTime() }));
}

/** Lets parked mails be tried again. @returns how many. */
export async function retryParkedMail(sql: Database): Promise<number> {
	const retried = await sql`update mail_outbox set parked_reason = null, attempts = 0, due_at = clock_timestamp()
		where parked_reason is not null and sent_at is null`;
	return retried.count;
}
