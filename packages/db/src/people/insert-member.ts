import type { Role } from "@turnpike/accounts";
import { recordAct } from "../accounts/record-act.ts";
import type { Queries } from "../connect.ts";

export interface NewMember {
	readonly id: string;
	readonly organisationId: string;
	readonly userId: string;
	readonly role: Role;
}

/** Makes a user a member. @returns false when they are one already. */
export async function insertMember(tx: Queries, member: NewMember, actor: string): Promise<boolean> {
	const { id, organisationId, userId, role } = member;
	const stored = await tx`insert into member (id, organisation_id, user_id, role)
		values (${id}, ${organisationId}, ${userId}, ${role}) on conflict (organisation_id, user_id) do nothing`;
	if (stored.count === 0) return false;
	await recordAct(tx, { organisationId, actor, action: "member.add", target: id, detail: { user: userId, role } });
	return true;
}
