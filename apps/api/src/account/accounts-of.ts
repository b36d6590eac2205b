import type { KeyRecord } from "@turnpike/accounts";
import {
	archiveProject,
	cancelInvitation,
	changeKey,
	changeRole,
	createInvitation,
	createProject,
	type Database,
	enqueueMail,
	findOrganisation,
	insertKey,
	insertMember,
	insertOrganisation,
	listActs,
	listInvitations,
	listMembers,
	listOwnKeys,
	listProjects,
	lockInvitation,
	lockKey,
	lockMember,
	organisationsOf,
	readKeySpends,
	recordAct,
	removeMember,
	renameProject,
	revokeLockedKey,
	settleInvitation,
	switchOrganisation,
	type Transaction,
	withOrg,
} from "@turnpike/db";
import type { Accounts, KeyDetails, Maker } from "./accounts.ts";

/** The accounts in Postgres: what is one organisation's goes through row-level security. */
export function accountsOf(sql: Database): Accounts {
	return { ...organisationsIn(sql), ...keysIn(sql), ...projectsIn(sql), ...peopleIn(sql), ...invitationsIn(sql) };
}

function organisationsIn(sql: Database) {
	return {
		organisation: (id) => withOrg(sql, id, (tx) => findOrganisation(tx, id)),
		renameOrganisation: (organisationId, name, actor) =>
			withOrg(sql, organisationId, async (tx) => {
				await tx`update organisation set name = ${name}, updated_at = clock_timestamp() where id = ${organisationId}`;
				const act = { organisationId, actor, action: "organisation.rename", target: organisationId, detail: { name } };
				await recordAct(tx, act);
			}),
		foundOrganisation: ({ userId, memberId, organisation }, actor) =>
			sql.begin(async (tx) => {
				await insertOrganisation(tx, organisation, actor);
				await insertMember(tx, { id: memberId, organisationId: organisation.id, userId, role: "owner" }, actor);
			}),
		organisationsOf: (userId) => organisationsOf(sql, userId),
		switchOrganisation: (sessionId, organisationId) => switchOrganisation(sql, sessionId, organisationId),
		acts: (id, limit, before) => withOrg(sql, id, (tx) => listActs(tx, id, limit, before)),
	} satisfies Partial<Accounts>;
}

function keysIn(sql: Database) {
	return {
		keys: (id, page) => withOrg(sql, id, async (tx) => detailsOf(tx, id, await listOwnKeys(tx, id, page))),
		key: (id, hash) =>
			withOrg(sql, id, async (tx) => {
				const key = await lockKey(tx, id, hash);
				return key && (await detailsOf(tx, id, [key]))[0];
			}),
		createKey: (key, maker) =>
			withOrg(sql, key.organisationId, async (tx) => {
				await hold(tx, key.organisationId, maker);
				const projects = await listProjects(tx, key.organisationId);
				if (!projects.some(({ id }) => id === key.projectId)) return false;
				await insertKey(tx, key, maker.name);
				return true;
			}),
		changeKey: (id, hash, changes, actor, check) =>
			withOrg(sql, id, async (tx) => {
				const key = await lockKey(tx, id, hash);
				if (!key) return "not_found";
				check(key);
				const { projectId = key.projectId } = changes;
				const known = projectId === key.projectId || (await listProjects(tx, id)).some((each) => each.id === projectId);
				if (!known) return "no_project";
				await changeKey(tx, key, changes, actor);
				return "changed";
			}),
		revokeKey: (id, hash, actor, check) =>
			withOrg(sql, id, async (tx) => {
				const key = await lockKey(tx, id, hash);
				if (!key) return false;
				check(key);
				await revokeLockedKey(tx, key, actor);
				return true;
			}),
	} satisfies Partial<Accounts>;
}

/** Whoever is being removed or demoted at this moment makes nothing any more, or has made it before: never in between. */
async function hold(tx: Transaction, organisationId: string, { memberId, check }: Maker): Promise<void> {
	if (memberId !== undefined) check(await lockMember(tx, organisationId, memberId));
}

async function detailsOf(tx: Transaction, organisationId: string, keys: readonly KeyRecord[]): Promise<KeyDetails[]> {
	const [first] = keys;
	if (!first) return [];
	const ids = keys.map(({ id }) => id);
	const spends = await readKeySpends(tx, ids, first.accountId);
	const users = new Map((await listMembers(tx, organisationId)).map(({ id, userId }) => [id, userId]));
	return keys.flatMap((key) => {
		const spend = spends.get(key.id);
		return spend ? [{ key, spend, userId: key.memberId === undefined ? undefined : users.get(key.memberId) }] : [];
	});
}

function projectsIn(sql: Database) {
	return {
		projects: (id) => withOrg(sql, id, (tx) => listProjects(tx, id)),
		createProject: (project, actor) => withOrg(sql, project.organisationId, (tx) => createProject(tx, project, actor)),
		renameProject: (project, actor) => withOrg(sql, project.organisationId, (tx) => renameProject(tx, project, actor)),
		archiveProject: (id, projectId, actor) => withOrg(sql, id, (tx) => archiveProject(tx, id, projectId, actor)),
	} satisfies Partial<Accounts>;
}

function peopleIn(sql: Database) {
	return {
		members: (id) => withOrg(sql, id, (tx) => listMembers(tx, id)),
		changeRole: (id, memberId, role, actor, check) =>
			withOrg(sql, id, async (tx) => {
				const member = await lockMember(tx, id, memberId);
				if (!member) return undefined;
				check(member);
				await changeRole(tx, id, member, role, actor);
				return { ...member, role };
			}),
		removeMember: (id, memberId, actor, check) =>
			withOrg(sql, id, async (tx) => {
				const member = await lockMember(tx, id, memberId);
				if (!member) return false;
				check(member);
				await removeMember(tx, id, member, actor);
				return true;
			}),
	} satisfies Partial<Accounts>;
}

/** Whoever is invited is no member yet: what they do with an invitation is held to its secret and address instead. */
function invitationsIn(sql: Database) {
	return {
		invitations: (id) => withOrg(sql, id, (tx) => listInvitations(tx, id)),
		invite: (invitation, mail, maker) =>
			withOrg(sql, invitation.organisationId, async (tx) => {
				await hold(tx, invitation.organisationId, maker);
				await createInvitation(tx, invitation, maker.name);
				await enqueueMail(tx, mail);
			}),
		cancelInvitation: (id, invitationId, actor) =>
			withOrg(sql, id, (tx) => cancelInvitation(tx, id, invitationId, actor)),
		invitation: (secretHash, email) =>
			sql.begin(async (tx) => {
				const found = await lockInvitation(tx, secretHash, email);
				const organisation = found && (await findOrganisation(tx, found.organisationId));
				if (!found || !organisation) return undefined;
				const { organisationId, role, expiresAt } = found;
				return { organisationId, organisationName: organisation.name, role, email, expiresAt };
			}),
		settleInvitation: (secretHash, { userId, email, newMemberId, sessionId }, state) =>
			sql.begin(async (tx) => {
				const found = await lockInvitation(tx, secretHash, email);
				if (!found) return false;
				const actor = `user:${userId}`;
				const { organisationId, role } = found;
				if (state === "accepted") {
					await insertMember(tx, { id: newMemberId, organisationId, userId, role }, actor);
					await switchOrganisation(tx, sessionId, organisationId);
				}
				await settleInvitation(tx, found, state, actor);
				return true;
			}),
	} satisfies Partial<Accounts>;
}
