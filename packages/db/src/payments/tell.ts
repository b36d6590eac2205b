import type { Notice } from "@turnpike/payments";
import type { Queries } from "../connect.ts";
import { enqueueMail, type NewMail } from "../mail/enqueue-mail.ts";

/** Puts a notice into words. */
export type WriteNotice = (notice: Notice) => Pick<NewMail, "subject" | "text" | "html">;

/**
 * Tells an organisation something by mail, in the transaction of what is told.
 *
 * @param once what it is about: the same is not told again.
 */
export async function tell(
	tx: Queries,
	organisationId: string,
	once: string,
	notice: Notice,
	write: WriteNotice,
): Promise<void> {
	const letter = write(notice);
	for (const email of await whoSeesToMoney(tx, organisationId)) {
		await enqueueMail(tx, { dedupeKey: `${notice.kind}:${once}:${email}`, to: email, ...letter });
	}
}

/** The organisation's own address, and its owners and those who see to its bills, where their addresses are confirmed. */
async function whoSeesToMoney(tx: Queries, organisationId: string): Promise<readonly string[]> {
	const rows = await tx<{ email: string }[]>`select lower(email) as email from organisation
			where id = ${organisationId} and email is not null
		union select u.email from member m join app_user u on u.id = m.user_id
			where m.organisation_id = ${organisationId} and m.role in ('owner', 'billing') and u.email_verified order by 1`;
	return rows.map(({ email }) => email);
}
