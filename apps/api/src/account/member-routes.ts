import { type Actor, mayAssign, type Role } from "@turnpike/accounts";
import { LastOwner, type MemberRecord } from "@turnpike/db";
import { TurnpikeError } from "@turnpike/wire";
import { changeMemberRequest, readObject } from "@turnpike/wire/account";
import type { Context } from "hono";
import type { ApiDependencies } from "../dependencies.ts";
import { readJsonBody } from "../http/read-body.ts";
import { findActor, requireActor, requirePermission } from "./actor.ts";
import { forgetToken } from "./forget-token.ts";
import { fromBook } from "./from-book.ts";

/** Who belongs to the organisation, as what. */
export function memberRoutes(deps: ApiDependencies) {
	const { accounts } = deps;
	return {
		async list(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "members:read");
			return c.json({ data: (await fromBook(accounts.members(organisationId))).map(memberObject) });
		},

		async change(c: Context) {
			const actor = await requireActor(deps, c.req.raw, "members:write");
			const body = await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs);
			const { role } = readObject(changeMemberRequest, body.value);
			const id = c.req.param("id") ?? "";
			const check = (member: MemberRecord) => requireMayAssign(actor, member.role, role);
			const changed = accounts.changeRole(actor.organisationId, id, role, actor.name, check);
			const member = await fromBook(changed.catch(sayLastOwner));
			if (!member) throw noSuchMember(id);
			return c.json({ data: memberObject(member) });
		},

		/** Anybody may leave; to remove somebody else takes the permission to. */
		async remove(c: Context) {
			const actor = await findActor(deps, c.req.raw, "change");
			const id = c.req.param("id") ?? "";
			const leaves = actor.kind === "user" && actor.memberId === id;
			if (!leaves) requirePermission(actor, "members:write");
			const check = (member: MemberRecord) => {
				if (!leaves) requireMayAssign(actor, member.role, undefined);
			};
			const removed = accounts.removeMember(actor.organisationId, id, actor.name, check);
			if (!(await fromBook(removed.catch(sayLastOwner)))) throw noSuchMember(id);
			if (leaves) forgetToken(deps, c);
			return c.json({ deleted: true });
		},
	};
}

/** @throws TurnpikeError when only an owner may make this change. */
export function requireMayAssign(actor: Actor, from: Role | undefined, to: Role | undefined): void {
	if (actor.kind === "user" && mayAssign(actor.role, from, to)) return;
	throw new TurnpikeError("permission_denied", "Only an owner makes somebody an owner, or an owner something else.");
}

function sayLastOwner(error: unknown): never {
	if (!(error instanceof LastOwner)) throw error;
	const message = "An organisation has an owner: make somebody else one first.";
	throw new TurnpikeError("invalid_value", message, { cause: error });
}

function noSuchMember(id: string): TurnpikeError {
	return new TurnpikeError("not_found", `There is no member ${JSON.stringify(id.slice(0, 80))}.`);
}

function memberObject({ id, userId, name, email, role, createdAt }: MemberRecord) {
	return { id, user_id: userId, name, email, role, created_at: new Date(createdAt).toISOString() };
}
