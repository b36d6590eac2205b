import type { Queries } from "../connect.ts";

/** What a mail says. */
export interface MailContent {
	readonly subject: string;
	readonly text: string;
	readonly html: string;
}

export interface NewMail extends MailContent {
	/** What this mail tells, once for good: `verify:usr_…:<token's hash>`, `budget:bud_…:<window>:80`. */
	readonly dedupeKey: string;
	/** One address. */
	readonly to: string;
}

/**
 * Puts a mail into the outbox, in the transaction of what it tells: both are there, or neither.
 *
 * @returns false when a mail with this key is there already.
 */
export async function enqueueMail(tx: Queries, mail: NewMail): Promise<boolean> {
	const [row] = await tx<{ stored: boolean }[]>`
		select enqueue_mail(${mail.dedupeKey}, ${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html}) as stored`;
	return row?.stored === true;
}
