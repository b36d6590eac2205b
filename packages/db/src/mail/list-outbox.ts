import type { Database } from "../connect.ts";

export interface OutboxMail {
	readonly id: string;
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	readonly html: string;
	/** Unix milliseconds. */
	readonly createdAt: number;
}

interface OutboxRow extends Omit<OutboxMail, "createdAt"> {
	readonly created_at: Date;
}

/** Mails that were not delivered, the newest first. @param to only those to this address. */
export async function listOutbox(sql: Database, limit: number, to?: string): Promise<OutboxMail[]> {
	const rows = await sql<OutboxRow[]>`select id::text as id, recipient as "to", subject, text, html, created_at
		from mail_outbox where sent_at is null and (${to ?? null}::text is null or recipient = ${to ?? null})
		order by mail_outbox.id desc limit ${limit}`;
	return rows.map(({ created_at, ...mail }) => ({ ...mail, createdAt: created_at.getTime() }));
}
