import { mayAssign, permissionsOfRole, ROLES, type Role } from "@turnpike/accounts";
import { recordAct } from "../accounts/record-act.ts";
import type { Queries, Transaction } from "../connect.ts";
import { withdrawInvitations } from "./invitation-store.ts";

export interface MemberRecord {
	readonly id: string;
	readonly userId: string;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	/** Unix milliseconds. */
	readonly createdAt: number;
}

interface MemberRow {
	readonly id: string;
	readonly user_id: string;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly created_at: Date;
}

/** The only owner of an organisation cannot leave or become something else. */
export class LastOwner extends Error {
	override readonly name = "LastOwner";
}

/** An organisation's members, the first first. */
export async function listMembers(tx: Queries, organisationId: string): Promise<MemberRecord[]> {
	const rows = await tx<MemberRow[]>`${selectMembers(tx)} where m.organisation_id = ${organisationId}
		order by m.created_at, m.id`;
	return rows.map(readMember);
}

/** A member of this organisation, locked until the transaction ends; undefined for another's as for none. */
export async function lockMember(
	tx: Transaction,
	organisationId: string,
	memberId: string,
): Promise<MemberRecord | undefined> {
	const [row] = await tx<MemberRow[]>`${selectMembers(tx)}
		where m.organisation_id = ${organisationId} and m.id = ${memberId} for update of m`;
	return row && readMember(row);
}

/**
 * Gives a locked member another role. Keys they may no longer hold are switched off by it, and invitations they could no
 * longer send are cancelled. @throws LastOwner
 */
export async function changeRole(
	tx: Transaction,
	organisationId: string,
	member: MemberRecord,
	role: Role,
	actor: string,
): Promise<void> {
	const before = await countKeys(tx, member);
	await keepingAnOwner(
		tx`update member set role = ${role} where id = ${member.id} and organisation_id = ${organisationId}`,
	);
	const keys_switched_off = before - (await countKeys(tx, member));
	await withdrawInvitations(tx, organisationId, member.userId, rolesBeyond(role), actor);
	const detail = { user: member.userId, from: member.role, to: role, keys_switched_off };
	await recordAct(tx, { organisationId, actor, action: "member.change_role", target: member.id, detail });
}

/** Ends a locked member's membership; their keys are switched off by it. @throws LastOwner */
export async function removeMember(
	tx: Transaction,
	organisationId: string,
	member: MemberRecord,
	actor: string,
): Promise<void> {
	const keys_switched_off = await countKeys(tx, member);
	await keepingAnOwner(tx`delete from member where id = ${member.id} and organisation_id = ${organisationId}`);
	await withdrawInvitations(tx, organisationId, member.userId, ROLES, actor);
	const detail = { user: member.userId, role: member.role, keys_switched_off };
	await recordAct(tx, { organisationId, actor, action: "member.remove", target: member.id, detail });
}

/** As what somebody of this role invites nobody. */
function rolesBeyond(role: Role): readonly Role[] {
	if (!permissionsOfRole(role).has("members:write")) return ROLES;
	return ROLES.filter((invited) => !mayAssign(role, undefined, invited));
}

/** Keys of a member that can be used. */
async function countKeys(tx: Transaction, { id }: MemberRecord): Promise<number> {
	const [row] = await tx<{ count: number }[]>`select count(*)::int4 as count from api_key
		where member_id = ${id} and revoked_at is null and not disabled`;
	return row?.count ?? 0;
}

async function keepingAnOwner(change: PromiseLike<unknown>): Promise<void> {
	try {
		await change;
	} catch (error) {
		const last = error instanceof Error && "constraint_name" in error && error.constraint_name === "member_last_owner";
		throw last ? new LastOwner("the only owner stays", { cause: error }) : error;
	}
}

function selectMembers(tx: Queries) {
	return tx`select m.id, m.user_id, u.name, u.email, m.role, m.created_at from member m join app_user u on u.id = m.user_id`;
}

function readMember(row: MemberRow): MemberRecord {
	const { id, name, email, role } = row;
	return { id, userId: row.user_id, name, email, role, createdAt: row.created_at.getTime() };
}
