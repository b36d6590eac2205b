import type { Role } from "@turnpike/accounts";
import type { Database, Queries } from "../connect.ts";

export interface MembershipRecord {
	readonly organisationId: string;
	readonly name: string;
	readonly role: Role;
}

/** The organisations a user belongs to, the oldest membership first. */
export async function organisationsOf(sql: Database, userId: string): Promise<MembershipRecord[]> {
	return sql<MembershipRecord[]>`select o.id as "organisationId", o.name, m.role
		from member m join organisation o on o.id = m.organisation_id where m.user_id = ${userId} order by m.created_at, m.id`;
}

/** Lets a session act in an organisation its user belongs to. @returns false when they do not. */
export async function switchOrganisation(sql: Queries, sessionId: string, organisationId: string): Promise<boolean> {
	const switched = await sql`update user_session s set active_organisation_id = ${organisationId}
		where s.id = ${sessionId} and exists (select 1 from member m
			where m.user_id = s.user_id and m.organisation_id = ${organisationId})`;
	return switched.count === 1;
}
