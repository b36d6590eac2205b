import type { KeyRecord, Role } from "@turnpike/accounts";
import type {
	ActRecord,
	InvitationRecord,
	KeyChanges,
	KeyPage,
	KeySpend,
	MemberRecord,
	MembershipRecord,
	NewHome,
	NewInvitation,
	NewKey,
	NewMail,
	OrganisationRecord,
	ProjectRecord,
} from "@turnpike/db";

/** A key with what is told of it beside. */
export interface KeyDetails {
	readonly key: KeyRecord;
	readonly spend: KeySpend;
	/** The user it belongs to; undefined: nobody, or nobody who is still a member. */
	readonly userId: string | undefined;
}

/** Looks at what is about to be changed, inside the transaction that changes it. @throws to leave it as it is. */
export type Check<T> = (found: T) => void;

/** Whoever makes something that outlasts them. A member is looked at once more, and held, inside the transaction. */
export interface Maker {
	/** As the audit log names them. */
	readonly name: string;
	/** undefined: no member, but a management key. */
	readonly memberId: string | undefined;
	readonly check: Check<MemberRecord | undefined>;
}

/**
 * What an organisation's account is made of. Each method is one transaction, of this organisation alone; it rejects when the
 * book cannot be reached. Nothing is found of another organisation's: its ids are as good as made up.
 */
export interface Accounts {
	organisation(organisationId: string): Promise<OrganisationRecord | undefined>;
	renameOrganisation(organisationId: string, name: string, actor: string): Promise<void>;
	/** Makes an organisation that a user owns. */
	foundOrganisation(founding: NewHome, actor: string): Promise<void>;
	organisationsOf(userId: string): Promise<readonly MembershipRecord[]>;
	/** @returns false when the session's user does not belong there. */
	switchOrganisation(sessionId: string, organisationId: string): Promise<boolean>;

	keys(organisationId: string, page: KeyPage): Promise<readonly KeyDetails[]>;
	key(organisationId: string, hash: string): Promise<KeyDetails | undefined>;
	/** @returns false when the organisation has no such project. */
	createKey(key: NewKey, maker: Maker): Promise<boolean>;
	/** @returns `no_project` when the organisation has none such. */
	changeKey(
		organisationId: string,
		hash: string,
		changes: KeyChanges,
		actor: string,
		check: Check<KeyRecord>,
	): Promise<"changed" | "not_found" | "no_project">;
	/** @returns false when there is no such key, or none that is not revoked. */
	revokeKey(organisationId: string, hash: string, actor: string, check: Check<KeyRecord>): Promise<boolean>;

	projects(organisationId: string): Promise<readonly ProjectRecord[]>;
	createProject(project: ProjectName, actor: string): Promise<void>;
	renameProject(project: ProjectName, actor: string): Promise<boolean>;
	archiveProject(
		organisationId: string,
		projectId: string,
		actor: string,
	): Promise<"archived" | "not_found" | "in_use" | "last">;

	members(organisationId: string): Promise<readonly MemberRecord[]>;
	/** @throws LastOwner */
	changeRole(
		organisationId: string,
		memberId: string,
		role: Role,
		actor: string,
		check: Check<MemberRecord>,
	): Promise<MemberRecord | undefined>;
	/** @throws LastOwner */
	removeMember(organisationId: string, memberId: string, actor: string, check: Check<MemberRecord>): Promise<boolean>;

	invitations(organisationId: string): Promise<readonly InvitationRecord[]>;
	invite(invitation: NewInvitation, mail: NewMail, maker: Maker): Promise<void>;
	cancelInvitation(organisationId: string, invitationId: string, actor: string): Promise<boolean>;
	/** The invitation a link's secret stands for, if it is to this address and can still be accepted. */
	invitation(secretHash: Uint8Array, email: string): Promise<ReceivedInvitation | undefined>;
	/** Accepts or declines it. @returns false when there is none such. */
	settleInvitation(
		secretHash: Uint8Array,
		user: { readonly userId: string; readonly email: string; readonly newMemberId: string; readonly sessionId: string },
		state: "accepted" | "declined",
	): Promise<boolean>;

	acts(organisationId: string, limit: number, before: string | undefined): Promise<readonly ActRecord[]>;
}

export interface ProjectName {
	readonly id: string;
	readonly organisationId: string;
	readonly name: string;
}

export interface ReceivedInvitation {
	readonly organisationId: string;
	readonly organisationName: string;
	readonly role: Role;
	readonly email: string;
	/** Unix milliseconds. */
	readonly expiresAt: number;
}
