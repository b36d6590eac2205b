import type { Queries } from "../connect.ts";

/** The organisation's own address, and its owners and those who see to its bills, where their addresses are confirmed. */
export async function whoSeesToMoney(tx: Queries, organisationId: string): Promise<readonly string[]> {
	const rows = await tx<{ email: string }[]>`select lower(email) as email from organisation
			where id = ${organisationId} and email is not null
		union select u.email from member m join app_user u on u.id = m.user_id
			where m.organisation_id = ${organisationId} and m.role in ('owner', 'billing') and u.email_verified order by 1`;
	return rows.map(({ email }) => email);
}
