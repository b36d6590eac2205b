import { randomUUID } from "node:crypto";
import type { Role } from "@turnpike/accounts";
import type { Database } from "../connect.ts";
import { ensureHome } from "./ensure-home.ts";
import { insertMember } from "./insert-member.ts";

export interface TestUser {
	readonly userId: string;
	readonly email: string;
	readonly organisationId: string;
	readonly projectId: string;
	readonly accountId: string;
	readonly memberId: string;
}

/** A user with a home of their own, as a sign-up makes them. */
export async function signUp(sql: Database, name = "Ada"): Promise<TestUser> {
	const id = randomUUID();
	const user = {
		userId: `usr_${id}`,
		email: `${id}@example.com`,
		organisationId: `org_${id}`,
		projectId: `prj_${id}`,
		accountId: `acc_${id}`,
		memberId: `mem_${id}`,
	};
	await sql`insert into app_user (id, name, email, email_verified) values (${user.userId}, ${name}, ${user.email}, true)`;
	const { userId, memberId, projectId, accountId, email } = user;
	const organisation = { id: user.organisationId, projectId, accountId, name: `${name}'s`, email };
	await ensureHome(sql, { userId, memberId, organisation });
	return user;
}

/** Makes a user a member of somebody's organisation. @returns the member's id. */
export async function join(sql: Database, user: TestUser, organisationId: string, role: Role): Promise<string> {
	const id = `mem_${randomUUID()}`;
	await insertMember(sql, { id, organisationId, userId: user.userId, role }, "test");
	return id;
}

/** A session of a user. @returns its token. */
export async function openSession(sql: Database, { userId }: TestUser, activeOrganisationId?: string): Promise<string> {
	const token = randomUUID();
	await sql`insert into user_session (id, token, user_id, active_organisation_id, expires_at)
		values (${`ses_${token}`}, ${token}, ${userId}, ${activeOrganisationId ?? null}, now() + interval '1 day')`;
	return token;
}
