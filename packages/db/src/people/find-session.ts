import type { Role } from "@turnpike/accounts";
import type { Database, Queries } from "../connect.ts";

/** A session as it is stored now, with the membership it acts in. */
export interface StoredSession {
	readonly id: string;
	readonly userId: string;
	readonly email: string;
	readonly name: string;
	/** The active organisation's, or the oldest; undefined: the user belongs to none. */
	readonly membership: { readonly memberId: string; readonly organisationId: string; readonly role: Role } | undefined;
	/** Unix milliseconds. */
	readonly expiresAt: number;
}

interface SessionRow {
	readonly id: string;
	readonly user_id: string;
	readonly email: string;
	readonly name: string;
	readonly member_id: string | null;
	readonly organisation_id: string | null;
	readonly role: Role | null;
	readonly expires_at: Date;
}

/** The live session a cookie's token names. */
export async function findSessionByToken(sql: Database, token: string): Promise<StoredSession | undefined> {
	const [row] = await sql<SessionRow[]>`${selectSessions(sql)} where s.token = ${token} and s.expires_at > now()`;
	return row && readSession(row);
}

/** The live session of this id (`ses_…`). */
export async function findSessionById(sql: Database, id: string): Promise<StoredSession | undefined> {
	const [row] = await sql<SessionRow[]>`${selectSessions(sql)} where s.id = ${id} and s.expires_at > now()`;
	return row && readSession(row);
}

function selectSessions(sql: Queries) {
	return sql`select s.id, s.user_id, u.email, u.name, s.expires_at, m.id as member_id, m.organisation_id, m.role
		from user_session s join app_user u on u.id = s.user_id
		left join lateral (select * from member where member.user_id = s.user_id
			order by member.organisation_id = s.active_organisation_id desc nulls last, created_at, id limit 1) m on true`;
}

function readSession(row: SessionRow): StoredSession {
	const { id, email, name, member_id: memberId, organisation_id: organisationId, role } = row;
	return {
		id,
		userId: row.user_id,
		email,
		name,
		membership: memberId && organisationId && role ? { memberId, organisationId, role } : undefined,
		expiresAt: row.expires_at.getTime(),
	};
}
