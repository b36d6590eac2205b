import type { Database } from "../connect.ts";

/** What came of an attempt to deliver. */
export type MailOutcome =
	| { readonly kind: "sent" }
	/** Tried again after a while; `counts` when the attempt was this mail's own, and not the server's being away. */
	| { readonly kind: "later"; readonly trouble: string; readonly afterMs: number; readonly counts: boolean }
	/** Never tried again by itself. */
	| { readonly kind: "parked"; readonly reason: string };

/** Writes what came of a claimed mail. */
export async function settleMail(sql: Database, id: string, outcome: MailOutcome): Promise<void> {
	switch (outcome.kind) {
		case "sent":
			await sql`update mail_outbox set sent_at = clock_timestamp(), attempts = attempts + 1, text = '', html = '',
				last_trouble = null where id = ${id}`;
			return;
		case "later":
			await sql`update mail_outbox set due_at = clock_timestamp() + ${outcome.afterMs} * interval '1 ms',
				attempts = attempts + ${outcome.counts ? 1 : 0}, last_trouble = ${outcome.trouble} where id = ${id} and sent_at is null`;
			return;
		case "parked":
			await sql`update mail_outbox set parked_reason = ${outcome.reason}, last_trouble = ${outcome.reason},
				attempts = attempts + 1 where id = ${id} and sent_at is null`;
	}
}
