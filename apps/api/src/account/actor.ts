import { type Actor, actorOfKey, type Permission, permissionsOfRole, type UserActor } from "@turnpike/accounts";
import { TurnpikeError } from "@turnpike/wire";
import type { SessionClaims } from "../auth/session-token.ts";
import type { Need } from "../auth/sessions.ts";
import { authenticate } from "../authenticate.ts";
import type { ApiDependencies } from "../dependencies.ts";
import type { Maker } from "./accounts.ts";
import { fromBook } from "./from-book.ts";

/**
 * Who asks, if they may do that: a member who is signed in, or a management key. What changes something (`…:write`) is asked
 * of the stored session, so that it is refused from the moment the session, the member or the role is gone; what reads may
 * take a token's word for five minutes.
 *
 * @throws TurnpikeError 401 when nobody known asks, 403 `permission_denied` when they may not.
 */
export async function requireActor(deps: ApiDependencies, request: Request, permission: Permission): Promise<Actor> {
	const actor = await findActor(deps, request, permission.endsWith(":write") ? "change" : "read");
	requirePermission(actor, permission);
	return actor;
}

/** @throws TurnpikeError 403 `permission_denied` when the actor may not. */
export function requirePermission(actor: Actor, permission: Permission): void {
	if (actor.permissions.has(permission)) return;
	throw new TurnpikeError("permission_denied", `This needs the permission ${permission}; ${nameOf(actor)} lacks it.`);
}

/** The actor as who makes something that outlasts them: in the very transaction they must still be what they were. */
export function makerOf(actor: Actor): Maker {
	const { name } = actor;
	if (actor.kind === "key") return { name, memberId: undefined, check: () => undefined };
	return {
		...{ name, memberId: actor.memberId },
		check(member) {
			if (member?.role === actor.role) return;
			throw new TurnpikeError("permission_denied", "Your membership was changed meanwhile; nothing was done.");
		},
	};
}

/** Who asks, whatever they may do. @throws TurnpikeError 401 when nobody known asks, 403 for a user without membership. */
export async function findActor(deps: ApiDependencies, request: Request, need: Need): Promise<Actor> {
	const session = await findUser(deps, request, need);
	if (!session) return actorOfKey(await authenticate(deps, request.headers, "management"));
	return actorOfSession(session);
}

/** The signed-in user a request is from; undefined when it comes with no session, or with a key. @throws TurnpikeError 401, 403. */
export async function findUser(
	{ sessions }: ApiDependencies,
	request: Request,
	need: Need,
): Promise<SessionClaims | undefined> {
	return sendsKey(request.headers) ? undefined : sessions && fromBook(sessions.find(request, need));
}

/** @throws TurnpikeError 401 when nobody is signed in, and what `findUser` throws. */
export async function requireUser(deps: ApiDependencies, request: Request, need: Need): Promise<SessionClaims> {
	const user = await findUser(deps, request, need);
	if (user) return user;
	throw new TurnpikeError("missing_api_key", "This is for people: sign in first.");
}

function actorOfSession({ sessionId, userId, email, membership }: SessionClaims): UserActor {
	if (!membership) throw new TurnpikeError("permission_denied", "You belong to no organisation any more.");
	const { memberId, organisationId, role } = membership;
	return {
		...{ kind: "user", organisationId, permissions: permissionsOfRole(role), name: `user:${userId}` },
		...{ userId, memberId, email, sessionId, role },
	};
}

/** A key that is sent counts, whatever cookies a browser adds. A session's token is told from a key by its form. */
function sendsKey(headers: Headers): boolean {
	if (headers.has("x-api-key") || headers.has("x-goog-api-key")) return true;
	const authorization = headers.get("authorization");
	return authorization !== null && !/^bearer\s+eyJ/i.test(authorization);
}

function nameOf(actor: Actor): string {
	return actor.kind === "user" ? `the role ${actor.role}` : "a management key";
}
