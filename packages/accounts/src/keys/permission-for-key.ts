import type { Actor } from "../roles/actor.ts";
import type { Permission } from "../roles/permissions.ts";
import type { KeyRecord } from "./key-record.ts";

/** What somebody needs to make or change a key: one of their own, somebody else's or a service's, one that manages. */
export function permissionForKey(actor: Actor, key: Pick<KeyRecord, "management" | "memberId">): Permission {
	if (key.management) return "management_keys:write";
	const own = actor.kind === "user" && key.memberId === actor.memberId;
	return own ? "keys:write" : "all_keys:write";
}
