import type { Role } from "@turnpike/accounts";
import { recordAct } from "../accounts/record-act.ts";
import type { Queries, Transaction } from "../connect.ts";

export interface NewInvitation {
	readonly id: string;
	readonly organisationId: string;
	/** In lower case. */
	readonly email: string;
	readonly role: Role;
	/** SHA-256 of the link's secret. */
	readonly secretHash: Uint8Array;
	/** The user who invites. */
	readonly invitedBy: string;
	readonly expiresAt: Date;
}

export interface InvitationRecord {
	readonly id: string;
	readonly organisationId: string;
	readonly email: string;
	readonly role: Role;
	readonly invitedBy: string;
	readonly state: "pending" | "accepted" | "declined" | "cancelled";
	/** Unix milliseconds. */
	readonly expiresAt: number;
	readonly createdAt: number;
}

interface InvitationRow extends Omit<InvitationRecord, "expiresAt" | "createdAt"> {
	readonly expires_at: Date;
	readonly created_at: Date;
}

/** Stores an invitation; one that this address has already is cancelled by it. */
export async function createInvitation(tx: Transaction, invitation: NewInvitation, actor: string): Promise<void> {
	const { id, organisationId, email, role } = invitation;
	await tx`update invitation set state = 'cancelled', settled_at = clock_timestamp()
		where organisation_id = ${organisationId} and email = ${email} and state = 'pending'`;
	await tx`insert into invitation (id, organisation_id, email, role, secret_hash, invited_by, expires_at)
		values (${id}, ${organisationId}, ${email}, ${role}, ${Buffer.from(invitation.secretHash)}, ${invitation.invitedBy},
			${invitation.expiresAt})`;
	await recordAct(tx, { organisationId, actor, action: "invitation.create", target: id, detail: { email, role } });
}

/** An organisation's invitations that can still be accepted, the newest first. */
export async function listInvitations(tx: Queries, organisationId: string): Promise<InvitationRecord[]> {
	const rows = await tx<InvitationRow[]>`${selectInvitations(tx)} where organisation_id = ${organisationId}
		and state = 'pending' and expires_at > now() order by created_at desc, id desc`;
	return rows.map(readInvitation);
}

/** Cancels a pending invitation of this organisation. @returns false when it has none of that id. */
export async function cancelInvitation(
	tx: Transaction,
	organisationId: string,
	invitationId: string,
	actor: string,
): Promise<boolean> {
	const cancelled = await tx`update invitation set state = 'cancelled', settled_at = clock_timestamp()
		where organisation_id = ${organisationId} and id = ${invitationId} and state = 'pending'`;
	if (cancelled.count === 0) return false;
	await recordAct(tx, { organisationId, actor, action: "invitation.cancel", target: invitationId, detail: {} });
	return true;
}

/** Cancels what somebody sent who may not send it any more: it would let in whom they chose, after they were let go. */
export async function withdrawInvitations(
	tx: Transaction,
	organisationId: string,
	userId: string,
	roles: readonly Role[],
	actor: string,
): Promise<void> {
	const cancelled = await tx<{ id: string }[]>`
		update invitation set state = 'cancelled', settled_at = clock_timestamp()
		where organisation_id = ${organisationId} and invited_by = ${userId} and state = 'pending' and role = any(${[...roles]})
		returning id`;
	for (const { id: target } of cancelled) {
		await recordAct(tx, { organisationId, actor, action: "invitation.cancel", target, detail: { invited_by: userId } });
	}
}

/**
 * The invitation whose link holds this secret, to this address, if it can still be accepted; locked until the transaction
 * ends. Whoever has a link but not its mailbox is told what a stranger is: nothing.
 */
export async function lockInvitation(
	tx: Transaction,
	secretHash: Uint8Array,
	email: string,
): Promise<InvitationRecord | undefined> {
	const [row] = await tx<InvitationRow[]>`${selectInvitations(tx)} where secret_hash = ${Buffer.from(secretHash)}
		and email = ${email} and state = 'pending' and expires_at > now() for update`;
	return row && readInvitation(row);
}

/** Ends a locked invitation. */
export async function settleInvitation(
	tx: Transaction,
	{ id, organisationId }: InvitationRecord,
	state: "accepted" | "declined",
	actor: string,
): Promise<void> {
	await tx`update invitation set state = ${state}, settled_at = clock_timestamp() where id = ${id}`;
	const action = state === "accepted" ? "invitation.accept" : "invitation.decline";
	await recordAct(tx, { organisationId, actor, action, target: id, detail: {} });
}

function selectInvitations(tx: Queries) {
	return tx`select id, organisation_id as "organisationId", email, role, invited_by as "invitedBy", state, expires_at, created_at
		from invitation`;
}

function readInvitation({ expires_at, created_at, ...invitation }: InvitationRow): InvitationRecord {
	return { ...invitation, expiresAt: expires_at.getTime(), createdAt: created_at.getTime() };
}
