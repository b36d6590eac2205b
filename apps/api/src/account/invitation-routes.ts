import type { Role, UserActor } from "@turnpike/accounts";
import type { InvitationRecord } from "@turnpike/db";
import { TurnpikeError } from "@turnpike/wire";
import { invitationRequest, invitationToken, readObject } from "@turnpike/wire/account";
import type { Context } from "hono";
import { letters } from "../auth/letters.ts";
import { bytesToHex } from "../bytes-to-hex.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { readJsonBody } from "../http/read-body.ts";
import { slowDown } from "../http/slow-down.ts";
import { makerOf, requireActor, requireUser } from "./actor.ts";
import { forgetToken } from "./forget-token.ts";
import { fromBook } from "./from-book.ts";
import { requireMayAssign } from "./member-routes.ts";

const VALID_MS = 7 * 86_400_000;
const SECRET_BYTES = 24;
/** Every invitation is a mail to somebody who did not ask for it. */
const INVITATIONS_PER_MINUTE = 20;

/** Inviting people, and what they do with it. The answers to inviting are the same, whoever has an account already. */
export function invitationRoutes(deps: ApiDependencies) {
	const { accounts, ids } = deps;
	const readBody = async (c: Context) => (await readJsonBody(c.req.raw, deps.deadlines, deps.timeouts.bodyMs)).value;

	async function settle(c: Context, state: "accepted" | "declined"): Promise<Response> {
		const { userId, email, sessionId } = await requireUser(deps, c.req.raw, "change");
		const { token } = readObject(invitationToken, await readBody(c));
		const user = { userId, email, sessionId, newMemberId: ids.id("member") };
		if (!(await fromBook(accounts.settleInvitation(await hashOf(token), user, state)))) throw noSuchInvitation();
		if (state === "accepted") forgetToken(deps, c);
		return c.json({ data: { state } });
	}

	return {
		async list(c: Context) {
			const { organisationId } = await requireActor(deps, c.req.raw, "members:read");
			return c.json({ data: (await fromBook(accounts.invitations(organisationId))).map(invitationObject) });
		},

		async create(c: Context) {
			const actor = await requireActor(deps, c.req.raw, "members:write");
			if (actor.kind !== "user") throw new TurnpikeError("permission_denied", "Only people invite people.");
			const { email, role } = readObject(invitationRequest, await readBody(c));
			requireMayAssign(actor, undefined, role);
			const name = `invitations of ${actor.organisationId}`;
			await slowDown(deps.limits, { name, perMinute: INVITATIONS_PER_MINUTE, id: ids.uuid() });
			return c.json({ data: invitationObject(await invite(deps, actor, email, role)) }, 201);
		},

		async cancel(c: Context) {
			const { organisationId, name } = await requireActor(deps, c.req.raw, "members:write");
			const cancelled = await fromBook(accounts.cancelInvitation(organisationId, c.req.param("id") ?? "", name));
			if (!cancelled) throw noSuchInvitation();
			return c.json({ deleted: true });
		},

		/** What a mailed link stands for, for whoever it was mailed to. */
		async look(c: Context) {
			const { email } = await requireUser(deps, c.req.raw, "change");
			const { token } = readObject(invitationToken, await readBody(c));
			const found = await fromBook(accounts.invitation(await hashOf(token), email));
			if (!found) throw noSuchInvitation();
			const organization = { id: found.organisationId, name: found.organisationName };
			const expires_at = new Date(found.expiresAt).toISOString();
			return c.json({ data: { organization, role: found.role, email, expires_at } });
		},

		accept: (c: Context) => settle(c, "accepted"),
		decline: (c: Context) => settle(c, "declined"),
	};
}

/** Stores an invitation and mails its link, whoever has an account with this address. */
async function invite(deps: ApiDependencies, actor: UserActor, email: string, role: Role): Promise<InvitationRecord> {
	const { accounts, ids, installation } = deps;
	const { organisationId, userId, memberId } = actor;
	const [organisation, members] = await Promise.all([
		fromBook(accounts.organisation(organisationId)),
		fromBook(accounts.members(organisationId)),
	]);
	if (members.some((member) => member.email === email)) {
		throw new TurnpikeError("invalid_value", `${email} is a member already.`, { param: "email" });
	}
	const secret = makeSecret();
	const expiresAt = deps.now() + VALID_MS;
	const made = { id: ids.id("invitation"), organisationId, email, role, invitedBy: userId };
	const inviter = members.find(({ id }) => id === memberId)?.name ?? actor.email;
	const url = `${installation.publicUrl()}/invitation?token=${secret}`;
	const letter = letters.invitation(inviter, organisation?.name ?? "an organisation", role, url);
	const stored = { ...made, secretHash: await hashOf(secret), expiresAt: new Date(expiresAt) };
	const mail = { dedupeKey: `invitation:${made.id}`, to: email, ...letter };
	await fromBook(accounts.invite(stored, mail, makerOf(actor)));
	return { ...made, state: "pending", createdAt: deps.now(), expiresAt };
}

function makeSecret(): string {
	return bytesToHex(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

async function hashOf(secret: string): Promise<Uint8Array> {
	return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret)));
}

/** One sentence for every reason, so that nothing can be learned from trying. */
function noSuchInvitation(): TurnpikeError {
	return new TurnpikeError(
		"not_found",
		"This invitation is not for you, or cannot be accepted any more. Sign in with the address it was sent to, or ask for another one.",
	);
}

function invitationObject({ id, email, role, createdAt, expiresAt }: InvitationRecord) {
	return {
		...{ id, email, role },
		created_at: new Date(createdAt).toISOString(),
		expires_at: new Date(expiresAt).toISOString(),
	};
}
