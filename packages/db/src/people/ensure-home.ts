import { insertOrganisation, type NewOrganisation } from "../accounts/organisation-store.ts";
import type { Database } from "../connect.ts";
import { insertMember } from "./insert-member.ts";

export interface NewHome {
	readonly userId: string;
	readonly memberId: string;
	readonly organisation: NewOrganisation;
}

/**
 * Sees to it that a user belongs to an organisation: one of their own, with a credit account and a default project, unless
 * they are a member of some already. May be asked any number of times, also at once.
 *
 * @returns whether one was made.
 */
export async function ensureHome(sql: Database, { userId, memberId, organisation }: NewHome): Promise<boolean> {
	return sql.begin(async (tx) => {
		const [user] = await tx`select id from app_user where id = ${userId} for update`;
		if (!user) return false;
		const [member] = await tx`select 1 from member where user_id = ${userId} limit 1`;
		if (member) return false;
		const actor = `user:${userId}`;
		await insertOrganisation(tx, organisation, actor);
		await insertMember(tx, { id: memberId, organisationId: organisation.id, userId, role: "owner" }, actor);
		return true;
	});
}
