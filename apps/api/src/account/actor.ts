import { type Actor, actorOfKey, type Permission } from "@turnpike/accounts";
import { TurnpikeError } from "@turnpike/wire";
import { authenticate } from "../authenticate.ts";
import type { ApiDependencies } from "../dependencies.ts";

/**
 * Who asks, if they may do that.
 *
 * @throws TurnpikeError 401 when nobody known asks, 403 `permission_denied` when they may not.
 */
export async function requireActor(deps: ApiDependencies, request: Request, permission: Permission): Promise<Actor> {
	const actor = actorOfKey(await authenticate(deps, request.headers, "management"));
	if (!actor.permissions.has(permission)) {
		throw new TurnpikeError("permission_denied", `This needs the permission ${permission}; ${actor.name} lacks it.`);
	}
	return actor;
}
