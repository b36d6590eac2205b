import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findKeyById } from "../accounts/find-key-by-id.ts";
import { createKey, UNLIMITED_KEY } from "../accounts/key-store.ts";
import { listActs } from "../accounts/list-acts.ts";
import { archiveProject, createProject, listProjects, renameProject } from "../accounts/project-store.ts";
import type { Transaction } from "../connect.ts";
import { openTestBook, type TestBook } from "../testing/open-test-book.fixture.ts";
import { withOrg } from "../with-org.ts";
import { ensureHome } from "./ensure-home.ts";
import { findSessionById, findSessionByToken } from "./find-session.ts";
import { forgetExpired } from "./forget-expired.ts";
import { insertMember } from "./insert-member.ts";
import {
	cancelInvitation,
	createInvitation,
	listInvitations,
	lockInvitation,
	type NewInvitation,
	settleInvitation,
} from "./invitation-store.ts";
import { changeRole, LastOwner, listMembers, lockMember, removeMember } from "./member-store.ts";
import { organisationsOf, switchOrganisation } from "./organisations-of.ts";
import { join, openSession, signUp, type TestUser } from "./people.fixture.ts";

let world: TestBook;
beforeAll(async () => {
	world = await openTestBook("people");
});
afterAll(() => world?.close());

const inOrg = <T>(user: TestUser, work: (tx: Transaction) => Promise<T>) =>
	withOrg(world.sql, user.organisationId, work);
const actions = async ({ organisationId }: TestUser) =>
	(await listActs(world.sql, organisationId, 50, undefined)).map(({ action }) => action).reverse();

const remove = (owner: TestUser, memberId: string) =>
	inOrg(owner, async (tx) => {
		const member = await lockMember(tx, owner.organisationId, memberId);
		if (member) await removeMember(tx, owner.organisationId, member, "user:test");
	});
const demote = (owner: TestUser, memberId: string) =>
	inOrg(owner, async (tx) => {
		const member = await lockMember(tx, owner.organisationId, memberId);
		if (member) await changeRole(tx, owner.organisationId, member, "viewer", "user:test");
	});

describe("a home", () => {
	it("is made once for a user, however often and however much at once it is asked for", async () => {
		const userId = `usr_${randomUUID()}`;
		await world.sql`insert into app_user (id, name, email) values (${userId}, 'Ada', ${`${userId}@example.com`})`;
		const made = await Promise.all(
			Array.from({ length: 8 }, () => {
				const id = randomUUID();
				const organisation = {
					id: `org_${id}`,
					projectId: `prj_${id}`,
					accountId: `acc_${id}`,
					name: "A",
					email: undefined,
				};
				return ensureHome(world.sql, { userId, memberId: `mem_${id}`, organisation });
			}),
		);
		expect(made.filter(Boolean)).toHaveLength(1);
		expect(await organisationsOf(world.sql, userId)).toMatchObject([{ role: "owner" }]);
	});

	it("comes with a credit account, a default project, an owner, and a note of who made it", async () => {
		const ada = await signUp(world.sql);
		expect(await inOrg(ada, (tx) => listProjects(tx, ada.organisationId))).toMatchObject([
			{ name: "Default", keys: 0 },
		]);
		expect(await inOrg(ada, (tx) => listMembers(tx, ada.organisationId))).toMatchObject([
			{ id: ada.memberId, userId: ada.userId, name: "Ada", email: ada.email, role: "owner" },
		]);
		expect(await world.sql`select available_nano_usd from account where id = ${ada.accountId}`).toHaveLength(1);
		expect(await actions(ada)).toEqual(["organisation.create", "member.add"]);
	});

	it("is not made for nobody", async () => {
		const organisation = { id: "org_n", projectId: "prj_n", accountId: "acc_n", name: "N", email: undefined };
		expect(await ensureHome(world.sql, { userId: "usr_nobody", memberId: "mem_n", organisation })).toBe(false);
	});
});

describe("the last owner", () => {
	it("neither leaves nor becomes something else, and does once there is another", async () => {
		const [ada, bob] = [await signUp(world.sql), await signUp(world.sql, "Bob")];
		await expect(remove(ada, ada.memberId)).rejects.toThrow(LastOwner);
		await expect(demote(ada, ada.memberId)).rejects.toThrow(LastOwner);
		await join(world.sql, bob, ada.organisationId, "owner");
		await demote(ada, ada.memberId);
		expect(await inOrg(ada, (tx) => listMembers(tx, ada.organisationId))).toMatchObject([
			{ name: "Ada", role: "viewer" },
			{ name: "Bob", role: "owner" },
		]);
		expect((await actions(ada)).at(-1)).toBe("member.change_role");
	});

	it("is still there when all owners go at the same moment", async () => {
		for (const go of [remove, demote]) {
			const ada = await signUp(world.sql);
			const others = await Promise.all(
				Array.from({ length: 4 }, async () => join(world.sql, await signUp(world.sql), ada.organisationId, "owner")),
			);
			const gone = await Promise.allSettled([ada.memberId, ...others].map((id) => go(ada, id)));
			expect(gone.filter(({ status }) => status === "rejected")).toHaveLength(1);
			const left = await inOrg(ada, (tx) => listMembers(tx, ada.organisationId));
			expect(left.filter(({ role }) => role === "owner")).toHaveLength(1);
		}
	});

	it("is kept whoever writes, past every function here", async () => {
		const ada = await signUp(world.sql);
		await expect(world.sql`delete from member where id = ${ada.memberId}`).rejects.toThrow("last owner");
		await expect(world.sql`update member set role = 'boss' where id = ${ada.memberId}`).rejects.toThrow();
	});
});

describe("a member", () => {
	it("of another organisation is nobody", async () => {
		const [ada, eve] = [await signUp(world.sql), await signUp(world.sql, "Eve")];
		expect(await inOrg(eve, (tx) => lockMember(tx, ada.organisationId, ada.memberId))).toBeUndefined();
		expect(await inOrg(eve, (tx) => lockMember(tx, eve.organisationId, ada.memberId))).toBeUndefined();
	});

	it("is one once", async () => {
		const [ada, bob] = [await signUp(world.sql), await signUp(world.sql, "Bob")];
		const as = (id: string) => ({
			id,
			organisationId: ada.organisationId,
			userId: bob.userId,
			role: "viewer" as const,
		});
		expect(await insertMember(world.sql, as("mem_1st"), "test")).toBe(true);
		expect(await insertMember(world.sql, as("mem_2nd"), "test")).toBe(false);
	});

	it("who is removed leaves no key on and no session behind, and others' keys alone", async () => {
		const [ada, bob] = [await signUp(world.sql), await signUp(world.sql, "Bob")];
		const memberId = await join(world.sql, bob, ada.organisationId, "developer");
		const token = await openSession(world.sql, bob, ada.organisationId);
		const keyOf = async (owner: string | undefined) => {
			const id = `key_${randomUUID()}`;
			const key = {
				...UNLIMITED_KEY,
				id,
				name: "k",
				label: "tp_…",
				hash: randomBytes(32).toString("hex"),
				pepperVersion: 1,
			};
			const { organisationId, projectId } = ada;
			await createKey(world.sql, { ...key, organisationId, projectId, memberId: owner }, "test");
			return id;
		};
		const [his, hers, service] = [await keyOf(memberId), await keyOf(ada.memberId), await keyOf(undefined)];
		expect((await findSessionByToken(world.sql, token))?.membership?.organisationId).toBe(ada.organisationId);
		await remove(ada, memberId);
		const off = await Promise.all([his, hers, service].map((id) => findKeyById(world.sql, id)));
		expect(off.map((key) => key?.disabled)).toEqual([true, false, false]);
		expect((await findSessionByToken(world.sql, token))?.membership?.organisationId).toBe(bob.organisationId);
		expect(
			await world.sql`select 1 from user_session where token = ${token} and active_organisation_id is null`,
		).toHaveLength(1);
	});
});

describe("a member who becomes something less", () => {
	const hold = async (owner: TestUser, memberId: string, management: boolean) => {
		const id = `key_${randomUUID()}`;
		const key = {
			...UNLIMITED_KEY,
			id,
			name: "k",
			label: "tp_…",
			hash: randomBytes(32).toString("hex"),
			pepperVersion: 1,
		};
		const { organisationId, projectId } = owner;
		await createKey(world.sql, { ...key, organisationId, projectId, memberId, management }, "test");
		return id;
	};

	it("keeps only the keys that they may still make", async () => {
		const [ada, bob] = [await signUp(world.sql), await signUp(world.sql, "Bob")];
		const memberId = await join(world.sql, bob, ada.organisationId, "admin");
		const [spends, manages, hers] = [
			await hold(ada, memberId, false),
			await hold(ada, memberId, true),
			await hold(ada, ada.memberId, true),
		];
		const become = (role: "developer" | "viewer") =>
			inOrg(ada, async (tx) => {
				const member = await lockMember(tx, ada.organisationId, memberId);
				if (member) await changeRole(tx, ada.organisationId, member, role, "user:test");
			});
		const off = async () =>
			Promise.all([spends, manages, hers].map(async (id) => (await findKeyById(world.sql, id))?.disabled));
		await become("developer");
		expect(await off()).toEqual([false, true, false]);
		await become("viewer");
		expect(await off()).toEqual([true, true, false]);
		const acts = await listActs(world.sql, ada.organisationId, 2, undefined);
		expect(acts.map(({ detail }) => detail.keys_switched_off)).toEqual([1, 1]);
	});
});

describe("a session", () => {
	it("acts in the organisation it was switched to, else in the user's oldest", async () => {
		const [ada, bob] = [await signUp(world.sql), await signUp(world.sql, "Bob")];
		await join(world.sql, bob, ada.organisationId, "billing");
		const token = await openSession(world.sql, bob);
		const found = await findSessionByToken(world.sql, token);
		expect(found).toMatchObject({ userId: bob.userId, email: bob.email, name: "Bob" });
		expect(found?.membership).toEqual({ memberId: bob.memberId, organisationId: bob.organisationId, role: "owner" });
		expect(await switchOrganisation(world.sql, found?.id ?? "", ada.organisationId)).toBe(true);
		expect((await findSessionById(world.sql, found?.id ?? ""))?.membership).toMatchObject({
			organisationId: ada.organisationId,
			role: "billing",
		});
	});

	it("is switched to no organisation the user does not belong to", async () => {
		const [ada, eve] = [await signUp(world.sql), await signUp(world.sql, "Eve")];
		const session = await findSessionByToken(world.sql, await openSession(world.sql, eve));
		expect(await switchOrganisation(world.sql, session?.id ?? "", ada.organisationId)).toBe(false);
	});

	it("is none once it has expired, and is forgotten later", async () => {
		const ada = await signUp(world.sql);
		const token = await openSession(world.sql, ada);
		await world.sql`update user_session set expires_at = now() - interval '2 days' where token = ${token}`;
		expect(await findSessionByToken(world.sql, token)).toBeUndefined();
		expect(await findSessionById(world.sql, `ses_${token}`)).toBeUndefined();
		await forgetExpired(world.sql);
		expect(await world.sql`select 1 from user_session where token = ${token}`).toHaveLength(0);
	});
});

describe("an invitation", () => {
	const secretHash = () => new Uint8Array(randomBytes(32));
	const invitationOf = ({ organisationId, userId }: TestUser, changes: Partial<NewInvitation> = {}): NewInvitation => ({
		id: `inv_${randomUUID()}`,
		organisationId,
		email: "new@example.com",
		role: "developer",
		secretHash: secretHash(),
		invitedBy: userId,
		expiresAt: new Date(Date.now() + 60_000),
		...changes,
	});
	const invite = async (owner: TestUser, changes: Partial<NewInvitation> = {}) => {
		const invitation = invitationOf(owner, changes);
		await inOrg(owner, (tx) => createInvitation(tx, invitation, "user:test"));
		return invitation;
	};
	const find = ({ secretHash: secret }: NewInvitation, email = "new@example.com") =>
		world.sql.begin((tx) => lockInvitation(tx, secret, email));

	it("is found by its secret, with its mailbox, once", async () => {
		const ada = await signUp(world.sql);
		const invitation = await invite(ada);
		expect(await find(invitation)).toMatchObject({ id: invitation.id, role: "developer", state: "pending" });
		expect(await find(invitation, "eve@example.com")).toBeUndefined();
		expect(await find(invitationOf(ada))).toBeUndefined();
		await world.sql.begin(async (tx) => {
			const found = await lockInvitation(tx, invitation.secretHash, "new@example.com");
			if (found) await settleInvitation(tx, found, "accepted", "user:new");
		});
		expect(await find(invitation)).toBeUndefined();
		expect((await actions(ada)).slice(-2)).toEqual(["invitation.create", "invitation.accept"]);
	});

	it("is cancelled by a newer one to the same address, by hand, or by time", async () => {
		const ada = await signUp(world.sql);
		const [first, second] = [await invite(ada), await invite(ada)];
		expect(await find(first)).toBeUndefined();
		expect(await inOrg(ada, (tx) => listInvitations(tx, ada.organisationId))).toMatchObject([{ id: second.id }]);
		const cancel = (id: string) => inOrg(ada, (tx) => cancelInvitation(tx, ada.organisationId, id, "user:test"));
		expect(await cancel(second.id)).toBe(true);
		expect(await cancel(second.id)).toBe(false);
		expect(await find(second)).toBeUndefined();
		const late = await invite(ada, { expiresAt: new Date(Date.now() - 1_000) });
		expect(await find(late)).toBeUndefined();
		expect(await inOrg(ada, (tx) => listInvitations(tx, ada.organisationId))).toEqual([]);
	});

	it("of another organisation cannot be cancelled", async () => {
		const [ada, eve] = [await signUp(world.sql), await signUp(world.sql, "Eve")];
		const { id } = await invite(ada);
		expect(await inOrg(eve, (tx) => cancelInvitation(tx, ada.organisationId, id, "user:eve"))).toBe(false);
	});
});

describe("a project", () => {
	const project = (owner: TestUser, name = "Second") => ({
		id: `prj_${randomUUID()}`,
		organisationId: owner.organisationId,
		name,
	});

	it("is made, renamed and archived by its own organisation", async () => {
		const ada = await signUp(world.sql);
		const second = project(ada);
		await inOrg(ada, (tx) => createProject(tx, second, "user:test"));
		expect(await inOrg(ada, (tx) => renameProject(tx, { ...second, name: "Renamed" }, "user:test"))).toBe(true);
		expect(await inOrg(ada, (tx) => listProjects(tx, ada.organisationId))).toMatchObject([
			{ name: "Default" },
			{ name: "Renamed" },
		]);
		const archive = (id: string) => inOrg(ada, (tx) => archiveProject(tx, ada.organisationId, id, "user:test"));
		expect(await archive(second.id)).toBe("archived");
		expect(await archive(second.id)).toBe("not_found");
		expect(await archive(ada.projectId)).toBe("last");
		expect(await inOrg(ada, (tx) => renameProject(tx, second, "user:test"))).toBe(false);
		expect((await actions(ada)).slice(-3)).toEqual(["project.create", "project.rename", "project.archive"]);
	});

	it("with keys in it stays", async () => {
		const ada = await signUp(world.sql);
		await inOrg(ada, (tx) => createProject(tx, project(ada), "user:test"));
		await world.addKey(ada);
		const archived = inOrg(ada, (tx) => archiveProject(tx, ada.organisationId, ada.projectId, "user:test"));
		expect(await archived).toBe("in_use");
	});

	it("is left over when all are archived at once", async () => {
		const ada = await signUp(world.sql);
		const second = project(ada);
		await inOrg(ada, (tx) => createProject(tx, second, "user:test"));
		const archived = await Promise.all(
			[ada.projectId, second.id].map((id) =>
				inOrg(ada, (tx) => archiveProject(tx, ada.organisationId, id, "user:test")),
			),
		);
		expect(archived.sort()).toEqual(["archived", "last"]);
	});
});
